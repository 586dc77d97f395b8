import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { apiPaths } from '../../../common/http-contract/api-paths.ts'
import type { Sync, SyncRoom } from '../../../common/http-contract/sync-contract.ts'
import type { DeviceId, UserId } from '../../../common/ids.ts'
import { seedLargeAccounts } from '../../rigs/large-account.ts'
import { nameTestDatabase, openTestMongoDoor, type TestMongoDoor } from '../../rigs/mongo-test-door.ts'
import { natsServerBinary, startTestNats } from '../../rigs/nats-test-server.ts'
import { buildCall, createRoom, signUp, startTestRun, until } from '../../rigs/test-server.ts'
import { buildSyncLoader } from '../../sync/sync-service.ts'
import { openMongoStore } from './mongo-store.ts'

const url = process.env.NATTER_TEST_MONGODB_URL
const title = url
  ? 'the questions a sync asks of MongoDB'
  : 'the questions a sync asks (skipped: no NATTER_TEST_MONGODB_URL)'

/** What a sync asks besides those of the loader: the device and its user, and sometimes that it was seen; see over HTTP. */
const toSignIn = 3

describe.skipIf(!url)(title, () => {
  let door: TestMongoDoor
  beforeAll(async () => {
    door = await openTestMongoDoor(url ?? '')
  })
  afterAll(() => door?.stop())

  it.each([12, 40])(
    'are twelve at most with %d rooms, first, unchanged, changed and with names that changed',
    async (rooms) => {
      const { own, drop } = nameTestDatabase(door.server)
      let asked: string[] = []
      const store = await openMongoStore(own.href, { onCommand: (command, pool) => asked.push(`${pool} ${command}`) })
      const { people, lastSeqs, ...seeded } = await seedLargeAccounts(store, {
        people: 12,
        rooms,
        messages: 3,
        shards: 4,
      })
      const [me, other] = people as [UserId, UserId]
      const load = buildSyncLoader({
        serverName: 'Natter',
        store: store.sync,
        countShards: () => 4,
        cursorKey: Buffer.alloc(32),
        // As where the archiver is another process: the positions are asked for.
        reachAll: async (shards) => {
          await store.sync.loadPositions()
          await store.shards.loadShards()
          const of = (shard: number) => ({ complete: true, archivedTo: lastSeqs.get(shard) ?? 0, epoch: 0, forkSeq: 0 })
          return new Map(shards.map((shard) => [shard, of(shard)]))
        },
        loadContacts: async () => ({ contacts: [], blocks: [] }),
        loadPresence: async () => [],
        loadSeen: async () => new Map(),
        loadSettingsVersion: async () => 0,
        buildMe: ({ id, handle, displayName, admin, createdAt }, device) => ({
          id,
          handle,
          displayName,
          admin,
          createdAt,
          device,
        }),
        buildUser: ({ id, handle, displayName }) => ({ id, handle, displayName }),
        loadScopeVersion: async () => 'v',
        now: Date.now,
      })
      const sync = async (since?: string) => {
        asked = []
        const answer = await load({ user: me, device: 'd'.repeat(16) as DeviceId }, since)
        expect(asked.length + toSignIn, asked.join(', ')).toBeLessThanOrEqual(12)
        expect(asked.every((command) => command.startsWith('api '))).toBe(true)
        return answer
      }
      const first = await sync()
      expect([first.rooms.length, first.users.length]).toEqual([rooms, 12])
      // Those of the three that others wrote.
      expect(first.rooms.every((text) => (JSON.parse(text) as SyncRoom).unread >= 2)).toBe(true)
      expect((await sync(first.cursor)).rooms).toEqual([])
      await store.receipts.putReceipts(seeded.rooms.map((room) => ({ room, user: me, seq: 2 })))
      await store.accounts.changeUser(other, { displayName: 'Otto', changedAt: Date.now() })
      const changed = await sync(first.cursor)
      expect([changed.rooms.length, changed.users.find(({ id }) => id === other)?.displayName]).toEqual([rooms, 'Otto'])
      await store.close()
      await drop()
    },
  )

  it.skipIf(natsServerBinary === undefined)(
    'are twelve at most over HTTP, with all that a signed-in call asks',
    async () => {
      const { own, drop } = nameTestDatabase(door.server)
      const nats = await startTestNats()
      let asked: string[] = []
      const run = await startTestRun(nats, { MONGODB_URL: own.href }, () =>
        openMongoStore(own.href, { onCommand: (command, pool) => asked.push(`${pool} ${command}`) }),
      )
      try {
        await run.up
        const call = buildCall(run)
        const [ana, ben] = [await signUp(call, 'ana'), await signUp(call, 'ben')]
        for (let n = 0; n < 6; n++) await createRoom(call, ana.accessToken, [ben.user.id])
        /** What the server does by itself meanwhile counts too, so the least of some tries is what a call asks. */
        const fewest = async (path: string) => {
          const counts: string[][] = []
          for (let tries = 0; tries < 5; tries++) {
            asked = []
            const answer = await call({ path, token: ben.accessToken })
            expect(answer.statusCode).toBe(200)
            counts.push(asked.filter((command) => command.startsWith('api ')))
          }
          return counts.toSorted((a, b) => a.length - b.length)[0] ?? []
        }
        // While the archive is behind, where it stands is asked again and again.
        await until(async () => {
          const { shards } = (await call({ path: apiPaths.sync, token: ben.accessToken })).json()
          return Object.values(shards as Sync['shards']).every(({ complete }) => complete !== false)
        })
        const first = await fewest(apiPaths.sync)
        expect(first.length, first.join(', ')).toBeLessThanOrEqual(12)
        expect(first.length).toBeGreaterThan(3)
        const { cursor } = (await call({ path: apiPaths.sync, token: ben.accessToken })).json()
        const again = await fewest(`${apiPaths.sync}?since=${cursor}`)
        expect(again.length, again.join(', ')).toBeLessThanOrEqual(12)
      } finally {
        await run.stop()
        await nats.stop()
        await drop()
      }
    },
  )
})
