import { randomBytes } from 'node:crypto'
import { headers, type NatsConnection } from 'nats.ws'
import type { Session } from '../../common/http-contract/account-contract.ts'
import { apiPaths } from '../../common/http-contract/api-paths.ts'
import { buildEventId, type EventId, type RoomId, type UserId } from '../../common/ids.ts'
import { subjects } from '../../common/subjects.ts'
import { connectTestClient, createTestIdentity, type TestIdentity } from './nats-test-client.ts'
import { type Call, signUp, type TestServer, testPassword } from './test-server.ts'

/** For tests of rights: somebody with an account, a key and nothing of our client. What they may do is tried at the broker. */
export type RawPerson = Required<Session> & {
  readonly id: UserId
  readonly handle: string
  readonly identity: TestIdentity
  readonly ask: (method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE', path: string, body?: unknown) => ReturnType<Call>
  /** With a credential for the rooms as they are now. */
  readonly connect: () => Promise<RawConnection>
}

export type Reached = 'room' | 'listen' | 'hear' | 'none'

export type RawConnection = {
  readonly jwt: string
  readonly version: string
  readonly live: NatsConnection
  /** Whether the broker takes what it came with once more. */
  readonly isLetIn: () => Promise<boolean>
  /** By what the broker refuses. Says something in the room where it may. */
  readonly tryReach: (room: RoomId) => Promise<Reached>
  readonly say: (room: RoomId, text: string) => Promise<{ readonly id: EventId; readonly seq: number }>
  /** Any event of a member, with its id and time. */
  readonly publish: (
    room: RoomId,
    event: object,
    id?: EventId,
  ) => Promise<{ readonly id: EventId; readonly seq: number }>
}

export async function createRawPerson(server: TestServer, handle: string): Promise<RawPerson> {
  return asRawPerson(server, await signUp(server.call, handle))
}

/** One more device of somebody. */
export async function signInRawPerson(server: TestServer, handle: string, password = testPassword): Promise<RawPerson> {
  const body = { handle, password }
  const desktop = { 'natter-client': 'desktop' }
  const answer = await server.call({ method: 'POST', path: apiPaths.login, headers: desktop, body })
  if (answer.statusCode !== 200) throw new Error(answer.body)
  return asRawPerson(server, answer.json())
}

function asRawPerson(server: TestServer, session: Required<Session>): RawPerson {
  const { accessToken: token, user } = session
  const identity = createTestIdentity(user.id)
  const ask: RawPerson['ask'] = (method, path, body) => server.call({ method, path, token, body })
  return {
    ...session,
    id: user.id,
    handle: user.handle,
    identity,
    ask,
    connect: async () => {
      const proof = identity.key.sign(Buffer.from(token)).toString('base64url')
      const answer = await ask('POST', apiPaths.credentials, { publicKey: identity.publicKey, proof })
      if (answer.statusCode !== 200) throw new Error(answer.body)
      const { jwt, version } = answer.json()
      return buildConnection(server, identity, {
        jwt,
        version,
        live: await connectTestClient(server.nats, identity, jwt),
      })
    },
  }
}

function buildConnection(
  server: TestServer,
  identity: TestIdentity,
  { jwt, version, live }: Pick<RawConnection, 'jwt' | 'version' | 'live'>,
): RawConnection {
  const publish: RawConnection['publish'] = async (room, fields, id = buildEventId(Date.now(), randomBytes(10))) => {
    const head = headers()
    head.set('Nats-Msg-Id', id)
    const event = { v: 1, id, at: Date.now(), ...fields }
    const options = { headers: head, timeout: 10_000 }
    const answer = await live.request(subjects.sendEvent(room, identity.user), JSON.stringify(event), options)
    return { id, seq: answer.json<{ seq: number }>().seq }
  }
  const say: RawConnection['say'] = (room, text) => publish(room, { kind: 'message.posted', text, format: 'plain' })
  const may = (act: () => Promise<unknown>) =>
    act().then(
      () => true,
      (fault: unknown) => {
        // Anything but the broker's refusal is a fault of the test.
        if (/permissions violation/i.test(String(fault))) return false
        throw fault
      },
    )
  return {
    jwt,
    version,
    live,
    say,
    publish,
    isLetIn: async () => {
      try {
        const again = await connectTestClient(server.nats, identity, jwt)
        // One that slips in is cut at once.
        await again.flush()
        await again.close()
        return true
      } catch {
        return false
      }
    },
    tryReach: async (room) => {
      if (await may(() => say(room, 'I may'))) return 'room'
      const mark = JSON.stringify({ v: 1, seq: 0 })
      if (await may(() => live.request(subjects.sendRead(room, identity.user), mark, { timeout: 10_000 })))
        return 'listen'
      return (await mayHear(live, room)) ? 'hear' : 'none'
    },
  }
}

/** The broker's answer to a subscription comes before the one to a ping, so after a flush it is known. */
async function mayHear(live: NatsConnection, room: RoomId): Promise<boolean> {
  let isRefused = false
  const subscription = live.subscribe(subjects.roomAll(room), {
    callback: (error) => {
      if (error !== null) isRefused = true
    },
  })
  await live.flush()
  subscription.unsubscribe()
  return !isRefused
}
