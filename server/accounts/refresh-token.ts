import { createHmac } from 'node:crypto'

export const refreshLifeMs = 90 * 86_400_000

/**
 * The successor of a refresh token. Derived, not drawn, so that the same attempt gives the same successor: a client
 * whose answer was lost on the way asks again and is not taken for a thief.
 * @param attempt random, chosen by the client once for each exchange
 */
export function buildSuccessor(secret: Buffer, token: string, attempt: string): string {
  return createHmac('sha256', secret).update(`${token}.${attempt}`).digest('base64url')
}
