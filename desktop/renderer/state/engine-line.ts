import { appError } from '../../../common/app-error.ts'
import type { EventId, MessageId, RoomId } from '../../../common/ids.ts'
import { err, type Result, unreachable } from '../../../common/result.ts'
import { type DraftKey, draftKeyOf, type EngineCommand, type MessageCommand } from '../../engine-command.ts'
import type { EngineState, NoticeView } from '../../engine-contract.ts'
import type { FromEngine, SliceChange, ToEngine } from '../../line-contract.ts'
import type { ThreadPlace } from '../../room-command.ts'
import type { SaveDraft } from './last-words.ts'

/**
 * One window's line to the engine. It notices within seconds that nobody answers any more, starts the engine again, and
 * goes on: the picture stands until the new engine has the same one, what was written is handed over again under its old
 * id, and every other command that was under way fails. Nothing here knows the browser; engine-link.ts does.
 */
export type EngineLine = {
  start(): void
  /** Answers once, whatever becomes of the engine. */
  ask(command: EngineCommand): Promise<Result<unknown>>
  tell(message: ToEngine): void
  /** Drafts that nobody has said are on disk, the last of each composer. */
  unsaved(): readonly SaveDraft[]
  stop(): void
}

export type LinePort = { post(message: ToEngine): void; close(): void }
export type LineDeps = {
  /** @param again how often an engine that was started here never answered: another name is another worker */
  readonly open: (onMessage: (message: FromEngine) => void, again: number) => LinePort
  readonly after: (ms: number, run: () => void) => () => void
  /** Behind what has come already and waits to be heard. */
  readonly soon: (run: () => void) => void
  readonly now: () => number
  readonly buildId: () => EventId
  readonly onState: (state: EngineState) => void
  readonly onChanges: (changes: readonly SliceChange[]) => void
  /** Nobody answers; it is being started again. */
  readonly onLost: (sinceAt: number) => void
  readonly onNotice: (notice: NoticeView) => void
  /** What a new engine has to know of this window besides its rooms. */
  readonly greet: () => ToEngine
  readonly onSuperseded: () => void
}

type Call = { readonly command: EngineCommand; readonly resolve: (result: Result<unknown>) => void }

const beatMs = 1_500
/** So many beats in a row without a word: a window that slept misses one, when it wakes. */
const missedBeats = 3
/** A worker has to be fetched and read before it says its first word. */
const firstWordMs = 15_000
/** The picture of before is not kept up longer than that, whatever the new engine is about. */
const patienceMs = 8_000
const askAgainMs = 200

/** What may be said twice: an event goes by its id, and of a draft, or of what is saved, the last one counts. */
const events = {
  'send-message': true,
  'forward-message': true,
  'edit-message': true,
  'remove-message': true,
  'set-reaction': true,
  'set-pin': true,
} satisfies Record<MessageCommand['kind'], true>
const withId: ReadonlySet<EngineCommand['kind']> = new Set(Object.keys(events) as MessageCommand['kind'][])
const repeatable: ReadonlySet<EngineCommand['kind']> = new Set([...withId, 'save-draft', 'set-saved'])

export function buildEngineLine(deps: LineDeps): EngineLine {
  const { open, after, soon, now, buildId, onState, onChanges, onLost, onNotice, greet, onSuperseded } = deps
  const calls = new Map<number, Call>()
  const openRooms = new Set<RoomId>()
  const openThreads = new Map<MessageId, ThreadPlace>()
  let lastCall = 0
  let port: LinePort | undefined
  let again = 0
  let isHeard = false
  let openedAt = 0
  let missed = 0
  let isAnswered = true
  /** Since when the picture is that of an engine that is gone. */
  let stalledAt: number | undefined
  /** Heard and not shown: what piled up while the page had much to do is drawn once, not once for each. */
  let unseen: SliceChange[] = []
  let cancelBeat = () => {}
  let cancelAsking: (() => void) | undefined
  let stopped = false

  function connect() {
    isHeard = false
    isAnswered = true
    missed = 0
    openedAt = now()
    const mine = open((message) => {
      // A worker that was given up may come to itself again.
      if (port === mine) onMessage(message)
    }, again)
    port = mine
    sayHello()
    for (const [call, { command }] of calls) mine.post({ kind: 'command', call, command })
  }
  function sayHello() {
    const threads = openThreads.size === 0 ? {} : { threads: [...openThreads.values()] }
    port?.post({ kind: 'hello', rooms: [...openRooms], ...threads })
    port?.post(greet())
  }

  function beat() {
    cancelBeat = after(beatMs, beat)
    if (!isHeard) {
      if (now() - openedAt > firstWordMs) restart(again + 1)
      return
    }
    missed = isAnswered ? 0 : missed + 1
    if (missed >= missedBeats) return restart(again)
    isAnswered = false
    port?.post({ kind: 'ping' })
  }

  function restart(nextAgain: number) {
    again = nextAgain
    port?.close()
    stalledAt ??= now()
    onLost(stalledAt)
    for (const [call, { command, resolve }] of [...calls]) {
      if (repeatable.has(command.kind)) continue
      calls.delete(call)
      resolve(err(appError('engine-restarted')))
    }
    connect()
  }

  function onMessage(message: FromEngine) {
    isHeard = true
    isAnswered = true
    // Whoever hears an answer, or that something happened, sees what was said before it.
    if (message.kind !== 'changes') show()
    switch (message.kind) {
      case 'pong':
        return
      case 'state':
        return takeState(message.state)
      case 'changes':
        if (stalledAt === undefined) showSoon(message.changes)
        else askStateSoon()
        return
      case 'answer': {
        const call = calls.get(message.call)
        calls.delete(message.call)
        call?.resolve(message.result)
        return
      }
      case 'notice':
        return onNotice(message.notice)
      case 'superseded':
        return onSuperseded()
      default:
        return unreachable(message)
    }
  }

  function showSoon(changes: readonly SliceChange[]) {
    if (unseen.length === 0) soon(show)
    unseen.push(...changes)
  }
  function show() {
    const changes = unseen
    unseen = []
    if (changes.length > 0 && !stopped) onChanges(changes)
  }

  function takeState(state: EngineState) {
    if (stalledAt !== undefined && now() - stalledAt < patienceMs && !isLikeBefore(state)) return askStateSoon()
    stalledAt = undefined
    onState(state)
  }
  /** A new engine begins with nothing: what it has not read yet is not to go from the screen and come back. */
  function isLikeBefore({ session, roomsLoaded, rooms, timelines }: EngineState): boolean {
    if (session.kind !== 'signed-in') return session.kind !== 'starting'
    return roomsLoaded && [...openRooms].every((room) => timelines[room] !== undefined || rooms[room] === undefined)
  }
  function askStateSoon() {
    cancelAsking ??= after(askAgainMs, () => {
      cancelAsking = undefined
      if (stalledAt !== undefined) sayHello()
    })
  }

  return {
    start() {
      connect()
      cancelBeat = after(beatMs, beat)
    },
    ask(asked) {
      if (stopped || port === undefined) return Promise.resolve(err(appError('app-not-running')))
      const command = withId.has(asked.kind) ? { id: buildId(), ...asked } : asked
      if (command.kind === 'open-room') openRooms.add(command.room)
      if (command.kind === 'close-room') openRooms.delete(command.room)
      if (command.kind === 'open-thread') {
        const { room, thread } = command
        openThreads.set(thread, { room, thread })
      }
      if (command.kind === 'close-thread') openThreads.delete(command.thread)
      lastCall += 1
      const call = lastCall
      return new Promise((resolve) => {
        calls.set(call, { command, resolve })
        port?.post({ kind: 'command', call, command })
      })
    },
    tell(message) {
      if (message.kind === 'hello') sayHello()
      else port?.post(message)
    },
    unsaved() {
      const last = new Map<DraftKey, SaveDraft>()
      for (const { command } of calls.values())
        if (command.kind === 'save-draft') last.set(draftKeyOf(command.room, command.thread), command)
      return [...last.values()]
    },
    stop() {
      stopped = true
      cancelBeat()
      cancelAsking?.()
      port?.post({ kind: 'goodbye' })
      port?.close()
      for (const { resolve } of calls.values()) resolve(err(appError('app-not-running')))
      calls.clear()
    },
  }
}
