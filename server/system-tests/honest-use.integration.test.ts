import { randomBytes } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import { headers, type NatsConnection } from 'nats.ws'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Session } from '../../common/http-contract/account-contract.ts'
import { apiPaths } from '../../common/http-contract/api-paths.ts'
import type { Credential } from '../../common/http-contract/credential-contract.ts'
import type { Room } from '../../common/http-contract/room-contract.ts'
import { buildEventId, type RoomId, type UserId } from '../../common/ids.ts'
import { subjects } from '../../common/subjects.ts'
import { parseUserNotice } from '../../common/user-notice.ts'
import { encodeBody } from '../../common/wire-decode.ts'
import { connectTestClient, createTestIdentity } from '../rigs/nats-test-client.ts'
import { natsServerBinary, startTestNats, type TestNats } from '../rigs/nats-test-server.ts'
import { createServerProcess, isServerBuilt, type ServerProcess } from '../rigs/server-test-process.ts'

/**
 * Twenty people, each with two devices, who use it as much as people can: everybody writes several times a second, types,
 * marks read, loses the line, comes back and says everything again, makes rooms. All limits are as they are by default.
 * Nobody is cut, muted or refused. Ten minutes of it: `NATTER_HONEST_SECONDS=600 npx vitest run --project integration
 * server/system-tests/honest-use`, with the server built.
 */
const lastsSeconds = Number(process.env.NATTER_HONEST_SECONDS ?? 20)
const people = 20
const sharedRooms = 3

type Device = { connection: NatsConnection; readonly reconnect: () => Promise<void> }
type Person = {
  readonly user: UserId
  readonly rooms: RoomId[]
  readonly devices: Device[]
  readonly call: (method: string, path: string, body?: object) => Promise<Response>
  readonly renew: () => Promise<void>
}

describe.skipIf(natsServerBinary === undefined || !isServerBuilt)('heavy honest use', () => {
  let nats: TestNats
  let server: ServerProcess
  const all: Person[] = []
  /** What happened to somebody who did nothing. */
  const wrongs: string[] = []
  const waits: number[] = []
  let isOver = false

  beforeAll(async () => {
    nats = await startTestNats()
    server = await createServerProcess(nats, { NATTER_GUARD: 'on', NATTER_REQUESTS_PER_MINUTE: '600' })
    await server.start()
    for (let n = 0; n < people; n++) all.push(await join(`honest${n}`))
    const [first, ...rest] = all
    if (first === undefined) throw new Error('nobody is there')
    const members = rest.map(({ user }) => user)
    for (let n = 0; n < sharedRooms; n++) {
      const made = await first.call('POST', apiPaths.rooms, { name: `Room ${n}`, members })
      const { room } = (await made.json()) as { room: Room }
      for (const { rooms } of all) rooms.push(room.id)
    }
    for (const person of all) await person.renew()
  }, 120_000)
  afterAll(async () => {
    isOver = true
    for (const { devices } of all) for (const { connection } of devices) await connection.close()
    await server?.stop()
    await nats?.stop()
  })

  async function join(handle: string): Promise<Person> {
    let token = ''
    const call: Person['call'] = async (method, path, body) => {
      const answer = await fetch(server.url + path, {
        method,
        headers: { ...(token === '' ? {} : { authorization: `Bearer ${token}` }), 'content-type': 'application/json' },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      })
      if (!answer.ok) wrongs.push(`${handle}: ${method} ${path} ${answer.status}`)
      return answer
    }
    const account = { handle, displayName: handle, password: 'correct horse battery' }
    const session = (await (await call('POST', apiPaths.register, account)).json()) as Session
    token = session.accessToken
    const user = session.user.id
    const rooms: RoomId[] = []
    const devices: Device[] = []

    async function connect(who: ReturnType<typeof createTestIdentity>): Promise<NatsConnection> {
      const proof = who.key.sign(Buffer.from(token)).toString('base64url')
      const issued = await call('POST', apiPaths.credentials, { publicKey: who.publicKey, proof })
      const connection = await connectTestClient(nats, who, ((await issued.json()) as Credential).jwt)
      for (const room of rooms) connection.subscribe(subjects.roomAll(room), { callback: () => {} })
      connection.subscribe(subjects.userTopic(user, 'notices'), {
        callback: (_, { data }) => {
          const notice = parseUserNotice(data)
          if (notice?.kind === 'muted') wrongs.push(`${handle}: muted, ${notice.reason}`)
        },
      })
      await connection.flush()
      // All that was read is said again.
      for (const room of rooms) connection.publish(subjects.sendRead(room, user), encodeBody({ v: 1, seq: 1 }))
      return connection
    }
    for (let n = 0; n < 2; n++) {
      const who = createTestIdentity(user)
      const device: Device = {
        connection: await connect(who),
        reconnect: async () => {
          const before = device.connection
          device.connection = await connect(who)
          watch(device.connection)
          closing.add(before)
          await before.drain()
        },
      }
      const closing = new Set<NatsConnection>()
      const watch = (connection: NatsConnection) =>
        void connection.closed().then((fault) => {
          if (!isOver && !closing.has(connection)) wrongs.push(`${handle}: cut off, ${String(fault)}`)
        })
      watch(device.connection)
      devices.push(device)
    }
    const renew = async () => {
      for (const device of devices) await device.reconnect()
    }
    return { user, rooms, devices, call, renew }
  }

  async function say({ user, rooms, devices }: Person): Promise<void> {
    const { connection } = pick(devices)
    const room = pick(rooms)
    const id = buildEventId(Date.now(), randomBytes(10))
    const event = { v: 1, kind: 'message.posted', id, at: Date.now(), text: 'tea '.repeat(20), format: 'plain' }
    const head = headers()
    head.set('Nats-Msg-Id', id)
    const beganAt = performance.now()
    const asked = { headers: head, timeout: 20_000 }
    // The line may be given up while it is asked; an outbox would send it again.
    const ack = await connection
      .request(subjects.sendEvent(room, user), encodeBody(event), asked)
      .catch(() => undefined)
    if (ack !== undefined) waits.push(performance.now() - beganAt)
  }
  const pick = <T>(from: readonly T[]): T => {
    const one = from[Math.floor(Math.random() * from.length)]
    if (one === undefined) throw new Error('nothing to pick from')
    return one
  }

  async function live(person: Person, untilAt: number): Promise<void> {
    for (let second = 0; Date.now() < untilAt; second++) {
      const nextAt = Date.now() + 1_000
      const { connection } = pick(person.devices)
      for (let n = 0; n < 2; n++) {
        connection.publish(subjects.roomTyping(pick(person.rooms), person.user), encodeBody({ v: 1, typing: true }))
      }
      for (const room of person.rooms) {
        connection.publish(subjects.sendRead(room, person.user), encodeBody({ v: 1, seq: second }))
      }
      // Now three at once, now none: two hundred in a minute.
      await Promise.all(Array.from({ length: Math.floor(Math.random() * 8) }, () => say(person)))
      if (Math.random() < 1 / 60) await pick(person.devices).reconnect()
      if (Math.random() < 1 / 120) {
        const made = (await (await person.call('POST', apiPaths.rooms, { name: 'New', members: [] })).json()) as {
          room: Room
        }
        person.rooms.push(made.room.id)
        await person.renew()
      }
      if (Math.random() < 1 / 10) await person.call('GET', apiPaths.sync)
      await delay(Math.max(0, nextAt - Date.now()))
    }
  }

  it(`of twenty people for ${lastsSeconds} s cuts, mutes and refuses nobody`, {
    timeout: (lastsSeconds + 90) * 1_000,
  }, async () => {
    const untilAt = Date.now() + lastsSeconds * 1_000
    await Promise.all(all.map((person) => live(person, untilAt)))
    const sorted = waits.sort((a, b) => a - b)
    const at = (part: number) => (sorted[Math.floor(sorted.length * part)] ?? 0).toFixed(1)
    const metrics = await (await fetch(`${server.url}/metrics`)).text()
    const guarded = metrics.split('\n').filter((line) => /^natter_guard_(cut|closed)_total/.test(line))
    console.log(`${sorted.length} messages in ${lastsSeconds} s; acknowledged p50 ${at(0.5)} ms, p99 ${at(0.99)} ms`)
    expect(wrongs).toEqual([])
    expect(guarded).toEqual([])
    expect(sorted.length).toBeGreaterThan(lastsSeconds)
  })
})
