import type { UserId } from '../../common/ids.ts'
import { buildRemembered } from '../changes/remembered.ts'
import type { UserRow } from '../store/account-store.ts'

/** Of those the caller has met, who was deleted since then: their names stand at old words, and are to go from there. */
export type ListGone = (user: UserId, sinceAt: number) => Promise<readonly UserRow[]>

/** Everybody who syncs asks for it, and nearly always nobody was. */
const keptMs = 5_000

export function buildGonePeople(deps: {
  readonly loadLatest: () => Promise<readonly UserRow[]>
  /** Those of them whom this one has met. */
  readonly listMet: (user: UserId, others: readonly UserId[]) => Promise<ReadonlySet<UserId>>
  readonly now: () => number
}): { readonly list: ListGone; readonly forget: () => void } {
  const latest = buildRemembered(deps.loadLatest, keptMs, deps.now)
  return {
    list: async (user, sinceAt) => {
      const gone = (await latest.get()).filter(({ changedAt = 0 }) => changedAt >= sinceAt)
      if (gone.length === 0) return []
      const met = await deps.listMet(
        user,
        gone.map(({ id }) => id),
      )
      return gone.filter(({ id }) => met.has(id))
    },
    /** In this copy of the server somebody was, a moment ago. */
    forget: latest.forget,
  }
}
