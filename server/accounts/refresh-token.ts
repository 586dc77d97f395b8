import { createHash, createHmac, randomBytes } from 'node:crypto'

export const refreshLifeMs = 90 * 86_400_000

/** 32 random bytes, base64url. */
export function createRefreshToken(): string {
  return randomBytes(32).toString('base64url')
}

/** What the store keeps in place of a token: it is random enough to need no salt and no slow hash. */
export function hashToken(token: string): string {
  return createHash('sha256').update(token).digest('base64url')
}

/**
 * The successor of a refresh token. Derived, not drawn, so that the same attempt gives the same successor: a client
 * whose answer was lost on the way asks again and is not taken for a thief.
 * @param attempt random, chosen by the client once for each exchange
 */
export function buildSuccessor(secret: Buffer, token: string, attempt: string): string {
  return createHmac('sha256', secret).update(`${token}.${attempt}`).digest('base64url')
}
