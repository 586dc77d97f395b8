import { createServer, connect as dial, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import type { NatsConnection } from 'nats.ws'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { apiPaths } from '../../../common/http-contract/api-paths.ts'
import type { RoomId, UserId } from '../../../common/ids.ts'
import { type RoomPresence, roomPresenceSchema } from '../../../common/presence-event.ts'
import { subjects } from '../../../common/subjects.ts'
import { findFreePort } from '../../../test-kit/free-port.ts'
import { connectTestClient } from '../../rigs/nats-test-client.ts'
import { natsServerBinary } from '../../rigs/nats-test-server.ts'
import { createRawPerson, type RawPerson } from '../../rigs/raw-person.ts'
import { createRoom, startTestRun, startTestServer, type TestServer, until } from '../../rigs/test-server.ts'
import type { ServerRun } from '../../server-run.ts'

/**
 * A crowd comes and goes, and everybody who listens knows within bounds. NATTER_PRESENCE=1 takes twenty people in five rooms, and a
 * hundred who come back at once; it cuts connections, holds one still without a word (which the broker finds out by its pings), ends
 * the role that speaks, and prints how long each took. CI takes six, suspends nobody, and leaves the count of messages to
 * `presence-ledger.test.ts`.
 */
const isWhole = process.env.NATTER_PRESENCE !== undefined
const crowd = isWhole ? 20 : 6
const returning = isWhole ? 100 : crowd
const roomCount = isWhole ? 5 : 2
const onlineWithinMs = 2_000
const offlineWithinMs = 30_000

describe.skipIf(natsServerBinary === undefined)(`${crowd} people in ${roomCount} rooms`, () => {
  let server: TestServer
  let other: ServerRun | undefined
  let listener: RawPerson
  let ears: NatsConnection
  let people: readonly RawPerson[]
  let rooms: readonly RoomId[]
  const live = new Map<UserId, NatsConnection>()
  const jwts = new Map<UserId, string>()
  /** Room by room what was said last of each, and every message with its time. */
  const states = new Map<string, string>()
  const heard: { readonly room: RoomId; readonly at: number; readonly said: RoomPresence }[] = []
  const note = (figure: string) => {
    if (isWhole) console.info(figure)
  }

  beforeAll(async () => {
    server = await startTestServer({ NATTER_CONTACTS: 'open', NATTER_MEMBER_CAP: '200' })
    listener = await createRawPerson(server, 'listener')
    const names = Array.from({ length: Math.max(crowd, returning) }, (_, index) => `p${index}`)
    const all = await Promise.all(names.map((name) => createRawPerson(server, name)))
    people = all
    const made: RoomId[] = []
    for (let index = 0; index < roomCount; index++) {
      // The first room has everybody, the others a part each.
      const members = index === 0 ? all : all.slice(0, crowd).filter((_, place) => place % roomCount !== index)
      made.push(
        (
          await createRoom(
            server.call,
            listener.accessToken,
            members.map(({ id }) => id),
          )
        ).id,
      )
    }
    rooms = made
    ears = (await listener.connect()).live
    for (const room of rooms) {
      ears.subscribe(subjects.roomPresence(room), {
        callback: (_, message) => {
          const said = roomPresenceSchema.parse(message.json())
          // Another run knows nothing of what was said before it, and says who is there; a client asks `/sync`.
          const before = heard.findLast((one) => one.room === room)?.said.run
          if (before !== undefined && before !== said.run) {
            for (const key of states.keys()) if (key.startsWith(`${room} `)) states.delete(key)
          }
          heard.push({ room, at: Date.now(), said })
          for (const { user, state } of said.changes) states.set(`${room} ${user}`, state)
        },
      })
    }
    await ears.flush()
    await Promise.all(
      people.map(async (person) => {
        const { jwt, live: first } = await person.connect()
        jwts.set(person.id, jwt)
        await first.close()
      }),
    )
    await until(() => people.every(({ id }) => stateOf(id) !== 'online'))
  }, 240_000)
  afterAll(async () => {
    for (const connection of live.values()) await connection.close()
    await ears?.close()
    await other?.stop()
    await server?.stop()
  })

  const roomsOf = (user: UserId) =>
    rooms.filter((_, index) => index === 0 || people.findIndex(({ id }) => id === user) % roomCount !== index)
  const some = () => people.slice(0, crowd)
  const stateOf = (user: UserId) => states.get(`${rooms[0]} ${user}`) ?? 'offline'
  const isSaidOf = (user: UserId, state: string) =>
    roomsOf(user).every((room) => (states.get(`${room} ${user}`) ?? 'offline') === state)
  async function come(person: RawPerson, wsUrl = server.nats.wsUrl): Promise<void> {
    live.set(person.id, await connectTestClient({ wsUrl }, person.identity, jwts.get(person.id) ?? ''))
  }
  async function measure(what: string, isSo: () => boolean, withinMs: number): Promise<void> {
    const startedAt = Date.now()
    await until(isSo)
    const took = Date.now() - startedAt
    note(`${what}: ${took} ms`)
    if (isWhole) expect(took, what).toBeLessThan(withinMs)
  }

  it('are online in each of their rooms within two seconds of coming, and offline soon after they are cut', async () => {
    await Promise.all(some().map((person) => come(person)))
    await measure('all online', () => some().every(({ id }) => isSaidOf(id, 'online')), onlineWithinMs)
    const gone = some().slice(0, Math.floor(crowd / 2))
    await Promise.all(gone.map(({ id }) => live.get(id)?.close()))
    await measure('half of them cut, offline', () => gone.every(({ id }) => isSaidOf(id, 'offline')), offlineWithinMs)
    const rest = some().slice(gone.length)
    expect(rest.every(({ id }) => isSaidOf(id, 'online'))).toBe(true)
    await Promise.all(gone.map((person) => come(person)))
    // Though the room has just heard that they went.
    await measure('they come back, online', () => gone.every(({ id }) => isSaidOf(id, 'online')), onlineWithinMs)
  }, 120_000)

  it.skipIf(!isWhole)(
    'are offline within thirty seconds where they fall silent without a word',
    async () => {
      const [person] = some()
      if (person === undefined) throw new Error('nobody')
      await live.get(person.id)?.close()
      await until(() => isSaidOf(person.id, 'offline'))
      const line = await openLine(server.nats.wsPort)
      await come(person, `ws://127.0.0.1:${line.port}`)
      await until(() => isSaidOf(person.id, 'online'))
      line.hold()
      await measure('suspended, offline', () => isSaidOf(person.id, 'offline'), offlineWithinMs)
      line.close()
      await come(person)
      await until(() => isSaidOf(person.id, 'online'))
    },
    120_000,
  )

  it('are said by another copy of the role within the lease of the one that is gone, and agree with /sync', async () => {
    other = await startTestRun(server.nats)
    await other.up
    const before = heard.at(-1)?.said.run
    await server.run.stop()
    const leaver = some().at(-1)
    if (leaver === undefined) throw new Error('nobody')
    await live.get(leaver.id)?.close()
    await measure('the role ended: another run speaks', () => heard.at(-1)?.said.run !== before, offlineWithinMs)
    await measure('who left meanwhile, offline', () => isSaidOf(leaver.id, 'offline'), offlineWithinMs)
    const { buildCall } = await import('../../rigs/test-server.ts')
    const sync = await buildCall(other)({ path: apiPaths.sync, token: listener.accessToken })
    const there = (sync.json().presence as readonly { user: UserId; state: string }[])
      .filter(({ state }) => state === 'online')
      .map(({ user }) => user)
    const expected = some().filter(({ id }) => id !== leaver.id)
    expect(there.filter((user) => user !== listener.id).sort()).toEqual(expected.map(({ id }) => id).sort())
  }, 120_000)

  it.skipIf(!isWhole)(
    'say no more than a message a room every two seconds, whoever comes back at once',
    async () => {
      const absent = people.filter(({ id }) => stateOf(id) !== 'online')
      await Promise.all([...live.values()].map((connection) => connection.close()))
      await until(() => people.every(({ id }) => stateOf(id) !== 'online'))
      await sleep(2_500)
      const from = heard.length
      await Promise.all(people.map((person) => come(person)))
      await measure(
        `${people.length} (${absent.length} for the first time) come at once, online`,
        () => people.every(({ id }) => stateOf(id) === 'online'),
        2 * onlineWithinMs,
      )
      await sleep(4_500)
      for (const room of rooms) {
        const times = heard.slice(from).flatMap((one) => (one.room === room && !isWholeList(one.said) ? one.at : []))
        for (const [index, at] of times.entries()) {
          const before = times[index - 1]
          // Between saying and hearing lies a busy machine.
          if (before !== undefined) expect(at - before).toBeGreaterThan(1_500)
        }
        note(`room ${room === rooms[0] ? 'of all' : 'of some'}: ${times.length} messages`)
      }
    },
    120_000,
  )

  /** The half-minute's, of everybody there; it is a second one beside what changes. */
  function isWholeList({ changes }: RoomPresence): boolean {
    return (
      changes.length > 1 &&
      changes.every(({ state }) => state !== 'offline') &&
      changes.length === new Set(changes.map(({ user }) => user)).size &&
      changes.some(({ user }) => user === listener.id)
    )
  }
})

/** A line to the broker that can be held still, as a laptop's that is shut: nothing comes, and nothing says so. */
async function openLine(
  to: number,
): Promise<{ readonly port: number; readonly hold: () => void; readonly close: () => void }> {
  const port = await findFreePort()
  const sockets = new Set<Socket>()
  const line = createServer((inner) => {
    const outer = dial(to, '127.0.0.1')
    for (const socket of [inner, outer]) {
      sockets.add(socket)
      socket.on('error', () => socket.destroy())
    }
    inner.on('data', (data) => outer.write(data))
    outer.on('data', (data) => inner.write(data))
  })
  await new Promise<void>((done) => line.listen(port, '127.0.0.1', done))
  return {
    port,
    hold: () => {
      for (const socket of sockets) socket.pause()
    },
    close: () => {
      for (const socket of sockets) socket.destroy()
      line.close()
    },
  }
}
