import type { DeviceId, UserId } from '../ids.ts'

/**
 * Who is here and who types, as states that die by themselves when nothing renews them: a crashed device says no
 * good-bye. Time is passed in.
 */
export type PresenceState = 'online' | 'away' | 'offline'
export type PresenceSignal = {
  readonly user: UserId
  /** One of the user's installations; what the presence role says of all of them together has none. */
  readonly device?: DeviceId
  readonly state: PresenceState
  readonly at: number
  readonly expiresAt: number
}
export type Presence = ReadonlyMap<UserId, readonly PresenceSignal[]>

const rank = { offline: 0, away: 1, online: 2 } as const

/** For each device the newest signal counts, whichever arrives last. */
export function reducePresence(presence: Presence, signal: PresenceSignal): Presence {
  const signals = presence.get(signal.user) ?? []
  const before = signals.find((one) => one.device === signal.device)
  if (before !== undefined && !isNewer(signal, before)) return presence
  return new Map(presence).set(signal.user, [...signals.filter((one) => one !== before), signal])
}

/** The best of the user's devices whose signal has not expired. */
export function presenceOf(presence: Presence, user: UserId, now: number): PresenceState {
  let best: PresenceState = 'offline'
  for (const { state, expiresAt } of presence.get(user) ?? []) {
    if (expiresAt > now && rank[state] > rank[best]) best = state
  }
  return best
}

/** Without what has expired; the same presence when nothing has. */
export function expirePresence(presence: Presence, now: number): Presence {
  let rest: Map<UserId, readonly PresenceSignal[]> | undefined
  for (const [user, signals] of presence) {
    const alive = signals.filter(({ expiresAt }) => expiresAt > now)
    if (alive.length === signals.length) continue
    rest ??= new Map(presence)
    if (alive.length === 0) rest.delete(user)
    else rest.set(user, alive)
  }
  return rest ?? presence
}

/** When the next signal expires: the time to look again. */
export function nextPresenceExpiry(presence: Presence): number | undefined {
  let next: number | undefined
  for (const signals of presence.values()) {
    for (const { expiresAt } of signals) next = Math.min(next ?? expiresAt, expiresAt)
  }
  return next
}

function isNewer(signal: PresenceSignal, before: PresenceSignal): boolean {
  if (signal.at !== before.at) return signal.at > before.at
  // Two of the same time: the same one must win in whatever order they come.
  if (signal.state !== before.state) return rank[signal.state] > rank[before.state]
  return signal.expiresAt > before.expiresAt
}

/** Gone six seconds after the last sign of it, also when the one who types has lost the connection. */
const typingLifeMs = 6_000

/** Who types in one room, in the order in which they began. */
export type Typing = readonly { readonly user: UserId; readonly since: number; readonly at: number }[]

/** `typing: false` also for whoever has just sent a message. `at`: when it was heard, by the own clock. */
export function reduceTyping(
  typing: Typing,
  { user, typing: isTyping, at }: { readonly user: UserId; readonly typing: boolean; readonly at: number },
): Typing {
  const alive = selectTyping(typing, at)
  const before = alive.find((one) => one.user === user)
  if (!isTyping) return before === undefined ? keep(typing, alive) : alive.filter((one) => one !== before)
  if (before === undefined) return [...alive, { user, since: at, at }]
  return alive.map((one) => (one === before ? { ...one, at: Math.max(one.at, at) } : one))
}

/** Those whose sign is not older than it may be. One from the future is from before the clock was put back. */
export function selectTyping(typing: Typing, now: number): Typing {
  return typing.filter(({ at }) => Math.abs(now - at) < typingLifeMs)
}

export function typingNow(typing: Typing, now: number): readonly UserId[] {
  return selectTyping(typing, now).map(({ user }) => user)
}

export function nextTypingExpiry(typing: Typing): number | undefined {
  return typing.length === 0 ? undefined : Math.min(...typing.map(({ at }) => at + typingLifeMs))
}

function keep(typing: Typing, alive: Typing): Typing {
  return alive.length === typing.length ? typing : alive
}
