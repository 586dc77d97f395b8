import { randomBytes } from 'node:crypto'
import type { MsgHdrs, NatsConnection } from 'nats.ws'
import { headers, jwtAuthenticator, nkeys, wsconnect } from 'nats.ws'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { WebSocket as NodeWebSocket } from 'ws'
import { apiPaths } from '../../common/http-contract/api-paths.ts'
import type { RoomId, UserId } from '../../common/ids.ts'
import { buildEventId } from '../../common/ids.ts'
import { subjects } from '../../common/subjects.ts'
import { encodeUtf8 } from '../../common/text-codec.ts'
import { newHandle } from './engine-test-client.ts'
import { until } from './engine-test-server.ts'
import type { EngineTestbed } from './engine-testbed.ts'
import { startEngineTestbed } from './engine-testbed.ts'

let testbed: EngineTestbed

beforeAll(async () => {
  testbed = await startEngineTestbed()
})
afterAll(() => testbed?.stop())

/** Somebody with an account and a key, and a client of their own making. */
async function startAttacker() {
  const { origin } = testbed.installation
  const post = async (path: string, body: object, token?: string) => {
    const reply = await fetch(origin + path, {
      method: 'POST',
      body: JSON.stringify(body),
      headers: { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) },
    })
    return reply.json()
  }
  const handle = newHandle()
  const { user, accessToken } = await post(apiPaths.register, { handle, displayName: 'Eve', password: 'let me in now' })
  const pair = nkeys.createUser()
  const proof = Buffer.from(pair.sign(encodeUtf8(accessToken))).toString('base64url')
  return {
    user: user.id as UserId,
    handle,
    async connect(): Promise<NatsConnection> {
      const { jwt, servers } = await post(apiPaths.credentials, { publicKey: pair.getPublicKey(), proof }, accessToken)
      return wsconnect({
        servers,
        authenticator: jwtAuthenticator(jwt, pair.getSeed()),
        inboxPrefix: subjects.inboxPrefix(user.id),
        wsFactory: async (url) => ({ socket: new NodeWebSocket(url) as unknown as WebSocket, encrypted: false }),
      })
    },
  }
}

/** Header bytes that no honest library would write. */
function rawHeaders(lines: string): MsgHdrs {
  return { encode: () => encodeUtf8(`NATS/1.0\r\n${lines}\r\n\r\n`) } as unknown as MsgHdrs
}

function sayHostileThings(connection: NatsConnection, room: RoomId, eve: UserId, victim: UserId) {
  const subject = subjects.sendEvent(room, eve)
  const newId = () => buildEventId(Date.now(), randomBytes(10))
  const say = (body: string | Uint8Array, hdrs?: MsgHdrs, reply?: string) =>
    connection.publish(subject, body, { ...(hdrs && { headers: hdrs }), ...(reply && { reply }) })
  const post = (id: string, more: object = {}) =>
    JSON.stringify({ v: 1, kind: 'message.posted', id, at: 1, text: 'HOSTILE', format: 'plain', ...more })
  const withId = (id: string) => {
    const list = headers()
    list.append('Nats-Msg-Id', id)
    return list
  }
  const [a, b, c, d, e, f] = [newId(), newId(), newId(), newId(), newId(), newId()]
  say('not json at all', withId(newId()))
  say(new Uint8Array([0xff, 0xfe, 0x00]), withId(newId()))
  say(post(a), rawHeaders(`Nats-Msg-Id: ${a}\r\nBad Name: 1`))
  say(post(b), rawHeaders(`Nats-Msg-Id: ${b}\r\n\u0001\u0002: x`))
  say(post(c), rawHeaders(`Nats-Msg-Id: ${c}\r\nNats-Sequence: 9999999`))
  say(post(d, { author: victim, room: 'elsewhere' }), withId(d))
  say(post(e, { text: 'HOSTILE \ud800' }), withId(e))
  say(post(newId()), withId(f))
  say(JSON.stringify({ v: 1, kind: 'member.joined', id: f, at: 1, user: eve, role: 'owner', by: victim }), withId(f))
  say(`{"v":1,"kind":"message.posted","id":"${f}","at":1,"__proto__":{"text":"HOSTILE"}}`, withId(f))
  say(post(newId()), undefined, subjects.sendEvent(room, victim))
  // Live lanes reach no stream: forged events, receipts and heads must come to nothing at all.
  for (const lane of ['live.typing', 'live.call']) connection.publish(`room.${room}.${eve}.${lane}`, 'nonsense')
  connection.publish(`room.${room}.${eve}.live.typing`, '{"v":1,"typing":"yes"}', {
    headers: rawHeaders('Bad Name: 1'),
  })
  connection.publish(`room.${room}.${eve}.event`, post(newId()))
  connection.publish(`room.${room}.system.head`, '{"v":1,"prev":0,"head":99999,"count":99999,"refused":[]}')
  connection.publish(`user.${victim}.credentials`, '{}')
}

test('whatever a member sends, the others see nothing of it and go on hearing each other', async () => {
  const { ana, ben, room } = await testbed.startPair()
  const eve = await startAttacker()
  await ana.get({ kind: 'add-member', room, user: eve.user }).catch(async () => {
    await ana.get({ kind: 'find-user', handle: eve.handle })
    await ana.get({ kind: 'add-member', room, user: eve.user })
  })
  await until('Eve is in', () => ben.state().members[room]?.some(({ user }) => user === eve.user))
  const connection = await eve.connect()
  const changesBefore = ben.changes.length
  for (let round = 0; round < 3; round++) sayHostileThings(connection, room, eve.user, ben.me())
  await connection.flush()
  // Stored after all of it, in the same stream: who hears this has heard the rest.
  await ana.get({ kind: 'send-message', room, text: 'still here', format: 'plain' })
  await until('Ben hears Ana', () => ben.texts(room).includes('still here'))
  await ben.get({ kind: 'send-message', room, text: 'me too', format: 'plain' })
  await until('Ana hears Ben', () => ana.texts(room).includes('me too'))
  for (const client of [ana, ben]) {
    expect(client.texts(room)).toEqual(['still here', 'me too'])
    expect(client.state().typing[room]).toBeUndefined()
    expect(client.state().connection.kind).toBe('online')
  }
  const cut = ben.changes
    .slice(changesBefore)
    .some((change) => change.slice === 'connection' && change.value.kind === 'offline')
  expect(cut).toBe(false)
  await connection.close()
})
