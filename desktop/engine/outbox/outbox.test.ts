import { expect, test } from 'vitest'
import { appError } from '../../../common/app-error.ts'
import { err, ok } from '../../../common/result.ts'
import { settle } from '../engine-test-clock.ts'
import type { DiskFault } from '../local-store/disk-fault.ts'
import { DiskFaultError } from '../local-store/disk-fault.ts'
import { buildMemoryOutboxStore } from './outbox-store.memory.ts'
import type { OutboxStore } from './outbox-store.ts'
import { idOf, me, other, post, room, startOutbox } from './outbox-testbed.ts'

test('an event is on disk before it shows or goes out', async () => {
  const { store, outbox, publishes } = startOutbox()
  outbox.onConnected()
  const adding = outbox.add(room, post(1))
  expect(outbox.entries(room)).toEqual([])
  await adding
  expect(await store.loadEntries()).toHaveLength(1)
  expect(outbox.entries(room)).toHaveLength(1)
  await settle()
  expect(publishes).toHaveLength(1)
})

test('what no disk takes goes out all the same; only from an engine that was taken over from nothing does', async () => {
  let fault: DiskFault = 'full'
  const full: OutboxStore = {
    ...buildMemoryOutboxStore(),
    putEntry: () => Promise.reject(new DiskFaultError(fault)),
  }
  const { outbox, publishes } = startOutbox(full)
  outbox.onConnected()
  await outbox.add(room, post(1))
  await settle()
  expect(publishes.map(({ id }) => id)).toEqual([idOf(1)])
  fault = 'stale'
  await expect(outbox.add(other, post(2))).rejects.toMatchObject({ fault: 'stale' })
  expect(outbox.entries(other)).toEqual([])
})

/** A disk that takes nothing while it is ill. */
function buildIllStore() {
  const disk = buildMemoryOutboxStore()
  let isIll = false
  const refuse = () => Promise.reject(new DiskFaultError('full'))
  const ill: OutboxStore = {
    ...disk,
    putEntry: (entry) => (isIll ? refuse() : disk.putEntry(entry)),
    removeEntry: (id) => (isIll ? refuse() : disk.removeEntry(id)),
  }
  return { disk, ill, setIll: (now: boolean) => (isIll = now) }
}

test.each(['discarded', 'told'])(
  'what is %s while the disk takes nothing is so on disk too, once it takes something',
  async (what) => {
    const { disk, ill, setIll } = buildIllStore()
    const { clock, outbox, answerNext } = startOutbox(ill)
    await outbox.add(room, post(1))
    setIll(true)
    if (what === 'discarded') outbox.discard(room, idOf(1))
    else {
      outbox.onConnected()
      await settle()
      await answerNext(err(appError('message-too-large')))
    }
    await clock.advance(10_000)
    expect(await disk.loadEntries()).toMatchObject([{ state: 'queued' }])
    setIll(false)
    await clock.advance(10_000)
    expect(await disk.loadEntries()).toMatchObject(what === 'discarded' ? [] : [{ state: 'stuck' }])
    await outbox.stop()
  },
)

test('what is said while the disk takes nothing is kept once it takes something, as far as it waits then', async () => {
  const { disk, ill, setIll } = buildIllStore()
  const { clock, outbox, answerNext } = startOutbox(ill)
  setIll(true)
  for (const index of [1, 2, 3]) await outbox.add(room, post(index))
  outbox.onConnected()
  await settle()
  await answerNext(ok({ seq: 10, duplicate: false }))
  outbox.onSeen(room, idOf(1), 10)
  outbox.onDisconnected()
  outbox.discard(room, idOf(3))
  await clock.advance(10_000)
  expect(await disk.loadEntries()).toEqual([])
  setIll(false)
  await clock.advance(10_000)
  expect((await disk.loadEntries()).map(({ id }) => id)).toEqual([idOf(2)])
  await outbox.stop()
})

test('one publish a room is under way at a time, and rooms do not wait for each other', async () => {
  const { outbox, publishes, answerNext } = startOutbox()
  for (const index of [1, 2, 3]) await outbox.add(room, post(index))
  await outbox.add(other, post(4))
  outbox.onConnected()
  await settle()
  expect(publishes.map(({ id }) => id)).toEqual([idOf(1), idOf(4)])
  await answerNext(ok({ seq: 10, duplicate: false }))
  expect(publishes.map(({ id }) => id)).toEqual([idOf(4), idOf(2)])
})

test('an acknowledged entry leaves the disk once its copy was heard', async () => {
  const { store, outbox, answerNext } = startOutbox()
  outbox.onConnected()
  await outbox.add(room, post(1))
  await settle()
  await answerNext(ok({ seq: 10, duplicate: false }))
  expect(outbox.entries(room)[0]).toMatchObject({ state: 'stored', seq: 10 })
  outbox.onSeen(room, idOf(1), 10)
  await outbox.stop()
  expect(outbox.entries(room)).toEqual([])
  expect(await store.loadEntries()).toEqual([])
})

test('a copy that is heard before the acknowledgement counts as one', async () => {
  const { outbox, publishes, answerNext } = startOutbox()
  outbox.onConnected()
  await outbox.add(room, post(1))
  await outbox.add(room, post(2))
  await settle()
  outbox.onSeen(room, idOf(1), 10)
  await answerNext(err(appError('publish-timeout')))
  expect(publishes.map(({ id }) => id)).toEqual([idOf(2)])
  expect(outbox.entries(room).map(({ id }) => id)).toEqual([idOf(2)])
})

test('after a timeout history is asked first, and what it holds does not go out again', async () => {
  const { clock, outbox, publishes, asked, answerNext, find } = startOutbox()
  outbox.onConnected()
  await outbox.add(room, post(1))
  await outbox.add(room, post(2))
  await settle()
  find('stored', [idOf(1)])
  await answerNext(err(appError('publish-timeout')))
  expect(publishes).toEqual([])
  await clock.advance(2_000)
  expect(asked).toEqual([idOf(1)])
  expect(publishes.map(({ id }) => id)).toEqual([idOf(2)])
})

test('nothing overtakes a failed head; a retry sends all, in the old order', async () => {
  const { clock, outbox, publishes, answerNext } = startOutbox()
  outbox.onConnected()
  for (const index of [1, 2]) await outbox.add(room, post(index))
  await settle()
  await answerNext(err(appError('message-too-large')))
  await clock.advance(120_000)
  expect(publishes).toEqual([])
  expect(outbox.entries(room)[0]).toMatchObject({ state: 'stuck', error: { code: 'message-too-large' } })
  outbox.retryRoom(room)
  await settle()
  expect(publishes.map(({ id }) => id)).toEqual([idOf(1)])
  await answerNext(ok({ seq: 3, duplicate: false }))
  expect(publishes.map(({ id }) => id)).toEqual([idOf(2)])
})

test('a discarded head lets the next one go; what is on its way cannot be discarded', async () => {
  const { outbox, publishes, answerNext } = startOutbox()
  outbox.onConnected()
  for (const index of [1, 2]) await outbox.add(room, post(index))
  await settle()
  expect(outbox.discard(room, idOf(1))).toBe(false)
  await answerNext(err(appError('message-too-large')))
  expect(outbox.discard(room, idOf(1))).toBe(true)
  await settle()
  expect(publishes.map(({ id }) => id)).toEqual([idOf(2)])
})

test('what was being sent when the app died is asked for before it goes out again', async () => {
  const first = startOutbox()
  first.outbox.onConnected()
  for (const index of [1, 2]) await first.outbox.add(room, post(index))
  await settle()

  const next = startOutbox(first.store)
  await next.outbox.restore()
  next.find('stored', [idOf(1)])
  next.outbox.onConnected()
  await settle()
  await settle()
  expect(next.asked).toEqual([idOf(1), idOf(2)])
  expect(next.publishes.map(({ id }) => id)).toEqual([idOf(2)])
})

test('a disk that fails while history is asked holds up nothing, and is asked no faster than anything else', async () => {
  const { clock, outbox, publishes, asked, answerNext, failLookUp } = startOutbox()
  outbox.onConnected()
  await outbox.add(room, post(1))
  await settle()
  failLookUp()
  await answerNext(err(appError('publish-timeout')))
  await clock.advance(2_000)
  expect(asked).toEqual([idOf(1)])
  expect(publishes.map(({ id }) => id)).toEqual([idOf(1)])
})

test('a connection that breaks while history is asked sends nothing', async () => {
  const { outbox, publishes, store } = startOutbox()
  await store.putEntry({
    id: idOf(1),
    room,
    author: me,
    event: post(1),
    addedAt: 1,
    state: 'sending',
    attempts: 1,
    triedBefore: false,
  })
  await outbox.restore()
  outbox.onConnected()
  outbox.onDisconnected()
  await settle()
  expect(publishes).toEqual([])
  outbox.onConnected()
  await settle()
  expect(publishes).toHaveLength(1)
})
