import { expect, test } from 'vitest'
import type { EventId, RoomId, UserId } from '../../../common/ids.ts'
import type { OutboxEntry } from '../../../common/reducers/outbox-reducer.ts'
import { buildTestClock } from '../engine-test-clock.ts'
import { buildDeliveryLog, type KeptDelivery, mostDeliveries } from './delivery-log.ts'

const room = `1.${'t'.repeat(14)}` as RoomId
const idOf = (index: number) => String(index).padStart(26, '0') as EventId
const entry = (index: number, kind: 'message.posted' | 'message.removed' = 'message.posted'): OutboxEntry => {
  const base = { v: 1, id: idOf(index), at: 1 } as const
  const event =
    kind === 'message.posted'
      ? ({ ...base, kind, text: 'secret', format: 'plain' } as const)
      : ({ ...base, kind, message: idOf(1) } as const)
  return { ...{ id: idOf(index), room, author: 'a' as UserId, event, addedAt: 500 + index }, ...entryState }
}
const entryState = { state: 'queued', attempts: 0, triedBefore: false } as const

function build(kept: readonly KeptDelivery[] = []) {
  const clock = buildTestClock(1_000)
  const disk = { deliveries: kept, writes: 0 }
  const faults: unknown[] = []
  const store = {
    loadDeliveries: async () => disk.deliveries,
    async putDeliveries(next: readonly KeptDelivery[]) {
      disk.deliveries = next
      disk.writes++
    },
  }
  return { clock, disk, faults, store, log: buildDeliveryLog(clock, store, (fault) => faults.push(fault)) }
}

test('of a message it is known when it was written, went out, and was acknowledged, also after a new start', async () => {
  const { log, clock, disk, store } = build()
  log.onEntries([entry(1), entry(2, 'message.removed')])
  await clock.advance(10)
  log.onTried(idOf(1))
  await clock.advance(10)
  log.onTried(idOf(1))
  await clock.advance(5)
  log.onAcknowledged(idOf(1), { seq: 12, duplicate: true })
  const trace = { queuedAt: 501, tries: 2, triedAt: 1_010, ackedAt: 1_025, ackedSeq: 12, isDuplicate: true }
  expect(log.traceOf(idOf(1))).toEqual(trace)
  // Changes of messages are none, and what nobody wrote here is not known.
  expect(log.traceOf(idOf(2))).toBeUndefined()
  log.onTried(idOf(3))
  expect(log.traceOf(idOf(3))).toBeUndefined()
  await log.stop()
  expect(JSON.stringify(disk.deliveries)).not.toContain('secret')
  const again = buildDeliveryLog(clock, store, () => {})
  await again.restore()
  expect(again.traceOf(idOf(1))).toEqual(trace)
  // What the outbox still has when it starts was written then, not now.
  again.onEntries([entry(1)])
  expect(again.traceOf(idOf(1))).toEqual(trace)
})

test('only the latest are kept, and many changes are few writes', async () => {
  const { log, disk } = build()
  for (let index = 1; index <= mostDeliveries + 20; index++) log.onEntries([entry(index)])
  await log.stop()
  expect(disk.deliveries).toHaveLength(mostDeliveries)
  expect(log.traceOf(idOf(20))).toBeUndefined()
  expect(log.traceOf(idOf(21))).toBeDefined()
  expect(disk.writes).toBeLessThan(5)
})

test('what becomes of a message in a moment is one write', async () => {
  const { log, clock, disk } = build()
  log.onEntries([entry(1)])
  await clock.advance(1)
  log.onTried(idOf(1))
  await clock.advance(1)
  log.onAcknowledged(idOf(1), { seq: 3, duplicate: false })
  await clock.advance(60_000)
  expect(disk.writes).toBe(1)
  expect(disk.deliveries).toMatchObject([{ tries: 1, ackedSeq: 3 }])
  log.onTried(idOf(1))
  await log.flush()
  expect(disk.deliveries, 'or at once, where the last window goes').toMatchObject([{ tries: 2 }])
})

test('a disk that takes nothing is told, and nothing waits for it', async () => {
  const { log, faults, store } = build()
  store.putDeliveries = async () => {
    throw new Error('full')
  }
  log.onEntries([entry(1)])
  await log.stop()
  expect(faults).toHaveLength(1)
  expect(log.traceOf(idOf(1))?.queuedAt).toBe(501)
})
