import { appError } from '../../common/app-error.ts'
import type { MessageId, RoomId } from '../../common/ids.ts'
import { err } from '../../common/result.ts'
import type { EngineCommand } from '../engine-command.ts'
import type { NoticeView } from '../engine-contract.ts'
import type { FromEngine, SliceChange, ToEngine } from '../line-contract.ts'
import type { Engine } from './engine.ts'
import type { EngineDeps } from './engine-deps.ts'
import type { StateBoard } from './state-board.ts'
import { plainError } from './views/send-state.ts'

type OpenCommand = Extract<EngineCommand, { readonly kind: 'open-room' | 'open-thread' }>
/** Rooms and threads, each by what opens it. */
type Shown = Map<RoomId | MessageId, OpenCommand>
const keyOf = (place: { readonly room: RoomId } | { readonly thread: MessageId }) =>
  'thread' in place ? place.thread : place.room

type WindowFocus = { readonly focused: boolean; readonly room?: RoomId | undefined }

/** One tab's end, as the engine sees it. */
export type EnginePort = { readonly postMessage: (message: FromEngine) => void }

/**
 * All tabs and windows on one engine. Every tab gets every change; a room, or a thread, is open while any tab has it open,
 * and a tab that says good-bye closes its own.
 */
export type EnginePorts = {
  /** Also before the engine runs: tabs see `starting`, and commands wait for it. */
  onMessage(port: EnginePort, message: ToEngine): void
  post(changes: readonly SliceChange[]): void
  /** Some window has the focus and shows it. */
  isBeingRead(room: RoomId): boolean
  /** Nobody is at this device: all windows say so, or there is none. */
  isIdle(): boolean
  /** One window tells the system, for all; what is taken back, all are told. */
  notify(notice: NoticeView): void
  /** Nothing is done for tabs any more. */
  supersede(): void
}

/** Browsers let a tab that nobody sees say something once a minute. */
const silentMs = 150_000
const lookEveryMs = 30_000

const frequent: ReadonlySet<EngineCommand['kind']> = new Set(['save-draft', 'say-typing', 'mark-read'])

/** Of a tab that loads again because it was told to: what was typed in the last moment. */
function isLastWord(message: ToEngine): boolean {
  return message.kind === 'command' && message.command.kind === 'save-draft'
}

export function buildEnginePorts(
  deps: Pick<EngineDeps, 'log' | 'clock'>,
  board: () => StateBoard,
  engine: Promise<Engine>,
): EnginePorts {
  const tabs = new Map<EnginePort, Shown>()
  /** What tabs had open that said good-bye: the browser may keep one in memory and bring it back as it was. */
  const left = new WeakMap<EnginePort, Shown>()
  /** In the order in which they were last heard of: a window that died is behind those that live. */
  const windows = new Map<EnginePort, WindowFocus>()
  const idle = new Set<EnginePort>()
  /** When each tab said something last: while it lives, it beats. */
  const heardAt = new Map<EnginePort, number>()
  const dropped = new WeakSet<EnginePort>()
  let lookedAt = deps.clock.now()
  let superseded = false

  /** One that crashed says no good-bye: else its person would be here, and its rooms open, for ever. */
  function dropSilent() {
    const nowAt = deps.clock.now()
    // The machine slept, and so did they.
    const hasSlept = nowAt - lookedAt > 2 * lookEveryMs
    lookedAt = nowAt
    for (const [port, at] of heardAt) {
      if (hasSlept) heardAt.set(port, nowAt)
      else if (nowAt - at > silentMs) {
        dropped.add(port)
        leave(port).catch((bug) => deps.log('a tab that fell silent could not be left', bug))
      }
    }
    if (!superseded) deps.clock.after(lookEveryMs, dropSilent)
  }
  deps.clock.after(lookEveryMs, dropSilent)

  const isOpenElsewhere = (key: RoomId | MessageId) => [...tabs.values()].some((shown) => shown.has(key))

  const isIdle = () => [...tabs.keys()].every((port) => idle.has(port))
  function tellIdle() {
    // One that could not start says so elsewhere.
    engine.then(
      (running) => running.onIdle(isIdle()),
      () => {},
    )
  }

  async function run(port: EnginePort, command: EngineCommand) {
    const running = await engine
    const shown = tabs.get(port)
    if (command.kind === 'open-room' || command.kind === 'open-thread') {
      // Gone meanwhile: nobody would ever close it.
      if (shown === undefined) return { ok: true, value: null } as const
      shown.set(keyOf(command), command)
    }
    if (command.kind === 'close-room' || command.kind === 'close-thread') {
      shown?.delete(keyOf(command))
      if (isOpenElsewhere(keyOf(command))) return { ok: true, value: null } as const
    }
    const done = running.run(command)
    // What a tab says as it goes may come after its good-bye.
    if (tabs.size === 0) await running.flush()
    const result = await done
    // Screens see the change no later than the answer to it; what is said at every key press waits for the frame.
    if (!frequent.has(command.kind)) board().flush()
    return result.ok ? result : err(plainError(result.error))
  }

  function hearOf(port: EnginePort, focus: WindowFocus) {
    windows.delete(port)
    windows.set(port, { focused: focus.focused, room: focus.room })
  }

  async function leave(port: EnginePort) {
    windows.delete(port)
    heardAt.delete(port)
    idle.delete(port)
    const shown: Shown = tabs.get(port) ?? new Map()
    if (tabs.delete(port)) left.set(port, shown)
    tellIdle()
    const running = await engine
    for (const place of shown.values()) {
      if (isOpenElsewhere(keyOf(place))) continue
      if (place.kind === 'open-thread') running.closeThread(place.thread)
      else running.closeRoom(place.room)
    }
    // The last one: the browser may end us any moment.
    if (tabs.size === 0) await running.flush()
  }

  /** `shown`: what it showed under an engine before this one. */
  function enter(port: EnginePort, shown: readonly OpenCommand[]) {
    const known = tabs.get(port)
    heardAt.set(port, deps.clock.now())
    if (known === undefined) {
      tabs.set(port, new Map())
      tellIdle()
    }
    const before = known === undefined ? [...(left.get(port)?.values() ?? [])] : []
    for (const [key, place] of new Map([...before, ...shown].map((one) => [keyOf(one), one]))) {
      if (known?.has(key) === true) continue
      run(port, place).catch((bug) => deps.log('what was open could not be opened again', bug))
    }
    left.delete(port)
  }

  return {
    onMessage(port, message) {
      if (superseded && !isLastWord(message)) return port.postMessage({ kind: 'superseded' })
      if (heardAt.has(port)) heardAt.set(port, deps.clock.now())
      switch (message.kind) {
        case 'focus':
          if (tabs.has(port)) hearOf(port, message)
          return
        case 'idle':
          if (message.idle) idle.add(port)
          else idle.delete(port)
          return tellIdle()
        case 'ping':
          // It was only held still, and has missed what changed meanwhile.
          if (dropped.delete(port)) {
            port.postMessage({ kind: 'state', state: board().state() })
            enter(port, [])
          }
          if (tabs.has(port)) hearOf(port, windows.get(port) ?? { focused: false })
          return port.postMessage({ kind: 'pong' })
        case 'hello':
          // Before it is added: a change must not come before the state it changes.
          port.postMessage({ kind: 'state', state: board().state() })
          return enter(port, [
            ...(message.rooms ?? []).map((room) => ({ kind: 'open-room', room }) as const),
            ...(message.threads ?? []).map(({ room, thread }) => ({ kind: 'open-thread', room, thread }) as const),
          ])
        case 'goodbye':
          dropped.delete(port)
          return void leave(port)
        case 'network':
          return void engine.then((running) => running.onNetwork(message.online))
        case 'command':
          run(port, message.command).then(
            (result) => port.postMessage({ kind: 'answer', call: message.call, result }),
            (bug) => {
              deps.log(`command ${message.command.kind} failed`, bug)
              const error = appError('app-fault')
              port.postMessage({ kind: 'answer', call: message.call, result: err(error) })
            },
          )
          return
      }
    },
    post(changes) {
      for (const port of tabs.keys()) port.postMessage({ kind: 'changes', changes })
    },
    isBeingRead: (room) => [...windows.values()].some((window) => window.focused && window.room === room),
    isIdle,
    notify(notice) {
      // Whichever window told it takes it back.
      if (notice.kind === 'withdrawn') {
        for (const port of tabs.keys()) port.postMessage({ kind: 'notice', notice })
        return
      }
      const heard = [...windows.keys()].reverse()
      const [port] = [...heard.filter((one) => windows.get(one)?.focused), ...heard, ...tabs.keys()]
      port?.postMessage({ kind: 'notice', notice })
    },
    supersede() {
      superseded = true
      for (const port of tabs.keys()) port.postMessage({ kind: 'superseded' })
      tabs.clear()
    },
  }
}
