import { expect, test } from 'vitest'
import { buildNodeNotifier } from './note-means.node-notifier.ts'

const note = { title: 'Ana', text: '<b>C:\\new', tag: 'ana/0.a', hasSound: false, canAct: false }
const ignore = { onOpen: () => {}, onReply: () => {}, onRead: () => {}, onQuiet: () => {} }

type Said = { readonly options: Readonly<Record<string, unknown>>; readonly answer: (...all: unknown[]) => void }

function start(platform: 'linux' | 'mac' | 'windows') {
  const said: Said[] = []
  const notifier = {
    notify: (options: Readonly<Record<string, unknown>>, answer: (...all: unknown[]) => void) =>
      void said.push({ options, answer }),
  }
  return { said, way: buildNodeNotifier({ platform, notifier, icon: '/icon.png' }) }
}

test('each system gets its own options, each by its name, and nothing else', () => {
  const keys = (['linux', 'windows', 'mac'] as const).map((platform) => {
    const { way, said } = start(platform)
    void way.notify({ ...note, customPath: '/bin/sh', execute: 'x', open: 'file:///' } as typeof note, ignore)
    return Object.keys(said[0]?.options ?? {})
  })
  expect(keys).toEqual([
    ['title', 'message', 'app-name', 'icon', 'urgency', 'category'],
    ['title', 'message', 'appID', 'id', 'icon', 'sound'],
    ['title', 'message', 'icon', 'sound', 'timeout', 'group'],
  ])
})

test('marks are words where a daemon reads them, and only there', () => {
  const texts = (['linux', 'windows'] as const).map((platform) => {
    const { way, said } = start(platform)
    void way.notify(note, ignore)
    return said[0]?.options.message
  })
  expect(texts).toEqual(['&lt;b&gt;C:\\\\new', '<b>C:\\new'])
})

test('a click that comes late opens it; an error that comes at once is a failure, and so is one that is thrown', async () => {
  const { way, said } = start('windows')
  let opened = 0
  const showing = way.notify(note, { ...ignore, onOpen: () => opened++ })
  expect(await showing).toBe(true)
  said[0]?.answer(null, 'timeout')
  said[0]?.answer(null, 'activate')
  expect(opened).toBe(1)
  const failing = way.notify(note, ignore)
  said[1]?.answer(new Error('no such program'))
  expect(await failing).toBe(false)
  const throwing = buildNodeNotifier({
    platform: 'linux',
    icon: '',
    notifier: {
      notify() {
        throw new TypeError('null bytes')
      },
    },
  })
  expect(await throwing.notify(note, ignore)).toBe(false)
})

test('it is taken back by the number that it was shown by', () => {
  const { way, said } = start('windows')
  void way.notify(note, ignore)
  way.clear(note.tag)
  expect(said[1]?.options).toEqual({ close: said[0]?.options.id, appID: 'chat.natter.desktop' })
})
