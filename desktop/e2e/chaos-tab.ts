import type { RoomId } from '../../common/ids.ts'
import type { EngineCommand } from '../engine-command.ts'
import type { EngineState } from '../engine-contract.ts'

/** For the chaos test: what stands in a page, and speaks to the engine as a tab of the app does. */
export type EngineTab = {
  /** Answered by the page's `onAnswer`, whatever becomes of the engine. */
  post(call: number, command: EngineCommand): void
  state(): Promise<EngineState>
  readWhole(room: RoomId): Promise<readonly unknown[]>
  report(): Promise<unknown>
}

/** Goes into the page as its own text: nothing of this file can be named in it. */
export function layEngineTab(url: string): void {
  type Heard = { kind: string; call: number; result: { ok: boolean }; state: EngineState }
  const page = globalThis as unknown as {
    engineTab: EngineTab
    onAnswer: (call: number, result: unknown) => void
  }
  const silenceMs = 6_000
  /** As in the app: under another name it is another worker. */
  const firstWordMs = 15_000
  const repeatable = new Set(['send-message', 'edit-message', 'remove-message', 'set-reaction'])
  const calls = new Map<number, { command: EngineCommand; answer: (result: unknown) => void }>()
  const rooms = new Set<RoomId>()
  let waiting: ((state: EngineState) => void)[] = []
  let port: MessagePort | undefined
  let heardAt = 0
  let isHeard = false
  let again = 0
  let ownCall = 0
  let connects = 0
  const errors: string[] = []

  function connect() {
    port?.close()
    heardAt = Date.now()
    connects++
    isHeard = false
    const name = again === 0 ? 'natter' : `natter-${again}`
    const worker = new SharedWorker(url, { type: 'module', name })
    worker.onerror = (event) => void errors.push(`${event.type} ${(event as ErrorEvent).message}`)
    const mine = worker.port
    port = mine
    mine.onmessage = ({ data }: MessageEvent<Heard>) => {
      if (port !== mine) return
      heardAt = Date.now()
      isHeard = true
      if (data.kind === 'answer') {
        calls.get(data.call)?.answer(data.result)
        calls.delete(data.call)
      } else if (data.kind === 'state') {
        for (const tell of waiting) tell(data.state)
        waiting = []
      } else if (data.kind === 'superseded') setTimeout(connect, 500)
    }
    mine.postMessage({ kind: 'hello', rooms: [...rooms] })
    for (const [call, { command, answer }] of [...calls]) {
      if (repeatable.has(command.kind)) mine.postMessage({ kind: 'command', call, command })
      else {
        calls.delete(call)
        answer({ ok: false, error: { code: 'engine-restarted' } })
      }
    }
  }
  setInterval(() => {
    const silentMs = Date.now() - heardAt
    if (!isHeard && silentMs > firstWordMs) {
      again++
      connect()
    } else if (isHeard && silentMs > silenceMs) connect()
    else port?.postMessage({ kind: 'ping' })
  }, 1_000)

  function ask(call: number, command: EngineCommand): Promise<{ ok: boolean }> {
    if (command.kind === 'open-room') rooms.add(command.room)
    if (command.kind === 'close-room') rooms.delete(command.room)
    return new Promise((answer) => {
      calls.set(call, { command, answer: answer as (result: unknown) => void })
      port?.postMessage({ kind: 'command', call, command })
    })
  }
  async function state(): Promise<EngineState> {
    const told = new Promise<EngineState>((tell) => waiting.push(tell))
    port?.postMessage({ kind: 'hello', rooms: [] })
    return told
  }
  async function readWhole(room: RoomId) {
    const found = new Map<number, unknown>()
    const own = (command: EngineCommand) => ask(--ownCall, command)
    await own({ kind: 'open-room', room })
    await own({ kind: 'load-around', room, place: { kind: 'end' } })
    for (let pages = 0; pages < 1_000; pages++) {
      const view = (await state()).timelines[room]
      for (const row of view?.rows ?? []) {
        if (row.kind !== 'message') continue
        const { state, changing, message } = row
        found.set(message.seq, { ...message, state, ...(changing === undefined ? {} : { changing }) })
      }
      if (view === undefined || (!view.hasMoreBefore && view.loading === 'idle')) break
      await own({ kind: 'load-older', room })
    }
    await own({ kind: 'load-around', room, place: { kind: 'end' } })
    return [...found].sort(([one], [other]) => one - other).map(([, row]) => row)
  }

  connect()
  page.engineTab = {
    post: (call, command) => void ask(call, command).then((result) => page.onAnswer(call, result)),
    state,
    readWhole,
    async report() {
      const facts = { connects, again, silentMs: Date.now() - heardAt, calls: [...calls.keys()], errors }
      const told = await Promise.race([state(), new Promise<undefined>((done) => setTimeout(done, 3_000))])
      const rooms = Object.values(told?.rooms ?? {}).map(({ headSeq, unsent }) => [headSeq, unsent])
      return { ...facts, session: told?.session.kind, connection: told?.connection, notes: told?.notes, rooms }
    },
  }
}
