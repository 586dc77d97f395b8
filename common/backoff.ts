/**
 * How long to wait before try number `tries` (1 for the first repetition): doubling from `firstMs` to `mostMs`, spread
 * over half of it, so that a thousand clients cut off together don't come back together. `chance` is random, in [0, 1).
 */
export function backoffMs(tries: number, chance: number, { firstMs = 500, mostMs = 30_000 } = {}): number {
  const full = Math.min(mostMs, firstMs * 2 ** Math.min(20, Math.max(0, tries - 1)))
  return Math.round(full / 2 + (full / 2) * chance)
}
