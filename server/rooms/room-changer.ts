import { randomBytes } from 'node:crypto'
import { appError } from '../../common/app-error.ts'
import { buildEventId, type EventId, eventIdRandomBytes, type RoomId } from '../../common/ids.ts'
import type { RoomState } from '../../common/message.ts'
import type { Result } from '../../common/result.ts'
import { err, ok } from '../../common/result.ts'
import type { StoredEvent } from '../../common/wire-decode.ts'
import { type SystemEvent, systemKinds } from '../../common/wire-event.ts'
import type { PendingChange, RoomStore } from '../store/room-store.ts'
import type { RoomDirectory } from './room-directory.ts'
import { applyEffects, type EffectPorts } from './room-effects.ts'
import type { RoomLog } from './room-log.ts'
import type { RoomFact } from './room-rights.ts'

/**
 * Changes rooms so that several servers and crashes at any point agree on one outcome, without transactions:
 *
 * 1. the change is kept as pending: from here on a crash is noticed;
 * 2. its event goes to the room's log by compare-and-set on what was judged; when another was first, judge anew;
 * 3. the log is folded into the directory, by compare-and-set as well;
 * 4. credentials are cut and hints sent;
 * 5. pending no longer.
 *
 * The log alone decides. Dying before 2: nothing happened. Later: `repair` finds the event in the log and does the rest.
 */
export type RoomChanger = {
  readonly create: (room: RoomId, fact: RoomFact) => Promise<Result<RoomState>>
  readonly change: (room: RoomId, judge: Judge) => Promise<Result<RoomState>>
  /** For what reaches the directory by the archiver: an event whose server died, or that was stored after all. */
  readonly applySystemEvent: (stored: StoredEvent) => Promise<void>
  /** Finishes or drops the changes that a crash left; returns how many were finished. */
  readonly repair: () => Promise<number>
}

export type Judge = (state: RoomState) => Result<RoomFact | undefined>

export type RoomChangerDependencies = EffectPorts & {
  readonly store: Pick<RoomStore, 'putPendingChange' | 'removePendingChange' | 'loadPendingChanges'>
  readonly directory: RoomDirectory
  readonly log: RoomLog
  readonly now: () => number
}

/** Each round some change of the room succeeded, so this many others were faster. */
const maxRounds = 50
/** A publish that was given up can still be on its way to the broker; nothing is that late. */
const dropAfterMs = 60_000

export function createRoomChanger(deps: RoomChangerDependencies): RoomChanger {
  const { store, directory, log, now } = deps
  const inTurn = createTurns()
  /** Changes this process is busy with: their effects are its own to apply. */
  const busy = new Set<EventId>()

  async function attempt(room: RoomId, fact: RoomFact, lastSeq: number): Promise<Result<RoomState>> {
    const at = now()
    const event = { v: 1, id: buildEventId(at, randomBytes(eventIdRandomBytes)), at, ...fact } as SystemEvent
    const pending: PendingChange = { id: event.id, room, event, startedAt: at }
    busy.add(event.id)
    try {
      await store.putPendingChange(pending)
      const published = await log.publish({ room, event, lastSeq })
      if (published.ok) return await finish(pending)
      // Any other failure leaves open whether it was stored: the pending change stays, and `repair` looks.
      if (published.error.code === 'room-changed') await store.removePendingChange(event.id)
      return published
    } finally {
      busy.delete(event.id)
    }
  }

  async function finish({ id, room, event }: PendingChange): Promise<Result<RoomState>> {
    const caughtUp = await directory.catchUp(room)
    if (!caughtUp.ok) return caughtUp
    const { state } = caughtUp.value
    if (state === undefined) throw new Error(`room ${room} has an event in its log and no state`)
    const applied = await applyEffects(deps, event, state)
    // The change stands either way. What could not be told to the broker yet stays pending until it could.
    if (applied.ok) await store.removePendingChange(id)
    return ok(state)
  }

  return {
    create: (room, fact) => attempt(room, fact, 0),
    change: (room, judge) =>
      inTurn(room, async () => {
        let state = await directory.load(room)
        for (let round = 0; round < maxRounds; round++) {
          if (state === undefined) return err(appError('room-unknown'))
          const fact = judge(state)
          if (!fact.ok) return fact
          if (fact.value === undefined) return ok(state)
          const done = await attempt(room, fact.value, state.version)
          if (done.ok || done.error.code !== 'room-changed') return done
          const caughtUp = await directory.catchUp(room)
          if (!caughtUp.ok) return caughtUp
          state = caughtUp.value.state
        }
        return err(appError('room-changed', { retryAfterMs: 1_000 }))
      }),
    applySystemEvent: async ({ room, seq }) => {
      const standing = await directory.load(room)
      if (standing !== undefined && standing.version >= seq) return
      const caughtUp = await directory.catchUp(room)
      if (!caughtUp.ok) throw new Error(`directory of ${room} not caught up`, { cause: caughtUp.error })
      const waiting = new Set((await store.loadPendingChanges(now() + 1)).map(({ id }) => id))
      for (const { event } of caughtUp.value.folded) {
        // Whoever made a change that is still pending, or `repair`, sees to what follows from it. What nobody waits for
        // was given up and reached the log after all.
        if (!isSystemEvent(event) || busy.has(event.id) || waiting.has(event.id)) continue
        await applyEffects(deps, event, caughtUp.value.state)
      }
    },
    repair: async () => {
      let finished = 0
      for (const pending of await store.loadPendingChanges(now() + 1)) {
        if (busy.has(pending.id)) continue
        const found = await directory.find(pending.room, pending.id)
        if (!found.ok) continue
        if (found.value !== undefined) {
          if ((await finish(pending)).ok) finished++
        } else if (pending.startedAt < now() - dropAfterMs) {
          await store.removePendingChange(pending.id)
        }
      }
      return finished
    },
  }
}

function isSystemEvent(event: StoredEvent['event']): event is SystemEvent {
  return systemKinds.has(event.kind)
}

/** One change of a room at a time in this process: they would only outrun each other. */
function createTurns() {
  const last = new Map<RoomId, Promise<unknown>>()
  return async function inTurn<T>(room: RoomId, work: () => Promise<T>): Promise<T> {
    const turn = (last.get(room) ?? Promise.resolve()).then(work, work)
    last.set(room, turn)
    try {
      return await turn
    } finally {
      if (last.get(room) === turn) last.delete(room)
    }
  }
}
