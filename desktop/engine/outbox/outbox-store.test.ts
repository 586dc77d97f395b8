import 'fake-indexeddb/auto'
import { IDBFactory } from 'fake-indexeddb'
import { describe, expect, test } from 'vitest'
import { appError } from '../../../common/app-error.ts'
import type { EventId, RoomId, UserId } from '../../../common/ids.ts'
import type { OutboxEntry } from '../../../common/reducers/outbox-reducer.ts'
import { openAccountDatabase, type WriteTransaction } from '../local-store/local-database.ts'
import { buildIndexedDbOutboxStore } from './outbox-store.indexeddb.ts'
import { buildMemoryOutboxStore } from './outbox-store.memory.ts'
import type { EntryRemoval, OutboxStore } from './outbox-store.ts'

const me = 'a'.repeat(16) as UserId
const idOf = (index: number) => `01jd${String(index).padStart(22, '0')}` as EventId
const roomOf = (index: number) => `${index % 3}.aaaaaaaaaaaaaa` as RoomId

function entryAt(index: number, more: Partial<OutboxEntry> = {}): OutboxEntry {
  const id = idOf(index)
  return {
    id,
    room: roomOf(index),
    author: me,
    event: { v: 1, kind: 'message.posted', id, at: index, text: `text ${index} 上海 👍`, format: 'plain' },
    addedAt: index,
    state: 'queued',
    attempts: 0,
    triedBefore: false,
    ...more,
  }
}

/** `reopen` gives the store as the next start finds it; an adapter that forgets gives itself. `settle`: a transaction that may fail. */
type Opened = {
  readonly store: OutboxStore
  readonly reopen: () => Promise<OutboxStore>
  readonly settle: (removals: readonly EntryRemoval[], fails?: boolean) => Promise<void>
}
const adapters: Readonly<Record<string, () => Promise<Opened>>> = {
  memory: async () => {
    const store = buildMemoryOutboxStore()
    const settle: Opened['settle'] = async (removals, fails = false) => {
      if (fails) return
      for (const removal of removals) removal.act()
      for (const removal of removals) removal.done()
    }
    return { store, settle, reopen: async () => store }
  },
  IndexedDB: async () => {
    const factory = new IDBFactory()
    let database = await openAccountDatabase(factory, me)
    const open = async () => {
      database = await openAccountDatabase(factory, me)
      return buildIndexedDbOutboxStore(database)
    }
    const settle: Opened['settle'] = async (removals, fails = false) => {
      const job = (transaction: WriteTransaction) => {
        for (const removal of removals) removal.act(transaction)
        if (fails) throw new Error('the message could not be written')
      }
      const written = await database.write(['outbox'], job).then(
        () => true,
        () => false,
      )
      if (written) for (const removal of removals) removal.done()
    }
    return { store: await open(), settle, reopen: open }
  },
}

describe.each(Object.entries(adapters))('the outbox in %s', (_name, open) => {
  test('gives entries in the order of insertion, whatever their ids and rooms', async () => {
    const { store, reopen } = await open()
    const order = [5, 3, 9, 1, 7]
    for (const index of order) await store.putEntry(entryAt(index))
    expect((await (await reopen()).loadEntries()).map(({ id }) => id)).toEqual(order.map(idOf))
  })

  test('an entry that is put again keeps its place and takes its new state', async () => {
    const { store, reopen } = await open()
    for (const index of [1, 2, 3]) await store.putEntry(entryAt(index))
    const again = await reopen()
    await again.putEntry(entryAt(2, { state: 'sending', attempts: 1 }))
    await again.putEntry(entryAt(4))
    const entries = await (await reopen()).loadEntries()
    expect(entries.map(({ id, state }) => [id, state])).toEqual([
      [idOf(1), 'queued'],
      [idOf(2), 'sending'],
      [idOf(3), 'queued'],
      [idOf(4), 'queued'],
    ])
  })

  test('what is removed stays removed, and removing what is not there does nothing', async () => {
    const { store, reopen } = await open()
    for (const index of [1, 2, 3]) await store.putEntry(entryAt(index))
    await store.removeEntry(idOf(2))
    await store.removeEntry(idOf(99))
    expect((await (await reopen()).loadEntries()).map(({ id }) => id)).toEqual([idOf(1), idOf(3)])
  })

  test('what goes with its message goes only where that was written, and not where it is told after all', async () => {
    const { store, settle, reopen } = await open()
    for (const index of [1, 2, 3]) await store.putEntry(entryAt(index))
    await settle([store.removalOf(idOf(1), () => true)], true)
    await settle([store.removalOf(idOf(2), () => false)])
    expect((await store.loadEntries()).map(({ id }) => id)).toEqual([1, 2, 3].map(idOf))
    await settle([store.removalOf(idOf(1), () => true), store.removalOf(idOf(99), () => true)])
    await store.putEntry(entryAt(2, { state: 'refused' }))
    const entries = await (await reopen()).loadEntries()
    expect(entries.map(({ id, state }) => [id, state])).toEqual([
      [idOf(2), 'refused'],
      [idOf(3), 'queued'],
    ])
  })

  test('what was still to be written of an entry does not bring it back once it has gone with its message', async () => {
    const { store, settle, reopen } = await open()
    await store.putEntry(entryAt(1))
    const writing = [store.putEntry(entryAt(2)), store.putEntry(entryAt(1, { state: 'stored' }))]
    await settle([store.removalOf(idOf(1), () => true)])
    await Promise.all(writing)
    expect((await store.loadEntries()).map(({ id }) => id)).toEqual([idOf(2)])
    // Put again after that it is there.
    await store.putEntry(entryAt(1, { state: 'refused' }))
    expect((await (await reopen()).loadEntries()).map(({ id }) => id)).toEqual([2, 1].map(idOf))
  })

  test('gives back the whole entry, without what only the log wants', async () => {
    const { store, reopen } = await open()
    const unclonable = () => 'no disk holds a function'
    await store.putEntry(
      entryAt(1, { state: 'stuck', error: appError('busy', { cause: unclonable, retryAfterMs: 5 }) }),
    )
    const [entry] = await (await reopen()).loadEntries()
    expect(entry).toEqual(entryAt(1, { state: 'stuck', error: { code: 'busy', retryAfterMs: 5 } }))
  })

  test('writes that are started together keep the order in which they were started', async () => {
    const { store, reopen } = await open()
    await Promise.all([4, 2, 8, 6].map((index) => store.putEntry(entryAt(index))))
    expect((await (await reopen()).loadEntries()).map(({ id }) => id)).toEqual([4, 2, 8, 6].map(idOf))
  })
})

test('writes of many rooms go to disk together, and one that cannot be written fails alone', async () => {
  const database = await openAccountDatabase(new IDBFactory(), me)
  let transactions = 0
  const counting: typeof database = {
    ...database,
    write(...asked) {
      transactions++
      return database.write(...asked)
    },
  }
  const store = buildIndexedDbOutboxStore(counting)
  const bad = { ...entryAt(50), madeOn: () => 'no disk holds a function' } as unknown as OutboxEntry
  const jobs = [...Array.from({ length: 40 }, (_, index) => store.putEntry(entryAt(index))), store.putEntry(bad)]
  const done = await Promise.allSettled(jobs)
  expect(done.map(({ status }) => status)).toEqual([...Array(40).fill('fulfilled'), 'rejected'])
  expect(transactions).toBeGreaterThan(0)
  expect(transactions).toBeLessThan(4)
  expect(await store.loadEntries()).toHaveLength(40)
})

test('what an older version wrote is read: its names for states, and all counts as tried', async () => {
  const database = await openAccountDatabase(new IDBFactory(), me)
  const { triedBefore: _, ...old } = entryAt(1)
  await database.disk.put('outbox', {
    order: 1,
    entry: { ...old, state: 'refused', error: { code: 'message-too-large' } },
  })
  await database.disk.put('outbox', { order: 2, entry: { ...old, id: idOf(2), state: 'failed', nextTryAt: 5 } })
  await database.disk.put('outbox', { order: 3, entry: { who: 'knows' } })
  const store = buildIndexedDbOutboxStore(database)
  const entries = await store.loadEntries()
  expect(entries.map(({ id, state }) => [id, state])).toEqual([
    [idOf(1), 'stuck'],
    [idOf(2), 'waiting'],
  ])
  await store.putEntry(entryAt(9))
  expect(await database.disk.get('outbox', 3)).toEqual({ order: 3, entry: { who: 'knows' } })
})
