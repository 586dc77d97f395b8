import { EventEmitter } from 'node:events'
import { PassThrough } from 'node:stream'
import { expect, test } from 'vitest'
import { buildNotifySend, knowsActions, type RunNotifySend } from './note-means.notify-send.ts'

const words = { open: 'Open', reply: 'Answer', read: 'Read', quiet: 'Quiet' }
const note = { title: 'Ana', text: 'tea', tag: 'a/1', hasSound: true, canAct: true }

class Program extends EventEmitter {
  readonly stdout = new PassThrough()
  readonly killed: unknown[] = []
  readonly args: readonly string[]
  constructor(args: readonly string[]) {
    super()
    this.args = args
  }
  kill(signal: unknown) {
    this.killed.push(signal)
    return true
  }
}

function start(saysAtOnce = true) {
  const programs: Program[] = []
  const timers: (() => void)[] = []
  const done: string[] = []
  const run = (args: readonly string[]) => {
    const program = new Program(args)
    programs.push(program)
    return program
  }
  const way = buildNotifySend({
    run: run as unknown as RunNotifySend,
    after(_ms, act) {
      timers.push(act)
      return () => {}
    },
    saysAtOnce,
    icon: '/icon.png',
    words,
  })
  const events = {
    onOpen: () => done.push('open'),
    onRead: () => done.push('read'),
    onQuiet: () => done.push('quiet'),
    onReply: () => done.push('reply'),
  }
  return { way, programs, timers, done, events }
}

test('its number says that it is shown, and what is pressed comes after it, however the lines are cut', async () => {
  const { way, programs, done, events } = start()
  const showing = way.notify(note, events)
  programs[0]?.stdout.write('1')
  programs[0]?.stdout.write('2\n')
  expect(await showing).toBe(true)
  programs[0]?.stdout.write('rea')
  programs[0]?.stdout.write('d\nsomething else\n')
  await expect.poll(() => done).toEqual(['read'])
})

test('where nobody shows anything, the number is 0, and it has failed; a program that is missing has failed too', async () => {
  const { way, programs, events } = start()
  const nobody = way.notify(note, events)
  programs[0]?.stdout.write('0\n')
  programs[0]?.emit('close', 1)
  expect(await nobody).toBe(false)
  const missing = way.notify(note, events)
  programs[1]?.emit('error', new Error('ENOENT'))
  expect(await missing).toBe(false)
})

test('the next one of a room takes the place of the one before, whose clicks count no more', async () => {
  const { way, programs, done, events } = start()
  const first = way.notify(note, events)
  programs[0]?.stdout.write('7\n')
  await first
  void way.notify(note, events)
  expect(programs[0]?.killed).toEqual(['SIGKILL'])
  expect(programs[1]?.args).toContain('--replace-id=7')
  programs[0]?.stdout.write('default\n')
  programs[1]?.stdout.write('7\ndefault\n')
  await expect.poll(() => done).toEqual(['open'])
  way.clear(note.tag)
  expect(programs[1]?.killed).toEqual(['SIGINT'])
})

test('one that says nothing before its end has been shown when it still waits, and goes before another comes', async () => {
  const { way, programs, timers, events } = start(false)
  const showing = way.notify(note, events)
  timers[0]?.()
  expect(await showing).toBe(true)
  void way.notify(note, events)
  expect(programs[0]?.killed).toEqual(['SIGINT'])
  expect(programs[1]?.args.join(' ')).not.toContain('--replace-id')
})

test('no more wait than can be clicked', () => {
  const { way, programs, events } = start()
  for (let index = 0; index < 25; index++) void way.notify({ ...note, tag: `a/${index}` }, events)
  expect(programs.filter(({ killed }) => killed.length > 0)).toHaveLength(5)
})

test('a program that is older is known by what it says of itself', () => {
  expect(knowsActions('--action --print-id --replace-id')).toBe(true)
  expect(knowsActions('-u, --urgency=LEVEL')).toBe(false)
})
