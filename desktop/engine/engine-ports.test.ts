import { expect, test } from 'vitest'
import type { EventId, MessageId, RoomId } from '../../common/ids.ts'
import { ok } from '../../common/result.ts'
import type { EngineCommand } from '../engine-command.ts'
import type { FromEngine } from '../line-contract.ts'
import type { Engine } from './engine.ts'
import { buildEnginePorts } from './engine-ports.ts'
import { buildTestClock, settle } from './engine-test-clock.ts'
import { buildStateBoard } from './state-board.ts'

const room = '0.aaaaaaaaaaaaaa' as RoomId

function startPorts() {
  const commands: EngineCommand[] = []
  const closed: (RoomId | MessageId)[] = []
  const flushed: number[] = []
  const idles: boolean[] = []
  const engine = {
    run: async (command: EngineCommand) => {
      commands.push(command)
      return ok(null)
    },
    closeRoom: (id: RoomId) => closed.push(id),
    closeThread: (id: MessageId) => closed.push(id),
    onIdle: (idle: boolean) => idles.push(idle),
    flush: async () => void flushed.push(commands.length),
  } as Partial<Engine> as Engine
  const clock = buildTestClock()
  const board = buildStateBoard(clock, (changes) => ports.post(changes))
  const ports = buildEnginePorts({ log: () => {}, clock }, () => board, Promise.resolve(engine))
  const openTab = () => {
    const heard: FromEngine[] = []
    return { heard, postMessage: (message: FromEngine) => heard.push(message) }
  }
  return { clock, board, ports, commands, closed, flushed, idles, openTab }
}

test('every tab gets the whole state first, and then what changes', async () => {
  const { board, ports, openTab } = startPorts()
  const [one, two] = [openTab(), openTab()]
  ports.onMessage(one, { kind: 'hello' })
  board.set('roomsLoaded', true, 'restored')
  board.flush()
  ports.onMessage(two, { kind: 'hello' })
  board.put('drafts', room, { text: 'text' }, 'draft')
  board.flush()
  expect(one.heard.map(({ kind }) => kind)).toEqual(['state', 'changes', 'changes'])
  expect(two.heard.map(({ kind }) => kind)).toEqual(['state', 'changes'])
  expect(two.heard[0]).toMatchObject({ state: { roomsLoaded: true } })
})

test('a room stays open while another tab shows it, and closes with the last', async () => {
  const { ports, commands, closed, openTab } = startPorts()
  const [one, two] = [openTab(), openTab()]
  for (const tab of [one, two]) {
    ports.onMessage(tab, { kind: 'hello' })
    ports.onMessage(tab, { kind: 'command', call: 1, command: { kind: 'open-room', room } })
  }
  await settle()
  ports.onMessage(one, { kind: 'command', call: 2, command: { kind: 'close-room', room } })
  await settle()
  expect(commands.some(({ kind }) => kind === 'close-room')).toBe(false)
  ports.onMessage(two, { kind: 'goodbye' })
  await settle()
  expect(closed).toEqual([room])
})

test('a thread is open as long as a tab shows it, and comes back with its tab, or under another engine', async () => {
  const { ports, commands, closed, openTab } = startPorts()
  const [one, two] = [openTab(), openTab()]
  const thread = '1'.repeat(26) as EventId
  const open = { kind: 'open-thread', room, thread } as const
  for (const tab of [one, two]) ports.onMessage(tab, { kind: 'hello', threads: [{ room, thread }] })
  await settle()
  expect(commands).toEqual([open, open])
  ports.onMessage(one, { kind: 'command', call: 1, command: { kind: 'close-thread', thread } })
  await settle()
  expect([commands.length, closed]).toEqual([2, []])
  ports.onMessage(two, { kind: 'goodbye' })
  await settle()
  expect(closed).toEqual([thread])
  ports.onMessage(two, { kind: 'hello' })
  await settle()
  expect(commands.slice(2)).toEqual([open])
  ports.onMessage(two, { kind: 'command', call: 2, command: { kind: 'close-thread', thread } })
  await settle()
  expect(commands.at(-1)).toEqual({ kind: 'close-thread', thread })
})

test('each command is answered once, to the tab that asked', async () => {
  const { ports, openTab } = startPorts()
  const [one, two] = [openTab(), openTab()]
  for (const tab of [one, two]) ports.onMessage(tab, { kind: 'hello' })
  ports.onMessage(two, { kind: 'command', call: 7, command: { kind: 'retry-connection' } })
  await settle()
  expect(two.heard.filter(({ kind }) => kind === 'answer')).toEqual([
    { kind: 'answer', call: 7, result: { ok: true, value: null } },
  ])
  expect(one.heard.some(({ kind }) => kind === 'answer')).toBe(false)
})

test('an engine that handed over takes no command and tells its tabs to load again', async () => {
  const { ports, commands, openTab } = startPorts()
  const tab = openTab()
  ports.onMessage(tab, { kind: 'hello' })
  ports.supersede()
  ports.onMessage(tab, { kind: 'command', call: 1, command: { kind: 'sign-out' } })
  await settle()
  expect(tab.heard.slice(1)).toEqual([{ kind: 'superseded' }, { kind: 'superseded' }])
  expect(commands).toEqual([])
})

test('a tab that is gone before its command runs leaves no room open behind it', async () => {
  const { ports, commands, openTab } = startPorts()
  const tab = openTab()
  ports.onMessage(tab, { kind: 'hello' })
  ports.onMessage(tab, { kind: 'command', call: 1, command: { kind: 'open-room', room } })
  ports.onMessage(tab, { kind: 'goodbye' })
  await settle()
  expect(commands).toEqual([])
})

test('what a tab has written goes out although it is closed at once', async () => {
  const { ports, commands, openTab } = startPorts()
  const tab = openTab()
  const send = { kind: 'send-message', room, text: 'last words', format: 'plain' } as const
  ports.onMessage(tab, { kind: 'hello' })
  ports.onMessage(tab, { kind: 'command', call: 1, command: send })
  ports.onMessage(tab, { kind: 'goodbye' })
  await settle()
  expect(commands).toEqual([send])
})

test('a tab that comes back out of the browser’s memory has its rooms open again', async () => {
  const { ports, commands, closed, openTab } = startPorts()
  const tab = openTab()
  ports.onMessage(tab, { kind: 'hello' })
  ports.onMessage(tab, { kind: 'command', call: 1, command: { kind: 'open-room', room } })
  await settle()
  ports.onMessage(tab, { kind: 'goodbye' })
  await settle()
  expect(closed).toEqual([room])
  ports.onMessage(tab, { kind: 'hello' })
  await settle()
  expect(commands).toEqual([
    { kind: 'open-room', room },
    { kind: 'open-room', room },
  ])
  ports.onMessage(tab, { kind: 'goodbye' })
  await settle()
  expect(closed).toEqual([room, room])
})

test('what a window with the focus shows is being read; one window tells the system, rather the one that is looked at', () => {
  const { ports, openTab } = startPorts()
  const [one, two] = [openTab(), openTab()]
  for (const tab of [one, two]) ports.onMessage(tab, { kind: 'hello' })
  ports.onMessage(one, { kind: 'focus', focused: true, room })
  ports.onMessage(two, { kind: 'focus', focused: false, room: '0.bbbbbbbbbbbbbb' as RoomId })
  expect(ports.isBeingRead(room)).toBe(true)
  expect(ports.isBeingRead('0.bbbbbbbbbbbbbb' as RoomId)).toBe(false)
  const message = '0'.repeat(26) as EventId
  const notice = { kind: 'rooms', rooms: 4, count: 9, room, message, hasSound: true } as const
  ports.notify(notice)
  // What is taken back, every window hears: any of them may have told it.
  ports.notify({ kind: 'withdrawn', room })
  ports.onMessage(one, { kind: 'goodbye' })
  expect(ports.isBeingRead(room)).toBe(false)
  ports.notify(notice)
  expect([one, two].map(({ heard }) => heard.filter(({ kind }) => kind === 'notice').length)).toEqual([2, 2])
})

test('a ping is answered at once, by an engine that is only starting too', () => {
  const { ports, openTab } = startPorts()
  const tab = openTab()
  ports.onMessage(tab, { kind: 'ping' })
  expect(tab.heard).toEqual([{ kind: 'pong' }])
})

test('a tab of an engine that is gone names its rooms, and has them open here, once', async () => {
  const { ports, commands, openTab } = startPorts()
  const tab = openTab()
  ports.onMessage(tab, { kind: 'hello', rooms: [room] })
  ports.onMessage(tab, { kind: 'hello', rooms: [room] })
  await settle()
  ports.onMessage(tab, { kind: 'hello', rooms: [room] })
  await settle()
  expect(commands).toEqual(
    [
      { kind: 'open-room', room },
      { kind: 'open-room', room },
    ].slice(0, commands.length),
  )
  expect(tab.heard.filter(({ kind }) => kind === 'state')).toHaveLength(3)
})

test('with the last good-bye everything goes to disk, and what is said after it too', async () => {
  const { ports, flushed, openTab } = startPorts()
  const [one, two] = [openTab(), openTab()]
  for (const tab of [one, two]) ports.onMessage(tab, { kind: 'hello' })
  ports.onMessage(one, { kind: 'goodbye' })
  await settle()
  expect(flushed).toEqual([])
  ports.onMessage(two, { kind: 'goodbye' })
  await settle()
  expect(flushed).toEqual([0])
  ports.onMessage(two, { kind: 'command', call: 1, command: { kind: 'save-draft', room, text: 'last' } as never })
  await settle()
  expect(flushed).toEqual([0, 1])
})

test('an engine that hands over still takes what was typed in the last moment', async () => {
  const { ports, commands, openTab } = startPorts()
  const tab = openTab()
  ports.onMessage(tab, { kind: 'hello' })
  ports.supersede()
  ports.onMessage(tab, { kind: 'command', call: 1, command: { kind: 'save-draft', room, text: 'half a' } as never })
  await settle()
  expect(commands.map(({ kind }) => kind)).toEqual(['save-draft'])
})

test('nobody is at this device once every window says so, or there is none', async () => {
  const { ports, idles, openTab } = startPorts()
  const [one, two] = [openTab(), openTab()]
  for (const tab of [one, two]) ports.onMessage(tab, { kind: 'hello' })
  ports.onMessage(one, { kind: 'idle', idle: true })
  await settle()
  expect(idles.at(-1)).toBe(false)
  ports.onMessage(two, { kind: 'goodbye' })
  await settle()
  expect(idles.at(-1)).toBe(true)
  ports.onMessage(one, { kind: 'idle', idle: false })
  await settle()
  expect(idles.at(-1)).toBe(false)
  ports.onMessage(one, { kind: 'goodbye' })
  await settle()
  expect([idles.at(-1), ports.isIdle()]).toEqual([true, true])
})

test('a tab that fell silent counts no more, its rooms close, and it is as before when it beats again', async () => {
  const { clock, board, ports, commands, closed, idles, openTab } = startPorts()
  const [crashed, alive] = [openTab(), openTab()]
  for (const tab of [crashed, alive]) ports.onMessage(tab, { kind: 'hello' })
  ports.onMessage(crashed, { kind: 'command', call: 1, command: { kind: 'open-room', room } })
  ports.onMessage(alive, { kind: 'idle', idle: true })
  await settle()
  expect([ports.isIdle(), idles.at(-1)]).toEqual([false, false])
  for (let beat = 0; beat < 7; beat++) {
    await clock.advance(30_000)
    ports.onMessage(alive, { kind: 'ping' })
  }
  expect([ports.isIdle(), idles.at(-1)]).toEqual([true, true])
  expect(closed).toEqual([room])
  board.put('drafts', room, { text: 'missed' }, 'draft')
  board.flush()
  const heard = crashed.heard.length
  ports.onMessage(crashed, { kind: 'ping' })
  await settle()
  expect(crashed.heard.slice(heard)).toMatchObject([
    { kind: 'state', state: { drafts: { [room]: { text: 'missed' } } } },
    { kind: 'pong' },
  ])
  expect(commands.filter(({ kind }) => kind === 'open-room')).toHaveLength(2)
  expect(ports.isIdle()).toBe(false)
})

test('nobody is taken for gone because the machine slept', async () => {
  const { clock, ports, closed, openTab } = startPorts()
  const tab = openTab()
  ports.onMessage(tab, { kind: 'hello' })
  ports.onMessage(tab, { kind: 'command', call: 1, command: { kind: 'open-room', room } })
  await settle()
  clock.jump(8 * 3_600_000)
  await clock.advance(30_000)
  expect(closed).toEqual([])
  ports.onMessage(tab, { kind: 'ping' })
  await clock.advance(120_000)
  expect(closed).toEqual([])
})
