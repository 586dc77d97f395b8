import type { RefreshExchange, RotateOutcome } from './account-store.ts'

/** A device's family as the stores keep it: the token that counts now and how it came to be. */
export type RefreshFamilyRow = {
  readonly currentHash: string
  readonly expiresAt: number
  readonly previousHash?: string
  readonly attemptHash?: string
}

/** What an exchange comes to, before anything is written. `rotate`: it may, if the family is still as it was read. */
export function judgeExchange(
  family: RefreshFamilyRow,
  oldHashExpiresAt: number,
  exchange: RefreshExchange,
): RotateOutcome['kind'] | 'rotate' {
  if (family.expiresAt <= exchange.nowAt || oldHashExpiresAt <= exchange.nowAt) return 'unknown'
  if (family.currentHash === exchange.oldHash) return 'rotate'
  const answerWasLost =
    family.previousHash === exchange.oldHash &&
    family.attemptHash === exchange.attemptHash &&
    family.currentHash === exchange.newHash
  return answerWasLost ? 'rotated' : 'reused'
}
