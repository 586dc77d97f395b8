import { buildScopeTags, type ScopedRoom } from '../../common/credential-scope.ts'
import type { PublicNkey, UserId } from '../../common/ids.ts'
import type { NatsKeys } from '../secrets/nats-keys.ts'
import { encodeJwt } from './nats-jwt.ts'

export type ClientJwtRequest = {
  readonly user: UserId
  readonly publicKey: PublicNkey
  readonly rooms: readonly ScopedRoom[]
  /** Seconds since the epoch; revocation compares it. */
  readonly issuedAtSec: number
  readonly lifeSec: number
}

/** A user JWT that the broker reads with the template of the scoped key (`account-claims.ts`): who, which key, which rooms. */
export function buildClientJwt(
  keys: Pick<NatsKeys, 'clientsScope' | 'clientsAccount'>,
  want: ClientJwtRequest,
): string {
  return encodeJwt(keys.clientsScope, {
    iat: want.issuedAtSec,
    exp: want.issuedAtSec + want.lifeSec,
    sub: want.publicKey,
    name: want.user,
    nats: {
      type: 'user',
      version: 2,
      issuer_account: keys.clientsAccount.publicKey,
      tags: buildScopeTags(want.rooms),
    },
  })
}
