import type { RoomId, UserId } from '../../../common/ids.ts'
import type { KnownPresence, PresenceChange, RoomPresence } from '../../../common/presence-event.ts'
import type { PresenceView } from '../../engine-contract.ts'
import type { EngineClock } from '../engine-clock.ts'

/**
 * Who is here, from what the presence role says in my rooms and from `/sync`. What one person is stands once, whatever rooms
 * they are in: a list, a card and a header show the same. Somebody who is gone in one room may have left only that one; so
 * each room's word is kept apart, and what counts is whether any of them has them.
 */
export type PresenceWatch = {
  hear(room: RoomId, heard: RoomPresence): void
  /** `/sync` is under way: what is heard from now on is newer than its answer. */
  onAsking(): void
  onSync(presence: readonly KnownPresence[]): void
  /** Whether they are blocked is another answer now. */
  review(user: UserId): void
  /** I am in the room no more. */
  forget(room: RoomId): void
  /** Subscribed anew: the counts begin anew with what is heard next. */
  onUp(): void
  /** Nobody can be told to be here while nothing is heard. */
  onDown(): void
  stop(): void
}

type Watching = {
  readonly clock: EngineClock
  readonly isBlocked: (user: UserId) => boolean
  /** Undefined: gone. */
  readonly onPresence: (user: UserId, view: PresenceView | undefined) => void
  /** Something was missed: `/sync` knows. */
  readonly onGap: () => void
  /** Whether it can be said at all who is here: whoever has no entry is gone then, and nobody knows otherwise. */
  readonly onKnown?: (isKnown: boolean) => void
}

/** A connection that is cut and comes back at once changes nobody's place. */
const staleMs = 5_000
/** The presence role says all of it each half minute: one that is silent for so long does not run. */
const silentMs = 90_000
type Source = RoomId | 'sync'
const everywhere: Source = 'sync'

export function buildPresenceWatch({
  clock,
  isBlocked,
  onPresence,
  onGap,
  onKnown = () => {},
}: Watching): PresenceWatch {
  const people = new Map<UserId, Map<Source, PresenceChange>>()
  /** Of contacts who are gone, as the last sync said it. */
  const lastSeen = new Map<UserId, number>()
  const counts = new Map<RoomId, { readonly run: string; readonly n: number }>()
  let heardSince: Set<UserId> | undefined
  let cancelStale: (() => void) | undefined
  let heardAt = 0
  let cancelSilent: (() => void) | undefined
  let wasSilent = false
  const expiries = new Map<UserId, () => void>()

  function show(user: UserId) {
    expiries.get(user)?.()
    expiries.delete(user)
    const said = [...(people.get(user)?.values() ?? [])].at(-1)
    if (said === undefined) people.delete(user)
    if (isBlocked(user)) return onPresence(user, undefined)
    if (said === undefined || said.state === 'offline') {
      const lastSeenAt = lastSeen.get(user)
      return onPresence(user, lastSeenAt === undefined ? undefined : { state: 'offline', lastSeenAt })
    }
    const { user: _, status, state, ...rest } = said
    const isOver = status?.until !== undefined && status.until <= clock.now()
    onPresence(user, { ...rest, state, ...(status === undefined || isOver ? {} : { status }) })
    if (status?.until === undefined || isOver) return
    // A status clears itself at its time, whether or not anybody says so then.
    const wait = Math.min(status.until - clock.now(), 2 ** 31 - 1)
    expiries.set(
      user,
      clock.after(wait, () => show(user)),
    )
  }

  function take(change: PresenceChange, source: Source) {
    const { user } = change
    const said = people.get(user) ?? new Map<Source, PresenceChange>()
    people.set(user, said)
    // The newest word stands last.
    said.delete(source)
    // They are here: when they were last is of the time before, and it is for `/sync` to say the next one.
    if (change.state !== 'offline') lastSeen.delete(user)
    if (change.state === 'offline') said.delete(everywhere)
    else said.set(source, change)
  }

  function hearRole() {
    heardAt = clock.now()
    if (cancelSilent !== undefined) return
    onKnown(true)
    cancelSilent = clock.after(silentMs, checkSilent)
  }
  function checkSilent() {
    const leftMs = heardAt + silentMs - clock.now()
    if (leftMs > 0) {
      cancelSilent = clock.after(leftMs, checkSilent)
      return
    }
    wasSilent = true
    forgetKnown()
  }
  function forgetKnown() {
    cancelSilent?.()
    cancelSilent = undefined
    onKnown(false)
  }

  function clear() {
    cancelStale = undefined
    forgetKnown()
    const users = [...people.keys()]
    people.clear()
    for (const user of users) show(user)
  }

  return {
    hear(room, { run, n, changes }) {
      const before = counts.get(room)
      counts.set(room, { run, n })
      // One room's word is not everybody's: after a cut, or a silence, `/sync` says it first.
      if (cancelSilent !== undefined) hearRole()
      else if (wasSilent) onGap()
      wasSilent = false
      if (before !== undefined && (before.run !== run || n !== before.n + 1)) onGap()
      for (const change of changes) {
        heardSince?.add(change.user)
        take(change, room)
        show(change.user)
      }
    },
    onAsking() {
      heardSince = new Set()
    },
    onSync(presence) {
      const newer = heardSince ?? new Set()
      heardSince = undefined
      hearRole()
      const named = new Map(presence.map((change) => [change.user, change]))
      const known = new Set([...people.keys(), ...lastSeen.keys(), ...named.keys()])
      lastSeen.clear()
      for (const { user, lastSeenAt } of presence) if (lastSeenAt !== undefined) lastSeen.set(user, lastSeenAt)
      for (const user of known) {
        if (newer.has(user)) continue
        people.delete(user)
        const change = named.get(user)
        if (change !== undefined && change.state !== 'offline') take(change, everywhere)
        show(user)
      }
    },
    review: show,
    forget(room) {
      counts.delete(room)
      for (const [user, said] of people) if (said.delete(room)) show(user)
    },
    onUp() {
      counts.clear()
      cancelStale?.()
      cancelStale = undefined
    },
    onDown() {
      cancelStale ??= clock.after(staleMs, clear)
    },
    stop() {
      cancelStale?.()
      cancelSilent?.()
      for (const cancel of expiries.values()) cancel()
      expiries.clear()
    },
  }
}
