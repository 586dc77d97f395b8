import { expect, test } from 'vitest'
import type { AppError } from '../../../common/app-error.ts'
import { appError } from '../../../common/app-error.ts'
import type { EventId, RoomId, UserId } from '../../../common/ids.ts'
import type { OutboxEntry } from '../../../common/reducers/outbox-reducer.ts'
import type { Result } from '../../../common/result.ts'
import { err, ok } from '../../../common/result.ts'
import type { MemberEvent } from '../../../common/wire-event.ts'
import type { EngineDeps } from '../engine-deps.ts'
import { buildTestClock, settle } from '../engine-test-clock.ts'
import type { DiskFault } from '../local-store/disk-fault.ts'
import { DiskFaultError } from '../local-store/disk-fault.ts'
import type { LookUp } from './outbox.ts'
import { buildOutboxKeeper } from './outbox.ts'
import { buildMemoryOutboxStore } from './outbox-store.memory.ts'
import type { OutboxStore } from './outbox-store.ts'

const me = 'a'.repeat(16) as UserId
const room = '0.aaaaaaaaaaaaaa' as RoomId
const other = '1.bbbbbbbbbbbbbb' as RoomId
const idOf = (index: number) => `01jd${String(index).padStart(22, '0')}` as EventId
const post = (index: number): MemberEvent => ({
  v: 1,
  kind: 'message.posted',
  id: idOf(index),
  at: index,
  text: `text ${index}`,
  format: 'plain',
})

const edit = (index: number, message = 9): MemberEvent => ({
  ...{ v: 1, kind: 'message.edited', id: idOf(index), at: index },
  ...{ message: idOf(message), text: `text ${index}` },
})

type Ack = Result<{ seq: number; duplicate: boolean }>

function startOutbox(store: OutboxStore = buildMemoryOutboxStore()) {
  const clock = buildTestClock()
  const publishes: { room: RoomId; id: EventId; answer: (ack: Ack) => void }[] = []
  const asked: EventId[] = []
  const failures: AppError[] = []
  let found = (_entry: OutboxEntry): LookUp => 'absent'
  let kept: Promise<void> = Promise.resolve()
  const outbox = buildOutboxKeeper({
    deps: { clock, chance: () => 0, log: () => {} } as Pick<EngineDeps, 'clock' | 'chance' | 'log'> as EngineDeps,
    me,
    store,
    publish: (room, event) => new Promise((answer) => publishes.push({ room, id: event.id, answer })),
    lookUp: async (entry) => {
      asked.push(entry.id)
      return found(entry)
    },
    letGo: async (removal) => {
      await kept
      removal.act()
      removal.done()
    },
    onChange: () => {},
    onStored: () => {},
    onFailed: (_entry, error) => failures.push(error),
  })
  const answerNext = async (ack: Ack) => {
    publishes.shift()?.answer(ack)
    await settle()
  }
  return {
    clock,
    store,
    outbox,
    publishes,
    asked,
    failures,
    answerNext,
    failLookUp() {
      found = () => {
        throw new Error('the database is gone')
      }
    },
    find(what: LookUp, ids: readonly EventId[]) {
      found = ({ id }) => (ids.includes(id) ? what : 'absent')
    },
    /** Until it is called, nothing that was heard is on disk. */
    holdDisk() {
      let release = () => {}
      kept = new Promise((resolve) => {
        release = resolve
      })
      return release
    },
  }
}

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

test('an entry is written once before it goes out, and not again for what becomes of it', async () => {
  const memory = buildMemoryOutboxStore()
  const writes: string[] = []
  const counting: OutboxStore = {
    loadEntries: memory.loadEntries,
    putEntry: (entry) => {
      writes.push(`put ${entry.state}`)
      return memory.putEntry(entry)
    },
    removeEntry: memory.removeEntry,
    removalOf: (id, isWanted) => {
      writes.push('remove')
      return memory.removalOf(id, isWanted)
    },
  }
  const { clock, outbox, publishes, answerNext } = startOutbox(counting)
  outbox.onConnected()
  await outbox.add(room, post(1))
  await settle()
  expect(publishes).toHaveLength(1)
  await answerNext(err(appError('publish-timeout')))
  await clock.advance(2_000)
  await answerNext(ok({ seq: 10, duplicate: false }))
  expect(writes).toEqual(['put queued'])
  outbox.onSeen(room, idOf(1), 10)
  await settle()
  expect(writes).toEqual(['put queued', 'remove'])
})

test('an entry leaves the disk only after the message that was heard is on it', async () => {
  const { store, outbox, answerNext, holdDisk } = startOutbox()
  outbox.onConnected()
  await outbox.add(room, post(1))
  await settle()
  const release = holdDisk()
  await answerNext(ok({ seq: 10, duplicate: false }))
  outbox.onSeen(room, idOf(1), 10)
  await settle()
  expect(outbox.entries(room)).toEqual([])
  expect(await store.loadEntries()).toHaveLength(1)
  release()
  await settle()
  expect(await store.loadEntries()).toEqual([])
})

test('an edit whose message is not any more what was edited does not go out, is told, and holds nothing up', async () => {
  const { clock, store, outbox, publishes, answerNext, find } = startOutbox()
  outbox.onConnected()
  await outbox.add(room, edit(1), { madeOn: { seq: 3, text: 'before' } })
  await outbox.add(room, post(2))
  await settle()
  await answerNext(err(appError('publish-timeout')))
  find('outdated', [idOf(1)])
  await clock.advance(2_000)
  expect(publishes.map(({ id }) => id)).toEqual([idOf(2)])
  const told = { state: 'refused', error: { code: 'edit-outdated' } }
  expect(outbox.entries(room)[0]).toMatchObject(told)
  expect((await store.loadEntries())[0]).toMatchObject(told)
})

test('what follows a change goes out once the disk knows that the change is stored, by whatever way that was heard', async () => {
  const memory = buildMemoryOutboxStore()
  const puts: (() => void)[] = []
  const slow: OutboxStore = {
    ...memory,
    async putEntry(entry) {
      if (entry.state === 'stored') await new Promise<void>((go) => puts.push(go))
      await memory.putEntry(entry)
    },
  }
  const { outbox, publishes, answerNext } = startOutbox(slow)
  outbox.onConnected()
  for (const index of [1, 2, 3]) await outbox.add(room, edit(index))
  await outbox.add(other, post(4))
  await settle()
  expect(publishes.map(({ id }) => id)).toEqual([idOf(1), idOf(4)])
  await answerNext(ok({ seq: 10, duplicate: false }))
  await answerNext(ok({ seq: 10, duplicate: false }))
  expect(publishes).toEqual([])
  puts.shift()?.()
  await settle()
  expect(publishes.map(({ id }) => id)).toEqual([idOf(2)])
  // Its copy comes after all, though it was given up.
  await answerNext(err(appError('publish-timeout')))
  outbox.onSeen(room, idOf(2), 11)
  await settle()
  expect(publishes).toEqual([])
  puts.shift()?.()
  await settle()
  expect(publishes.map(({ id }) => id)).toEqual([idOf(3)])
})

test('what the archive refused stays to be told, over a new start too, and holds nothing up', async () => {
  const { store, outbox, publishes, answerNext } = startOutbox()
  outbox.onConnected()
  for (const index of [1, 2]) await outbox.add(room, post(index))
  await settle()
  await answerNext(ok({ seq: 10, duplicate: false }))
  outbox.onRefused(room, idOf(1), 10)
  outbox.onSeen(room, idOf(1), 10)
  await settle()
  expect(publishes.map(({ id }) => id)).toEqual([idOf(2)])
  const told = { id: idOf(1), state: 'refused', error: { code: 'event-refused' } }
  expect(outbox.entries(room)[0]).toMatchObject(told)
  const next = startOutbox(store)
  await next.outbox.restore()
  expect(next.outbox.entries(room)[0]).toMatchObject(told)
  expect(next.outbox.discard(room, idOf(1))).toBe(true)
})

test('what is told after it was let go stays on disk, though its removal was under way', async () => {
  const { store, outbox, answerNext, holdDisk } = startOutbox()
  outbox.onConnected()
  await outbox.add(room, post(1))
  await settle()
  const release = holdDisk()
  await answerNext(ok({ seq: 10, duplicate: false }))
  const [entry] = outbox.entries(room)
  outbox.onSeen(room, idOf(1), 10)
  if (entry !== undefined) outbox.reinstate(entry)
  release()
  await outbox.stop()
  expect(await store.loadEntries()).toMatchObject([{ id: idOf(1), state: 'refused' }])
})
