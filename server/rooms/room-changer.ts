import { randomBytes } from 'node:crypto'
import { appError } from '../../common/app-error.ts'
import { buildEventId, eventIdRandomBytes, type MessageId, parseRoomId, type RoomId } from '../../common/ids.ts'
import type { RoomState } from '../../common/message.ts'
import type { Result } from '../../common/result.ts'
import { err, ok } from '../../common/result.ts'
import { encodeBody, parseEventBody, type StoredEvent } from '../../common/wire-decode.ts'
import { type SystemEvent, systemKinds, type WireEvent } from '../../common/wire-event.ts'
import {
  type BegunChange,
  type ChangeKind,
  type ChangeRunner,
  createChangeRunner,
  settledAfterMs,
} from '../changes/change-runner.ts'
import { createTurns } from '../changes/turns.ts'
import type { ChangeStore } from '../store/change-store.ts'
import type { RoomDirectory } from './room-directory.ts'
import { applyEffects, type EffectPorts } from './room-effects.ts'
import type { RoomLog } from './room-log.ts'
import type { RoomFact } from './room-rights.ts'

/**
 * Changes rooms by the steps of `server/changes/change-runner.ts`. To publish is to put the change's event into the room's
 * log by compare-and-set on what was judged; when another was first, it is judged anew. The log alone decides, and is then
 * folded into the directory, by compare-and-set as well, before anything follows from it.
 */
export type RoomChanger = {
  readonly create: (room: RoomId, fact: RoomFact) => Promise<Result<RoomState>>
  readonly change: (room: RoomId, judge: Judge) => Promise<Result<RoomState>>
  /** Several that belong together, of which everybody in the room is told. */
  readonly changeSteps: (room: RoomId, judge: JudgeAll) => Promise<Result<RoomState>>
  /**
   * One change after the other until the judge says there is nothing more; well once all that follows from them is done.
   * Told of each are only those it is about: whoever else is in the room would ask again a hundred times.
   */
  readonly changeAll: (room: RoomId, judge: JudgeAll) => Promise<Result<RoomState>>
  /**
   * Takes messages back as their authors would, many at once: nothing of the room decides that, and nothing follows from it but what
   * whoever hears it does. One that was taken back already is so once more, to nobody's harm.
   */
  readonly removeMessages: (room: RoomId, messages: readonly MessageId[]) => Promise<Result<void>>
  /** For what reaches the directory by the archiver: an event whose server died, or that was stored after all. */
  readonly applySystemEvent: (stored: StoredEvent) => Promise<void>
  readonly repair: ChangeRunner<RoomChange, Standing>['repair']
}

export type Judge = (state: RoomState) => Result<RoomFact | undefined>
/** `made`: how many changes it has had so far. */
export type JudgeAll = (state: RoomState, made: number) => Result<RoomFact | undefined>

type RoomChange = { readonly room: RoomId; readonly event: SystemEvent }
/** `told`: whoever is in the room, or only those whom the event is about. */
type Standing = { readonly state: RoomState | undefined; readonly told: Told }
type Told = 'members' | 'named'
type Made = Standing & { readonly state: RoomState }

export type RoomChangerDependencies = EffectPorts & {
  readonly store: ChangeStore
  readonly directory: RoomDirectory
  readonly log: RoomLog
  readonly now: () => number
}

/** Each round some change of the room succeeded, so this many others were faster. */
const maxRounds = 50
/** On their way to the stream. */
const removedAtOnce = 100

export function createRoomChanger(deps: RoomChangerDependencies): RoomChanger {
  const { directory, log } = deps
  const inTurn = createTurns<RoomId>()
  const kind: ChangeKind<RoomChange, Standing> = {
    name: 'room',
    parse: parseRoomChange,
    find: async (id, { room, event }) => {
      const found = await directory.find(room, id)
      if (!found.ok) return found
      if (found.value === undefined) {
        // What the log no longer holds may have stood in it: then what follows from it is done, and never dropped. Not
        // while it may be about to be published: it would be done before it stands, and by nobody afterwards.
        const isWhole = await log.isWholeSince(room, event.at)
        if (!isWhole.ok) return isWhole
        if (isWhole.value) return ok(undefined)
        if (event.at >= deps.now() - settledAfterMs) return err(appError('busy'))
      }
      const caughtUp = await directory.catchUp(room)
      return caughtUp.ok ? ok({ state: caughtUp.value.state, told: 'members' }) : caughtUp
    },
    applyEffects: ({ event }, { state, told }) => applyEffects(deps, event, told === 'members' ? state : undefined),
  }
  const changes = createChangeRunner(deps.store, kind, deps.now)

  /** Into the log and into the directory. */
  const attempt = (room: RoomId, fact: RoomFact, lastSeq: number, told: Told): Promise<Result<BegunChange<Made>>> =>
    changes.begin(
      (id, at) => ({ room, event: { v: 1, id, at, ...fact } as SystemEvent }),
      async ({ event }) => {
        const published = await log.publish({ room, event, lastSeq })
        if (!published.ok) {
          return { kind: published.error.code === 'room-changed' ? 'refused' : 'open', error: published.error }
        }
        const caughtUp = await directory.catchUp(room)
        if (!caughtUp.ok) return { kind: 'open', error: caughtUp.error }
        const { state } = caughtUp.value
        if (state === undefined) throw new Error(`room ${room} has an event in its log and no state`)
        return { kind: 'stands', standing: { state, told } }
      },
    )

  /** Does what the judge says until it has no more to say. */
  async function attemptAll(
    room: RoomId,
    judge: JudgeAll,
    told: Told,
    onBegun: (change: BegunChange<Made>) => void,
  ): Promise<Result<RoomState>> {
    let state = await directory.load(room)
    for (let [made, lost] = [0, 0]; lost < maxRounds; ) {
      if (state === undefined) return err(appError('room-unknown'))
      const fact = judge(state, made)
      if (!fact.ok) return fact
      if (fact.value === undefined) return ok(state)
      const begun = await attempt(room, fact.value, state.version, told)
      if (begun.ok) {
        made++
        onBegun(begun.value)
        state = begun.value.standing.state
        continue
      }
      if (begun.error.code !== 'room-changed') return begun
      lost++
      const caughtUp = await directory.catchUp(room)
      if (!caughtUp.ok) return caughtUp
      state = caughtUp.value.state
    }
    return err(appError('room-changed', { retryAfterMs: 1_000 }))
  }

  async function changeAll(room: RoomId, judge: JudgeAll, told: Told): Promise<Result<RoomState>> {
    const settling: Promise<boolean>[] = []
    try {
      // Beside the changes that follow: the first of a hundred who are taken out is cut at once, and the broker hears of
      // many in one push.
      return await attemptAll(room, judge, told, ({ settle }) => {
        const settled = settle()
        settled.catch(() => undefined)
        settling.push(settled)
      })
    } finally {
      await Promise.all(settling)
    }
  }

  return {
    create: async (room, fact) => {
      const begun = await attempt(room, fact, 0, 'members')
      if (!begun.ok) {
        // Another one made it a moment ago, and may not have brought it into the directory yet: whoever goes on finds it there.
        if (begun.error.code === 'room-changed') await directory.catchUp(room)
        return begun
      }
      await begun.value.settle()
      return ok(begun.value.standing.state)
    },
    change: (room, judge) =>
      inTurn(room, () => changeAll(room, (state, made) => (made === 0 ? judge(state) : ok(undefined)), 'members')),
    removeMessages: (room, messages) =>
      inTurn(room, async () => {
        if ((await directory.load(room)) === undefined) return err(appError('room-unknown'))
        for (let done = 0; done < messages.length; done += removedAtOnce) {
          const published = await Promise.all(
            messages.slice(done, done + removedAtOnce).map((message) => log.publish(buildRemoval(room, message))),
          )
          const failed = published.find((one) => !one.ok)
          if (failed?.ok === false) return failed
        }
        const caughtUp = await directory.catchUp(room)
        return caughtUp.ok ? ok(undefined) : caughtUp
      }),
    changeSteps: (room, judge) => inTurn(room, () => changeAll(room, judge, 'members')),
    changeAll: (room, judge) => inTurn(room, () => changeAll(room, judge, 'named')),
    applySystemEvent: async ({ room, seq }) => {
      const standing = await directory.load(room)
      if (standing !== undefined && standing.version >= seq) return
      const caughtUp = await directory.catchUp(room)
      if (!caughtUp.ok) throw new Error(`directory of ${room} not caught up`, { cause: caughtUp.error })
      for (const { event } of caughtUp.value.folded) {
        // Whoever made a change that is still pending, or `repair`, sees to what follows from it. What nobody waits for
        // was given up and reached the log after all.
        if (!isSystemEvent(event) || (await changes.isAwaited(event.id))) continue
        await applyEffects(deps, event, caughtUp.value.state)
      }
    },
    repair: changes.repair,
  }
}

function buildRemoval(room: RoomId, message: MessageId) {
  const at = Date.now()
  const id = buildEventId(at, randomBytes(eventIdRandomBytes))
  return { room, lastSeq: 'any', event: { v: 1, id, at, kind: 'message.removed', message } } as const
}

function isSystemEvent(event: WireEvent): event is SystemEvent {
  return systemKinds.has(event.kind)
}

function parseRoomChange(detail: unknown): RoomChange | undefined {
  if (typeof detail !== 'object' || detail === null || !('room' in detail) || !('event' in detail)) return undefined
  const room = parseRoomId(String(detail.room))
  const event = parseEventBody(encodeBody(Object(detail.event)), 'system')
  return room !== undefined && event.ok && isSystemEvent(event.value) ? { room, event: event.value } : undefined
}
