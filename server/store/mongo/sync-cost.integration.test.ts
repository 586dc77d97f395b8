import { describe, expect, it } from 'vitest'
import type { SyncRoom } from '../../../common/http-contract/sync-contract.ts'
import type { DeviceId, UserId } from '../../../common/ids.ts'
import { seedLargeAccounts } from '../../rigs/large-account.ts'
import { nameTestDatabase } from '../../rigs/mongo-test-database.ts'
import { buildSyncLoader } from '../../sync/sync-service.ts'
import { openMongoStore } from './mongo-store.ts'

const url = process.env.NATTER_TEST_MONGODB_URL
const title = url
  ? 'the questions a sync asks of MongoDB'
  : 'the questions a sync asks (skipped: no NATTER_TEST_MONGODB_URL)'

/** What a sync asks besides those of the loader: the device and its user, and sometimes that it was seen. */
const toSignIn = 3

describe.skipIf(!url)(title, () => {
  it.each([12, 40])(
    'are twelve at most with %d rooms, first, unchanged, changed and with names that changed',
    async (rooms) => {
      const { own, drop } = nameTestDatabase(url ?? '')
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
        loadGone: async () => [],
        loadAnnouncements: async () => [],
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
})
