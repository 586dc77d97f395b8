import { randomBytes } from 'node:crypto'
import { NodeTransport, nodeResolveHost } from 'nats/lib/node_transport.js'
import { type NatsConnection, type WsConnectionOptions, wsconnect } from 'nats.ws'
import { setTransportFactory } from 'nats.ws/internal'
import { WebSocket as NodeWebSocket } from 'ws'
import { buildRoomId, buildUserId, type PublicNkey, type RoomId, type UserId } from '../../common/ids.ts'
import { subjects } from '../../common/subjects.ts'
import { buildClientJwt } from '../nats/client-jwt.ts'
import { createNkeyPair, type NkeyPair } from '../nats/nkey.ts'
import { buildScope, type RoomPlace } from '../reach/room-reach.ts'
import type { TestNats } from './nats-test-server.ts'

/** For tests and the bench: a client as a browser would be, over WebSocket, with a real credential. */
export type TestIdentity = {
  readonly user: UserId
  readonly key: NkeyPair
  readonly publicKey: PublicNkey
}

export function createTestIdentity(user: UserId = buildUserId(randomBytes(32))): TestIdentity {
  const key = createNkeyPair('user')
  return { user, key, publicKey: key.publicKey as PublicNkey }
}

export function createTestRoom(shard = 0): RoomId {
  return buildRoomId(shard, randomBytes(32))
}

/** `muted`: for saying too much. */
export type TestPlace = RoomPlace & { readonly muted?: boolean }

/** A credential for these rooms that was issued now and lives for an hour. */
export function buildTestJwt(nats: Pick<TestNats, 'keys'>, who: TestIdentity, places: readonly TestPlace[]): string {
  const issuedAtSec = Math.floor(Date.now() / 1_000)
  const rooms = places.flatMap(
    (place) =>
      buildScope([place], place.muted === true ? { mutedUntil: Number.POSITIVE_INFINITY } : {}, Date.now()).rooms,
  )
  return buildClientJwt(nats.keys, { user: who.user, publicKey: who.publicKey, rooms, issuedAtSec, lifeSec: 3_600 })
}

let dialing = 0

/**
 * Rejects where the broker refuses. A connection that is cut stays cut, so that a test can see it; a flush under way
 * rejects then, which the library's own waits for an answer for ever.
 *
 * The library keeps one kind of transport for the whole process, that of the latest connect: a server's connection over
 * TCP that lost its broker would look for it by WebSocket from then on, for ever. So TCP is put back afterwards.
 */
export async function connectTestClient(
  nats: Pick<TestNats, 'wsUrl'>,
  who: TestIdentity,
  jwt: string,
  options: WsConnectionOptions = {},
): Promise<NatsConnection> {
  dialing++
  try {
    const connection = await wsconnect({
      servers: nats.wsUrl,
      inboxPrefix: subjects.inboxPrefix(who.user),
      authenticator: buildTestAuthenticator(who, jwt),
      wsFactory: openNodeSocket,
      ...options,
      reconnect: false,
    })
    const flush = connection.flush.bind(connection)
    connection.flush = () => Promise.race([flush(), connection.closed().then(failAsCut)])
    return connection
  } finally {
    dialing--
    if (dialing === 0) setTransportFactory({ factory: () => new NodeTransport(), dnsResolveFn: nodeResolveHost })
  }
}

function failAsCut(cause: unknown): never {
  throw new Error('cut before the broker answered', { cause })
}

export function buildTestAuthenticator(who: TestIdentity, jwt: string) {
  return (nonce?: string) => ({
    jwt,
    nkey: who.publicKey,
    sig: who.key.sign(Buffer.from(nonce ?? '')).toString('base64'),
  })
}

// Node 20 has no WebSocket of its own; that of `ws` has the browser's interface, which its types do not say.
const openNodeSocket: NonNullable<WsConnectionOptions['wsFactory']> = async (url) => ({
  socket: new NodeWebSocket(url) as unknown as WebSocket,
  encrypted: url.startsWith('wss:'),
})
