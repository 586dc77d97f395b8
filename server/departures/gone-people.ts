import type { UserId } from '../../common/ids.ts'
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
  let kept: { readonly at: number; readonly rows: readonly UserRow[] } | undefined
  const load = async () => {
    if (kept !== undefined && deps.now() - kept.at < keptMs) return kept.rows
    const at = deps.now()
    const rows = await deps.loadLatest()
    kept = { at, rows }
    return rows
  }
  return {
    list: async (user, sinceAt) => {
      const gone = (await load()).filter(({ changedAt = 0 }) => changedAt >= sinceAt)
      if (gone.length === 0) return []
      const met = await deps.listMet(
        user,
        gone.map(({ id }) => id),
      )
      return gone.filter(({ id }) => met.has(id))
    },
    /** In this copy of the server somebody was, a moment ago. */
    forget: () => {
      kept = undefined
    },
  }
}
