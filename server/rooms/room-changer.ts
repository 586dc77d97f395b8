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
  /**
   * One change after the other until the judge says there is nothing more; well once all that follows from them is done.
   * Told of each are only those it is about: whoever else is in the room would ask again a hundred times.
   */
  readonly changeAll: (room: RoomId, judge: JudgeAll) => Promise<Result<RoomState>>
  /** For what reaches the directory by the archiver: an event whose server died, or that was stored after all. */
  readonly applySystemEvent: (stored: StoredEvent) => Promise<void>
  /** Finishes or drops the changes that a crash left; returns how many were finished. */
  readonly repair: () => Promise<number>
}

export type Judge = (state: RoomState) => Result<RoomFact | undefined>
/** `made`: how many changes it has had so far. */
export type JudgeAll = (state: RoomState, made: number) => Result<RoomFact | undefined>

type Standing = { readonly pending: PendingChange; readonly state: RoomState }

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

  /** Into the log and into the directory. From then on it stands and is this process's own until `settle` is done. */
  async function attempt(room: RoomId, fact: RoomFact, lastSeq: number): Promise<Result<Standing>> {
    const at = now()
    const event = { v: 1, id: buildEventId(at, randomBytes(eventIdRandomBytes)), at, ...fact } as SystemEvent
    const pending: PendingChange = { id: event.id, room, event, startedAt: at }
    let stands = false
    busy.add(event.id)
    try {
      await store.putPendingChange(pending)
      const published = await log.publish({ room, event, lastSeq })
      if (!published.ok) {
        // Any other failure leaves open whether it was stored: the pending change stays, and `repair` looks.
        if (published.error.code === 'room-changed') await store.removePendingChange(event.id)
        return published
      }
      const caughtUp = await catchUp(room)
      stands = caughtUp.ok
      return caughtUp.ok ? ok({ pending, state: caughtUp.value }) : caughtUp
    } finally {
      if (!stands) busy.delete(event.id)
    }
  }

  async function catchUp(room: RoomId): Promise<Result<RoomState>> {
    const caughtUp = await directory.catchUp(room)
    if (!caughtUp.ok) return caughtUp
    const { state } = caughtUp.value
    if (state === undefined) throw new Error(`room ${room} has an event in its log and no state`)
    return ok(state)
  }

  /**
   * What follows from a change, once the directory has it: a credential that is asked for meanwhile is made from there.
   * What could not be told to the broker yet stays pending until it could.
   */
  async function settle({ id, event }: PendingChange, state: RoomState | undefined): Promise<boolean> {
    try {
      const applied = await applyEffects(deps, event, state)
      if (applied.ok) await store.removePendingChange(id)
      return applied.ok
    } finally {
      busy.delete(id)
    }
  }

  /** Does what the judge says until it has no more to say. */
  async function attemptAll(
    room: RoomId,
    judge: JudgeAll,
    onStanding: (standing: Standing) => void,
  ): Promise<Result<RoomState>> {
    let state = await directory.load(room)
    for (let [made, lost] = [0, 0]; lost < maxRounds; ) {
      if (state === undefined) return err(appError('room-unknown'))
      const fact = judge(state, made)
      if (!fact.ok) return fact
      if (fact.value === undefined) return ok(state)
      const done = await attempt(room, fact.value, state.version)
      if (done.ok) {
        made++
        onStanding(done.value)
        state = done.value.state
        continue
      }
      if (done.error.code !== 'room-changed') return done
      lost++
      const caughtUp = await directory.catchUp(room)
      if (!caughtUp.ok) return caughtUp
      state = caughtUp.value.state
    }
    return err(appError('room-changed', { retryAfterMs: 1_000 }))
  }

  async function changeAll(room: RoomId, judge: JudgeAll, told: 'members' | 'named'): Promise<Result<RoomState>> {
    const settling: Promise<boolean>[] = []
    try {
      // Beside the changes that follow: the first of a hundred who are taken out is cut at once, and the broker hears of
      // many in one push.
      return await attemptAll(room, judge, ({ pending, state }) => {
        const settled = settle(pending, told === 'members' ? state : undefined)
        settled.catch(() => undefined)
        settling.push(settled)
      })
    } finally {
      await Promise.all(settling)
    }
  }

  return {
    create: async (room, fact) => {
      const made = await attempt(room, fact, 0)
      if (!made.ok) return made
      await settle(made.value.pending, made.value.state)
      return ok(made.value.state)
    },
    change: (room, judge) =>
      inTurn(room, () => changeAll(room, (state, made) => (made === 0 ? judge(state) : ok(undefined)), 'members')),
    changeAll: (room, judge) => inTurn(room, () => changeAll(room, judge, 'named')),
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
          const caughtUp = await catchUp(pending.room)
          if (!caughtUp.ok) continue
          if (await settle(pending, caughtUp.value)) finished++
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
