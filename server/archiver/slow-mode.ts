import type { UserId } from '../../common/ids.ts'
import { roleIn } from '../../common/reducers/room-reducer.ts'
import type { StoredEvent } from '../../common/wire-decode.ts'
import type { ArchivedRoom, SpokeAt } from '../store/archive-store.ts'

/**
 * Slow mode is the archiver's to keep, by the broker's time: a client cannot, since it may not have what was said before. A message
 * that comes too soon is refused, shows in nobody's history, and counts for nothing: the pause is from the last one that was let
 * through. Owners and admins are not slowed. When people spoke last stands with the room, so a restart and another archiver judge
 * alike; elsewhere nothing is kept and nothing asked.
 */
export function isTooSoon({ state, spoke = [] }: ArchivedRoom, { author, event, storedAt }: StoredEvent): boolean {
  const { slowModeSec } = state
  if (slowModeSec === undefined || event.kind !== 'message.posted' || author === 'system') return false
  if (roleIn(state, author, storedAt) !== 'member') return false
  const last = spoke.find(({ user }) => user === author)
  return last !== undefined && storedAt - last.at < slowModeSec * 1_000
}

/** After a message was let through; of a room that is not slow, nothing. */
export function withSpoken(
  { state, spoke }: ArchivedRoom,
  author: UserId | undefined,
  at: number,
): ArchivedRoom['spoke'] {
  const { slowModeSec } = state
  if (slowModeSec === undefined) return undefined
  if (author === undefined || roleIn(state, author, at) !== 'member') return spoke
  const standing = (spoke ?? []).filter((one) => one.user !== author && at - one.at < slowModeSec * 1_000)
  return [...standing, { user: author, at } satisfies SpokeAt]
}

const mostTooSoon = 3
const withinMs = 60_000

/** Whoever does not wait and says it again and again: the third within a minute is too much, by the broker's time. */
export function buildHasteWatch(): { readonly isTooMuch: (author: UserId, at: number) => boolean } {
  const refused = new Map<UserId, readonly number[]>()
  let sweptAt = 0
  return {
    isTooMuch: (author, at) => {
      if (at - sweptAt > withinMs) {
        for (const [user, times] of refused) if (at - (times.at(-1) ?? 0) > withinMs) refused.delete(user)
        sweptAt = at
      }
      const times = [...(refused.get(author) ?? []).filter((one) => at - one < withinMs), at]
      if (times.length < mostTooSoon) {
        refused.set(author, times)
        return false
      }
      refused.delete(author)
      return true
    },
  }
}
