import { randomBytes } from 'node:crypto'
import { headers, type NatsConnection } from 'nats.ws'
import type { Session } from '../common/http-contract/account-contract.ts'
import { apiPaths } from '../common/http-contract/api-paths.ts'
import type { Credential } from '../common/http-contract/credential-contract.ts'
import type { Room } from '../common/http-contract/room-contract.ts'
import { buildEventId, type RoomId, type UserId } from '../common/ids.ts'
import { subjects } from '../common/subjects.ts'
import { encodeBody } from '../common/wire-decode.ts'
import { startFlood } from '../server/rigs/flood-rig.ts'
import { connectTestClient, createTestIdentity, type TestIdentity } from '../server/rigs/nats-test-client.ts'
import { startTestNats, type TestNats } from '../server/rigs/nats-test-server.ts'
import { createServerProcess, type ServerProcess } from '../server/rigs/server-test-process.ts'
import { buildSpread, buildTable, sayMs, sayRatio } from './figures.ts'

type Person = { readonly who: TestIdentity; readonly token: string; readonly jwt: () => Promise<string> }
type Lines = Readonly<Record<string, (me: UserId, own: RoomId, victim: UserId) => string>>

const lines: Lines = {
  'stored events': (me, own) => `PUB ${subjects.sendEvent(own, me)} 2\r\n{}\r\n`,
  typing: (me, own) => `PUB ${subjects.roomTyping(own, me)} 21\r\n{"v":1,"typing":true}\r\n`,
  'refused publishes': (_, own, victim) => `PUB ${subjects.sendEvent(own, victim)} 2\r\n{}\r\n`,
  'presence requests': (me) => `PUB ${subjects.sendPresence(me)} ${subjects.inboxPrefix(me)}.x 2\r\n{}\r\n`,
  'answers aimed at others': (me, own, victim) =>
    `PUB ${subjects.sendEvent(own, me)} ${subjects.userTopic(victim, 'credentials')} 2\r\n{}\r\n`,
  'subscriptions (five connections)': (me) => `SUB ${subjects.inboxPrefix(me)}.x 1\r\nUNSUB 1\r\n`,
}

/** One genuine credential floods; five people chat. Until when it is there, and what the others' acknowledgements take. */
export async function runFloodBench(): Promise<void> {
  const nats = await startTestNats()
  const server = await createServerProcess(nats, { NATTER_GUARD: 'on', NATTER_LOG_LEVEL: 'silent' })
  const others: { readonly who: TestIdentity; readonly connection: NatsConnection }[] = []
  try {
    await server.start()
    const people = await Promise.all(['ann', 'ben', 'cara', 'dan', 'eve'].map((name) => join(server, name)))
    const members = people.slice(1).map(({ who }) => who.user)
    const room = await createRoom(server, people[0]?.token ?? '', members)
    for (const { who, jwt } of people) others.push({ who, connection: await connectTestClient(nats, who, await jwt()) })
    const rows = [['flood of', 'gone after ms', "others' p99 at rest", 'meanwhile : rest', 'afterwards : rest']]
    for (const [name, line] of Object.entries(lines)) {
      const connections = name.startsWith('subscriptions') ? 5 : 1
      rows.push([name, ...(await measure({ nats, server, room, others, line, connections }))])
    }
    console.log('\nFloods by one genuine credential (aims: gone after 1,000 ms; afterwards under 2×):')
    console.log(buildTable(rows))
  } finally {
    for (const { connection } of others) await connection.close()
    await server.stop()
    await nats.stop()
  }
}

type Scene = {
  readonly nats: TestNats
  readonly server: ServerProcess
  readonly room: RoomId
  readonly others: readonly { readonly who: TestIdentity; readonly connection: NatsConnection }[]
  readonly line: Lines[string]
  readonly connections: number
}

async function measure({ nats, server, room, others, line, connections }: Scene): Promise<readonly string[]> {
  const mallory = await join(server, `mal${randomBytes(4).toString('hex')}`)
  const own = await createRoom(server, mallory.token, [])
  const rest = buildSpread(await acks(others, room, 150)).p99
  const victim = others[0]?.who.user ?? mallory.who.user
  const text = line?.(mallory.who.user, own, victim) ?? ''
  const flood = startFlood({ nats, who: mallory.who, jwt: await mallory.jwt(), line: text, connections })
  const begunAt = await flood.begun
  const during = acks(others, room, 40)
  const goneAt = await flood.refused
  await flood.stop()
  const meanwhile = buildSpread(await during).p99
  const after = buildSpread(await acks(others, room, 150)).p99
  return [(goneAt - begunAt).toFixed(0), sayMs(rest), sayRatio(meanwhile / rest), sayRatio(after / rest)]
}

/** How long each of some messages, by one after the other, waits for its acknowledgement. */
async function acks(others: Scene['others'], room: RoomId, count: number): Promise<readonly number[]> {
  const waits: number[] = []
  for (let n = 0; n < count; n++) {
    const sender = others[n % others.length]
    if (sender === undefined) throw new Error('nobody is there')
    const id = buildEventId(Date.now(), randomBytes(10))
    const event = { v: 1, kind: 'message.posted', id, at: Date.now(), text: 'tea', format: 'plain' }
    const head = headers()
    head.set('Nats-Msg-Id', id)
    const beganAt = performance.now()
    const asked = { headers: head, timeout: 20_000 }
    await sender.connection.request(subjects.sendEvent(room, sender.who.user), encodeBody(event), asked)
    waits.push(performance.now() - beganAt)
    await new Promise((next) => setTimeout(next, 20))
  }
  return waits
}

async function join(server: ServerProcess, handle: string): Promise<Person> {
  const account = { handle, displayName: handle, password: 'correct horse battery' }
  const session = (await ask(server, apiPaths.register, account)) as Session
  const who = createTestIdentity(session.user.id)
  const token = session.accessToken
  const jwt = async () => {
    const proof = who.key.sign(Buffer.from(token)).toString('base64url')
    return ((await ask(server, apiPaths.credentials, { publicKey: who.publicKey, proof }, token)) as Credential).jwt
  }
  return { who, token, jwt }
}

async function createRoom(server: ServerProcess, token: string, members: readonly UserId[]): Promise<RoomId> {
  const { room } = (await ask(server, apiPaths.rooms, { name: 'Tea', members }, token)) as { readonly room: Room }
  return room.id
}

async function ask({ url }: ServerProcess, path: string, body: object, token = ''): Promise<unknown> {
  const answer = await fetch(url + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify(body),
  })
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`)
  return await answer.json()
}
