type Repaired = { readonly finished: number; readonly unreadable: number }

const pruneEveryMs = 6 * 3_600_000

/**
 * Goes on with what crashes left, in that order; and now and then takes away what is over, which nobody is shown any more, so nobody
 * waits for it. Any copy may, and all of them do.
 */
export function buildRepair(
  changes: readonly { readonly repair: () => Promise<Repaired> }[],
  kept: readonly { readonly prune: () => Promise<void> }[],
  now: () => number,
): () => Promise<Repaired> {
  let prunedAt = Number.NEGATIVE_INFINITY
  return async () => {
    let [finished, unreadable] = [0, 0]
    for (const each of changes) {
      const done = await each.repair()
      finished += done.finished
      unreadable += done.unreadable
    }
    if (now() - prunedAt >= pruneEveryMs) {
      prunedAt = now()
      for (const each of kept) await each.prune()
    }
    return { finished, unreadable }
  }
}
