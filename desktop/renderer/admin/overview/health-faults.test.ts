import { expect, test } from 'vitest'
import type { ServerStats } from '../../../../common/http-contract/stats-contract.ts'
import { archiveLag, fullestStream, judgeHealth } from './health-faults.ts'

type Shard = ServerStats['shards'][number]
const shard = (more: Partial<Shard> = {}): Shard => ({
  ...{ shard: 0, streamSeq: 10, archivedSeq: 10, behind: 0, streamFill: 0.1 },
  ...more,
})
const stats = (shards: readonly Shard[], more: Partial<ServerStats> = {}): ServerStats => ({
  at: 1,
  people: { total: 1, activeDay: 1, activeWeek: 1, suspended: 0 },
  rooms: { total: 1 },
  messages: { total: 0, days: [] },
  storage: { archiveBytes: 1, fileBytes: 1, streamBytes: 1 },
  claims: { revocations: 1, most: 8_000, bytes: 1 },
  reports: { open: 0 },
  ...more,
  shards: [...shards],
})

test('a server that is a moment behind is well', () => {
  expect(judgeHealth(stats([shard({ behind: 1_000 }), shard({ streamFill: 0.79 })]))).toEqual([])
})

test('what lags or fills up is said, with how much', () => {
  const late = [shard({ behind: 1_001 }), shard({ behind: 40_000, streamFill: 0.8 }), shard()]
  expect(judgeHealth(stats(late, { claims: { revocations: 8_000, most: 8_000, bytes: 1 } }))).toEqual([
    { kind: 'archive-behind', messages: 41_001, shards: 2 },
    { kind: 'stream-filling', fill: 0.8 },
    { kind: 'claims-filling', fill: 1 },
  ])
})

test('without its broker nobody knows, and that is said first', () => {
  const away = [shard({ streamSeq: null, behind: null, streamFill: null }), shard({ behind: 2_000 })]
  expect(judgeHealth(stats(away)).map(({ kind }) => kind)).toEqual(['broker-away', 'archive-behind'])
  expect(archiveLag(away)).toBeUndefined()
  expect(fullestStream(away.slice(0, 1))).toBeUndefined()
  expect(archiveLag([shard({ behind: 2 }), shard({ behind: 3 })])).toBe(5)
})
