import { expect, test } from 'vitest'
import type { DesktopNote } from '../../bridge.ts'
import { buildNoteDesk } from './note-desk.ts'
import type { NoteEvents, Notifier, SystemNote } from './note-means.ts'

const room = '0.aaaaaaaaaaaaaa'
const message = '01jd0000000000000000000001'
const note: DesktopNote = { title: 'Ana', text: 'tea', tag: room, room, message, hasSound: true, canAct: true }

type Shown = { readonly note: SystemNote; readonly events: NoteEvents }

function buildWay(means: Notifier['means'], works: () => Promise<boolean>) {
  const shown: Shown[] = []
  const cleared: string[] = []
  const way: Notifier = {
    means,
    async notify(one, events) {
      const isShown = await works()
      if (isShown) shown.push({ note: one, events })
      return isShown
    },
    clear: (tag) => void cleared.push(tag),
  }
  return { way, shown, cleared }
}

function start(ways: readonly Notifier[]) {
  const done: unknown[] = []
  const state = { quiet: false }
  const timers: (() => void)[] = []
  const desk = buildNoteDesk({
    waysFor: () => ways,
    isQuiet: () => state.quiet,
    onGo: (account, place) => done.push(['go', account, place]),
    onAct: (account, place) => done.push(['act', account, place]),
    now: () => 0,
    after(_ms, run) {
      timers.push(run)
      return () => timers.splice(timers.indexOf(run), 1)
    },
    log: () => {},
  })
  return { desk, done, state, timers }
}
const works = async () => true
const fails = async () => false

test('the first way that works tells, by words that are clean; a click leads to the message of that account', async () => {
  const [broken, whole] = [buildWay('node-notifier', fails), buildWay('electron', works)]
  const { desk, done } = start([broken.way, whole.way])
  expect(await desk.show('ana', { ...note, title: '-w\u0000' })).toMatchObject({ kind: 'shown', by: 'electron' })
  expect(whole.shown[0]?.note).toEqual({
    title: '\u2060-w',
    text: 'tea',
    tag: `ana/${room}`,
    id: `ana00${'a'.repeat(14)}${message}`,
    hasSound: true,
    canAct: true,
  })
  whole.shown[0]?.events.onOpen()
  whole.shown[0]?.events.onOpen()
  expect(done).toEqual([['go', 'ana', { kind: 'room', room, message }]])
})

test('an answer goes to the page, and the window stays where it is; an empty one opens it', async () => {
  const { way, shown } = buildWay('electron', works)
  const { desk, done } = start([way])
  for (let time = 0; time < 4; time++) await desk.show('ana', note)
  shown[0]?.events.onReply('on my way')
  shown[1]?.events.onRead()
  shown[2]?.events.onQuiet()
  shown[3]?.events.onReply('  ')
  expect(done).toEqual([
    ['act', 'ana', { kind: 'reply', room, text: 'on my way' }],
    ['act', 'ana', { kind: 'read', room }],
    ['act', 'ana', { kind: 'quiet' }],
    ['go', 'ana', { kind: 'room', room, message }],
  ])
})

test('one that throws, and one that says nothing for three seconds, are given up; the message is told all the same', async () => {
  const throws = buildWay('node-notifier', () => Promise.reject(new Error('NUL')))
  const hangs = buildWay('notify-send', () => new Promise(() => {}))
  const whole = buildWay('electron', works)
  const { desk, timers } = start([throws.way, hangs.way, whole.way])
  const showing = desk.show('ana', note)
  await expect.poll(() => timers.length).toBe(1)
  await new Promise(setImmediate)
  timers[0]?.()
  expect(await showing).toMatchObject({ by: 'electron' })
})

test('what nobody can show is said to have failed; while it is to be quiet nobody is asked', async () => {
  const { way, shown } = buildWay('electron', fails)
  const { desk, state } = start([way])
  expect(await desk.show('ana', note)).toEqual({ kind: 'failed' })
  state.quiet = true
  expect(await desk.show('ana', note)).toEqual({ kind: 'quiet' })
  expect(shown).toEqual([])
})

test('what is read is taken back where it was shown, of that account alone, and at the end everything', async () => {
  const { way, cleared } = buildWay('electron', works)
  const { desk } = start([way])
  await desk.show('ana', note)
  await desk.show('ben', note)
  desk.clear('ana', room)
  await expect.poll(() => cleared).toEqual([`ana/${room}`])
  desk.clearAll()
  expect(cleared).toEqual([`ana/${room}`, `ben/${room}`])
})

test('what is taken back while it is still being shown is taken back afterwards', async () => {
  let finish = (_isShown: boolean) => {}
  const slow = buildWay('electron', () => new Promise((resolve) => (finish = resolve)))
  const { desk } = start([slow.way])
  const showing = desk.show('ana', note)
  await new Promise(setImmediate)
  desk.clear('ana', room)
  expect(slow.cleared).toEqual([])
  finish(true)
  await showing
  await expect.poll(() => slow.cleared).toEqual([`ana/${room}`])
})

test('a way that throws at once is a way that does not work, and the next notification comes all the same', async () => {
  const whole = buildWay('electron', works)
  const throwing: Notifier = {
    means: 'notify-send',
    notify: () => {
      throw new Error('E2BIG')
    },
    clear: () => {},
  }
  const { desk } = start([throwing, whole.way])
  expect(await desk.show('ana', note)).toMatchObject({ kind: 'shown', by: 'electron' })
  expect(await desk.show('ana', note)).toMatchObject({ kind: 'shown', by: 'electron' })
})

test('what the system says of one that this run has not shown is done, and of one that it has shown not twice', async () => {
  const { way, shown } = buildWay('electron', works)
  const { desk, done } = start([way])
  const left = { id: 'left', account: 'ana', place: { kind: 'room', room, message } } as const
  desk.activate({ ...left, act: { kind: 'open' } })
  desk.activate({ ...left, act: { kind: 'reply', text: 'on my way' } })
  expect(done).toEqual([
    ['go', 'ana', { kind: 'room', room, message }],
    ['act', 'ana', { kind: 'reply', room, text: 'on my way' }],
  ])
  await desk.show('ana', note)
  const [own] = shown
  for (let time = 0; time < 2; time++) {
    own?.events.onReply('yes')
    desk.activate({ ...left, id: own?.note.id ?? '', act: { kind: 'reply', text: 'yes' } })
  }
  expect(done.slice(2)).toEqual([['act', 'ana', { kind: 'reply', room, text: 'yes' }]])
})
