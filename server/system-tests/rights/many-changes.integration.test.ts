import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { apiPaths } from '../../../common/http-contract/api-paths.ts'
import type { RoomId } from '../../../common/ids.ts'
import { connectSystem } from '../../nats/broker-connection.ts'
import { natsServerBinary } from '../../rigs/nats-test-server.ts'
import { createRawPerson, type RawConnection, type RawPerson } from '../../rigs/raw-person.ts'
import { createRoom, startTestServer, type TestServer, until } from '../../rigs/test-server.ts'

/**
 * Rights are taken and given back all the time, while others only talk: nobody of these is cut, none of their words is lost, and the
 * claims that say what is revoked stay small. CI does a few; NATTER_CHANGES_MINUTES=5 does 200 a minute for five minutes.
 */
const minutes = Number(process.env.NATTER_CHANGES_MINUTES ?? 0)
const changes = minutes === 0 ? 24 : minutes * 200
const everyMs = minutes === 0 ? 0 : 300
/** Ten times an hour one hand may give back to one person, and a kick and a return are two changes. */
const roomCount = Math.max(2, Math.ceil(changes / 2 / 4 / 9))
const membersOfRoom = 4

describe.skipIf(natsServerBinary === undefined)('many changes of rights', () => {
  let server: TestServer
  beforeAll(async () => {
    server = await startTestServer({ NATTER_CONTACTS: 'open' })
  }, 120_000)
  afterAll(() => server?.stop())

  it(
    `(${changes}) cut nobody whom they are not about, lose no word, and keep the claims small`,
    async () => {
      const talkers = await Promise.all(Array.from({ length: 6 }, (_, index) => createRawPerson(server, `t${index}`)))
      const quiet = await createRoom(
        server.call,
        talkers[0]?.accessToken ?? '',
        talkers.slice(1).map(({ id }) => id),
      )
      const talking = await Promise.all(talkers.map((one) => one.connect()))
      const ears = talking[0] as RawConnection
      let isAnyCut = false
      for (const { live } of talking) void live.closed().then(() => (isAnyCut = true))
      let heard = 0
      ears.live.subscribe(`room.${quiet.id}.*.event`, { callback: () => void heard++ })
      await ears.live.flush()

      const rooms: { readonly owner: RawPerson; readonly room: RoomId; readonly members: RawPerson[] }[] = []
      for (let index = 0; index < roomCount; index++) {
        const owner = await createRawPerson(server, `o${index}`)
        const names = Array.from({ length: membersOfRoom }, (_, place) => `m${index}x${place}`)
        const members = await Promise.all(names.map((name) => createRawPerson(server, name)))
        rooms.push({
          owner,
          members,
          room: (
            await createRoom(
              server.call,
              owner.accessToken,
              members.map(({ id }) => id),
            )
          ).id,
        })
      }
      const pairs = rooms.flatMap(({ owner, room, members }) => members.map((member) => ({ owner, room, member })))
      const times: number[] = []
      let said = 0
      let largest = 0
      const startedAt = Date.now()
      for (let made = 0; made < changes; ) {
        const { owner, room, member } = pairs[(made / 2) % pairs.length] as (typeof pairs)[number]
        // On a machine that is busy enough the broker gives up waiting for whoever it has greeted.
        const connection = await member.connect().catch(() => member.connect())
        const cutFrom = performance.now()
        const closed = connection.live.closed().then(() => times.push(performance.now() - cutFrom))
        const kicked = await owner.ask('DELETE', apiPaths.member(room, member.id))
        expect([202, 204], kicked.body).toContain(kicked.statusCode)
        await closed
        const added = await owner.ask('PUT', apiPaths.member(room, member.id))
        expect(added.statusCode, added.body).toBe(204)
        made += 2
        await talking[made % talking.length]?.say(quiet.id, 'I only talk')
        said++
        if (made % 20 === 0) largest = Math.max(largest, await measureClaims())
        const due = startedAt + made * everyMs
        if (Date.now() < due) await sleep(due - Date.now())
      }
      largest = Math.max(largest, await measureClaims())
      await until(() => heard === said)
      expect(isAnyCut).toBe(false)
      // An entry is some 75 bytes, and one stands for each key that was cut until its credential would have ended.
      expect(largest).toBeLessThan(8_000 + 110 * Math.min(pairs.length, changes / 2))
      const sorted = times.toSorted((a, b) => a - b)
      const at = (part: number) => Math.round(sorted[Math.floor((sorted.length - 1) * part)] ?? 0)
      if (minutes > 0) {
        console.info(
          `${changes} changes in ${Math.round((Date.now() - startedAt) / 1_000)} s: cut after p50 ${at(0.5)}, p95 ${at(0.95)}, ` +
            `longest ${at(1)} ms; claims ${largest} bytes; ${said} words of others, ${heard} heard, nobody else cut`,
        )
        expect(at(1)).toBeLessThan(2_000)
      }
      await Promise.all(talking.map(({ live }) => live.close()))
    },
    minutes * 90_000 + 120_000,
  )

  async function measureClaims(): Promise<number> {
    const keys = server.nats.keys
    const system = await connectSystem({ servers: server.nats.tcpUrl, keys, name: 'test-system' })
    if (!system.ok) throw system.error.cause
    const account = keys.clientsAccount.publicKey
    const answer = await system.value.request(`$SYS.REQ.ACCOUNT.${account}.CLAIMS.LOOKUP`, '', { timeout: 10_000 })
    await system.value.close()
    return answer.data.byteLength
  }
})
