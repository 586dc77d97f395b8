import { expect, test } from 'vitest'
import { appError } from '../../../common/app-error.ts'
import { err, ok } from '../../../common/result.ts'
import { settle } from '../engine-test-clock.ts'
import { buildMemoryOutboxStore } from './outbox-store.memory.ts'
import type { OutboxStore } from './outbox-store.ts'
import { edit, idOf, other, post, room, startOutbox } from './outbox-testbed.ts'

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
