import { randomBytes } from 'node:crypto'
import { hash, verify } from '@node-rs/argon2'
import pLimit from 'p-limit'
import { appError } from '../../common/app-error.ts'
import type { Result } from '../../common/result.ts'
import { err, ok } from '../../common/result.ts'

/** argon2id, the library's default, three passes, one lane; `memoryCost` in KiB. */
const costOf = (mebibytes: number) => ({ memoryCost: mebibytes * 1_024, timeCost: 3, parallelism: 1 }) as const

export type PasswordHasher = {
  /** `busy` where too many wait already. */
  readonly hash: (password: string) => Promise<Result<string>>
  /** Does the same work where there is no hash to compare with, so that time tells nobody which accounts exist. */
  readonly isRight: (password: string, passwordHash: string | undefined) => Promise<Result<boolean>>
}

/**
 * Each hash holds 64 MiB, unless set, and a core for a tenth of a second, so few run at once and not many wait: a flood of sign-ins
 * is refused at the door instead of taking the server's memory.
 *
 * New passwords wait in a line of their own, and no more of them come to the common one than can run: a class that signs
 * up takes all the cores there are, and whoever signs in meanwhile waits for those under way and not for the class.
 *
 * @param limits `mebibytes`: of new hashes; those that are there are compared at what they were made with
 */
export function createPasswordHasher(limits: {
  readonly atOnce: number
  readonly waiting: number
  readonly mebibytes: number
}): PasswordHasher {
  const cost = costOf(limits.mebibytes)
  const all = pLimit(limits.atOnce)
  const made = pLimit(limits.atOnce)

  async function inTurn<T>(line: typeof all, work: () => Promise<T>): Promise<Result<T>> {
    const isFull = line.activeCount >= limits.atOnce && line.pendingCount >= limits.waiting
    return isFull ? err(appError('busy', { retryAfterMs: 2_000 })) : ok(await line(work))
  }

  // Of a password nobody has.
  const decoy = hash(randomBytes(32), cost)
  return {
    hash: (password) => inTurn(made, () => all(() => hash(normalize(password), cost))),
    isRight: (password, passwordHash) =>
      inTurn(all, async () => {
        // Empty: of an account that is no more.
        const hasOne = passwordHash !== undefined && passwordHash !== ''
        const isSame = await verify(hasOne ? passwordHash : await decoy, normalize(password))
        return isSame && hasOne
      }),
  }
}

/** The same letters, whichever way a keyboard composes them. */
function normalize(password: string): string {
  return password.normalize('NFC')
}
