const everyMs = 6 * 3_600_000
const nothingMended = { finished: 0, unreadable: 0 }

/**
 * Takes away what is over, now and then, beside what is repaired: nobody is shown it any more, so nobody waits for it. Any copy may, and
 * all of them do.
 */
export function buildPruner(what: readonly { readonly prune: () => Promise<void> }[], now: () => number) {
  let prunedAt = Number.NEGATIVE_INFINITY
  return async () => {
    if (now() - prunedAt >= everyMs) {
      prunedAt = now()
      for (const each of what) await each.prune()
    }
    return nothingMended
  }
}
