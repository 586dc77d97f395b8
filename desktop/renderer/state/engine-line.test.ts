import { expect, test } from 'vitest'
import type { EventId, RoomId } from '../../../common/ids.ts'
import { ok, type Result } from '../../../common/result.ts'
import { buildTestClock, settle } from '../../engine/engine-test-clock.ts'
import type { EngineState } from '../../engine-contract.ts'
import type { FromEngine, SliceChange, ToEngine } from '../../line-contract.ts'
import { buildEngineLine } from './engine-line.ts'
import { startingState } from './mirrored-state.ts'

const room = '0.aaaaaaaaaaaaaa' as RoomId
const signedIn = { ...startingState, session: { kind: 'signed-in' }, roomsLoaded: true } as EngineState
const opened = { ...signedIn, rooms: { [room]: {} }, timelines: { [room]: {} } } as unknown as EngineState

/** Workers as they are opened, each alive until it is told to die. */
function start() {
  const clock = buildTestClock()
  const workers: { heard: ToEngine[]; again: number; isAlive: boolean; say: (message: FromEngine) => void }[] = []
  const states: EngineState[] = []
  const lost: number[] = []
  const changes: (readonly SliceChange[])[] = []
  const soon: (() => void)[] = []
  let ids = 0
  const line = buildEngineLine({
    open(onMessage, again) {
      const worker = { heard: [] as ToEngine[], again, isAlive: true, say: onMessage }
      workers.push(worker)
      return {
        post(message) {
          worker.heard.push(message)
          if (message.kind === 'ping' && worker.isAlive) onMessage({ kind: 'pong' })
        },
        close: () => {},
      }
    },
    after: clock.after,
    soon: (run) => soon.push(run),
    now: clock.now,
    buildId: () => `01jd${String(++ids).padStart(22, '0')}` as EventId,
    onState: (state) => states.push(state),
    onChanges: (those) => changes.push(those),
    onLost: (sinceAt) => lost.push(sinceAt),
    onNotice: () => {},
    greet: () => ({ kind: 'focus', focused: true }),
    onSuperseded: () => {},
  })
  line.start()
  const catchUp = () => {
    for (const run of soon.splice(0)) run()
  }
  const worker = (index: number) => {
    const found = workers[index]
    if (found === undefined) throw new Error(`there is no worker ${index}`)
    return found
  }
  worker(0).say({ kind: 'state', state: opened })
  return { clock, line, workers, worker, states, lost, changes, catchUp }
}
const loaded = (value: boolean) => ({ slice: 'roomsLoaded', reason: 'restored', value }) as const
const commandsOf = ({ heard }: { heard: readonly ToEngine[] }) =>
  heard.flatMap((message) => (message.kind === 'command' ? [message] : []))

test('an engine that answers is left alone, however long it has nothing to say', async () => {
  const { clock, workers } = start()
  await clock.advance(3_600_000)
  expect(workers).toHaveLength(1)
})

test('within seconds of its last word an engine is known to be gone, and is started again', async () => {
  const { clock, worker, workers, lost } = start()
  worker(0).isAlive = false
  await clock.advance(8_000)
  expect(workers).toHaveLength(2)
  expect(lost).toHaveLength(1)
  expect(worker(1).heard[0]).toEqual({ kind: 'hello', rooms: [] })
})

test('every command answers or fails: what was written is handed over under its old id, the rest can be tried again', async () => {
  const { clock, line, worker } = start()
  worker(0).isAlive = false
  void line.ask({ kind: 'open-room', room })
  const answers: Result<unknown>[] = []
  const note = (answer: Result<unknown>) => answers.push(answer)
  void line.ask({ kind: 'send-message', room, text: 'hello', format: 'plain' }).then(note)
  void line.ask({ kind: 'create-room', name: 'Tea', members: [] }).then(note)
  await clock.advance(8_000)
  expect(answers).toEqual([{ ok: false, error: { code: 'engine-restarted' } }])
  const [before] = commandsOf(worker(0)).filter(({ command }) => command.kind === 'send-message')
  const [after] = commandsOf(worker(1)).filter(({ command }) => command.kind === 'send-message')
  expect(before?.command).toMatchObject({ id: expect.stringMatching(/^01jd/), text: 'hello' })
  expect(after?.command).toEqual(before?.command)
  expect(worker(1).heard[0]).toEqual({ kind: 'hello', rooms: [room] })
  worker(1).say({ kind: 'answer', call: after?.call ?? 0, result: ok('stored') })
  await settle()
  expect(answers.at(-1)).toEqual(ok('stored'))
})

test('a new engine is told which thread is open, and of none that was closed', async () => {
  const { clock, line, worker } = start()
  const [thread, other] = ['1', '2'].map((digit) => digit.repeat(26)) as [EventId, EventId]
  for (const one of [thread, other]) void line.ask({ kind: 'open-thread', room, thread: one })
  void line.ask({ kind: 'close-thread', thread: other })
  worker(0).isAlive = false
  await clock.advance(8_000)
  expect(worker(1).heard[0]).toMatchObject({ kind: 'hello', rooms: [], threads: [{ room, thread }] })
  expect(worker(1).heard[0]).toHaveProperty('threads.length', 1)
})

test('the picture stands until the new engine has the same one', async () => {
  const { clock, line, worker, states, changes, catchUp } = start()
  void line.ask({ kind: 'open-room', room })
  worker(0).isAlive = false
  await clock.advance(8_000)
  states.length = 0
  worker(1).say({ kind: 'state', state: startingState })
  worker(1).say({ kind: 'state', state: signedIn.rooms === undefined ? signedIn : { ...opened, timelines: {} } })
  worker(1).say({ kind: 'changes', changes: [loaded(false)] })
  catchUp()
  expect([states.length, changes.length]).toEqual([0, 0])
  await clock.advance(1_000)
  expect(worker(1).heard.filter(({ kind }) => kind === 'hello').length).toBeGreaterThan(1)
  worker(1).say({ kind: 'state', state: opened })
  worker(1).say({ kind: 'changes', changes: [loaded(true)] })
  catchUp()
  expect([states, changes]).toEqual([[opened], [[loaded(true)]]])
})

test('an engine that hangs at its start is left for another worker; what it says afterwards is not heard', async () => {
  const { clock, worker, workers, states } = start()
  worker(0).isAlive = false
  await clock.advance(8_000)
  worker(1).isAlive = false
  await clock.advance(20_000)
  expect(workers.map(({ again }) => again)).toEqual([0, 0, 1])
  states.length = 0
  worker(1).say({ kind: 'state', state: opened })
  expect(states).toEqual([])
})

test('a draft is unsaved until the engine has said that it is on disk', async () => {
  const { line, worker } = start()
  const saving = line.ask({ kind: 'save-draft', room, draft: { text: 'h' } })
  void line.ask({ kind: 'save-draft', room, draft: { text: 'half' } })
  expect(line.unsaved()).toEqual([{ kind: 'save-draft', room, draft: { text: 'half' } }])
  for (const { call } of commandsOf(worker(0))) worker(0).say({ kind: 'answer', call, result: ok(null) })
  await saving
  expect(line.unsaved()).toEqual([])
})

test('a draft of a thread stands beside that of its room', () => {
  const { line } = start()
  const thread = '1'.repeat(26) as EventId
  const [ofRoom, ofThread] = [
    { kind: 'save-draft', room, draft: { text: 'to all' } },
    { kind: 'save-draft', room, thread, draft: { text: 'an answer' } },
  ] as const
  for (const draft of [ofRoom, ofThread]) void line.ask(draft)
  expect(line.unsaved()).toEqual([ofRoom, ofThread])
})

test('whatever is an event is handed over under its old id', async () => {
  const { clock, line, worker } = start()
  worker(0).isAlive = false
  const message = '1'.repeat(26) as EventId
  void line.ask({ kind: 'set-pin', room, message, on: true })
  void line.ask({ kind: 'set-reaction', room, message, emoji: '👍', on: true })
  await clock.advance(8_000)
  const said = (index: number) => commandsOf(worker(index)).map(({ command }) => command)
  expect(said(1).map((command) => 'id' in command && command.id)).toEqual([
    `01jd${'1'.padStart(22, '0')}`,
    `01jd${'2'.padStart(22, '0')}`,
  ])
  expect(said(1)).toEqual(said(0))
})

test('a window that slept beside its engine finds it alive', async () => {
  const { clock, worker, workers } = start()
  // Its last ping before the sleep is answered after it.
  worker(0).isAlive = false
  await clock.advance(2_000)
  clock.jump(3_600_000)
  worker(0).isAlive = true
  await clock.advance(10_000)
  expect(workers).toHaveLength(1)
})

test('what piles up is shown at once, in its order, and before an answer that came after it', async () => {
  const { line, worker, changes, catchUp } = start()
  let shownAtAnswer = -1
  void line.ask({ kind: 'open-room', room }).then(() => {
    shownAtAnswer = changes.length
  })
  for (const value of [true, false, true]) worker(0).say({ kind: 'changes', changes: [loaded(value)] })
  expect(changes).toEqual([])
  catchUp()
  expect(changes).toEqual([[loaded(true), loaded(false), loaded(true)]])
  worker(0).say({ kind: 'changes', changes: [loaded(false)] })
  worker(0).say({ kind: 'answer', call: commandsOf(worker(0))[0]?.call ?? 0, result: ok(undefined) })
  await settle()
  expect([changes.at(-1), shownAtAnswer]).toEqual([[loaded(false)], 2])
  catchUp()
  expect(changes).toHaveLength(2)
  worker(0).say({ kind: 'changes', changes: [loaded(true)] })
  line.stop()
  catchUp()
  expect(changes).toHaveLength(2)
})
