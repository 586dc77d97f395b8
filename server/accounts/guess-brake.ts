/**
 * Slows whoever guesses a password, by address and account together: the owner, who comes from elsewhere, is never locked
 * out by somebody who tries their name. What one address tries at all, whatever the account, is a limit of its own.
 */
export type GuessBrake = {
  /** How long to wait before the next try; 0: go on, and it counts as wrong until `onRight` says otherwise. */
  readonly begin: (address: string, account: string) => number
  readonly onRight: (address: string, account: string) => void
}

type Tries = { wrong: number; nextAt: number; lastAt: number }

const firstWaitMs = 2_000
const longestWaitMs = 300_000
const forgottenAfterMs = 3_600_000
const pairsKept = 50_000

/** @param freeTries people mistype; then each wrong one doubles the wait */
export function createGuessBrake({
  freeTries,
  now,
}: {
  readonly freeTries: number
  readonly now: () => number
}): GuessBrake {
  const pairs = new Map<string, Tries>()
  // A space is in no address.
  const keyOf = (address: string, account: string) => `${address} ${account}`

  return {
    begin: (address, account) => {
      const key = keyOf(address, account)
      const nowAt = now()
      const known = pairs.get(key)
      const tries =
        known !== undefined && nowAt - known.lastAt < forgottenAfterMs ? known : { wrong: 0, nextAt: 0, lastAt: 0 }
      if (nowAt < tries.nextAt) return tries.nextAt - nowAt
      // Counted before the password is looked at: a hundred at once are a hundred.
      tries.wrong++
      tries.lastAt = nowAt
      const doublings = tries.wrong - freeTries
      tries.nextAt = doublings < 0 ? 0 : nowAt + Math.min(longestWaitMs, firstWaitMs * 2 ** Math.min(doublings, 20))
      pairs.delete(key)
      pairs.set(key, tries)
      const oldest = pairs.size > pairsKept ? pairs.keys().next().value : undefined
      if (oldest !== undefined) pairs.delete(oldest)
      return 0
    },
    onRight: (address, account) => {
      pairs.delete(keyOf(address, account))
    },
  }
}
