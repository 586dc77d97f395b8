import { createHash } from 'node:crypto'
import { encodeBase32, type NkeyPair } from './nkey.ts'

/**
 * The envelope of nats-jwt v2, the same for operators, accounts, activations and users.
 * Source: https://github.com/nats-io/jwt, v2/claims.go
 */
export type NatsClaims = {
  readonly iat: number
  readonly exp?: number
  readonly sub: string
  readonly name: string
  readonly nats: {
    readonly type: 'operator' | 'account' | 'activation' | 'user'
    readonly version: 2
    readonly [field: string]: unknown
  }
}

const header = Buffer.from('{"typ":"JWT","alg":"ed25519-nkey"}').toString('base64url')

/** Equal claims by the same signer give equal bytes: Ed25519 has no chance in it, and the id is a hash of all of them. */
export function encodeJwt(signer: NkeyPair, claims: NatsClaims): string {
  const body = { iss: signer.publicKey, ...claims }
  // The official library hashes the envelope alone. The resolver takes two JWTs of one id for the same, so ours covers
  // the contents too.
  const jti = encodeBase32(createHash('sha512-256').update(JSON.stringify(body)).digest())
  const signed = `${header}.${Buffer.from(JSON.stringify({ jti, ...body })).toString('base64url')}`
  return `${signed}.${signer.sign(Buffer.from(signed)).toString('base64url')}`
}

/** The claims inside, of whoever signed them; undefined for what is no JWT. */
export function parseJwtBody(jwt: string): unknown {
  try {
    return JSON.parse(Buffer.from(jwt.split('.')[1] ?? '', 'base64url').toString())
  } catch {
    return undefined
  }
}
