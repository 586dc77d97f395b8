import { randomBytes } from 'node:crypto'
import type { ScopedRoom } from '../common/credential-scope.ts'
import { buildRoomId, buildUserId, type PublicNkey } from '../common/ids.ts'
import { isProofOf } from '../server/credentials/credential-proof.ts'
import { buildClientJwt } from '../server/nats/client-jwt.ts'
import { createNkeyPair } from '../server/nats/nkey.ts'

/** For the bench: what one core does of the work of `POST /credentials` that is not the store's, each second. */
export type IssuingSpeed = {
  readonly issuedPerSecond: number
  readonly proofsPerSecond: number
  readonly jwtBytes: number
}

export function measureIssuing(roomsOfUser: number, forMs: number): IssuingSpeed {
  const keys = { clientsScope: createNkeyPair('account'), clientsAccount: createNkeyPair('account') }
  const device = createNkeyPair('user')
  const publicKey = device.publicKey as PublicNkey
  const user = buildUserId(randomBytes(32))
  const rooms: ScopedRoom[] = Array.from({ length: roomsOfUser }, (_, index) => ({
    room: buildRoomId(index % 8, randomBytes(32)),
    reach: 'room',
  }))
  const issue = (issuedAtSec: number) => buildClientJwt(keys, { user, publicKey, rooms, issuedAtSec, lifeSec: 43_200 })
  const accessToken = randomBytes(180).toString('base64url')
  const proof = device.sign(Buffer.from(accessToken)).toString('base64url')
  return {
    issuedPerSecond: countPerSecond(forMs, issue),
    proofsPerSecond: countPerSecond(forMs, () => isProofOf(publicKey, accessToken, proof)),
    jwtBytes: issue(0).length,
  }
}

function countPerSecond(forMs: number, work: (round: number) => unknown): number {
  for (let round = 0; round < 200; round++) work(round)
  const startedAt = performance.now()
  let rounds = 0
  while (performance.now() - startedAt < forMs) work(rounds++)
  return Math.round((rounds * 1_000) / (performance.now() - startedAt))
}
