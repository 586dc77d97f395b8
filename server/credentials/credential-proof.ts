import { credentialLife } from '../../common/credential-scope.ts'
import type { PublicNkey } from '../../common/ids.ts'
import { isSignedBy } from '../nats/nkey.ts'

/** Seconds a new credential lives: shorter while many revocations stand, so that the claims stay small. */
export function lifeSecOf(lifeMs: number, standingRevocations: number): number {
  const crowded = standingRevocations > credentialLife.revocationsForShort
  return Math.ceil((crowded ? Math.min(lifeMs, credentialLife.shortMs) : lifeMs) / 1_000)
}

/** Whether whoever asks holds the nkey: `proof` is its base64url signature over the access token, as it was sent. */
export function isProofOf(publicKey: PublicNkey, accessToken: string, proof: string): boolean {
  if (!/^[A-Za-z0-9_-]{86}(?:==)?$/.test(proof)) return false
  return isSignedBy(publicKey, Buffer.from(accessToken), Buffer.from(proof, 'base64url'))
}
