import { expect, test } from 'vitest'
import { appError } from '../../../common/app-error.ts'
import { selectMessages } from '../../../common/reducers/timeline-reducer.ts'
import { err } from '../../../common/result.ts'
import { settle } from '../engine-test-clock.ts'
import { keepEntry, restoreEntry } from './room-facts.ts'
import { hearInEntry, openEntry } from './room-steps.ts'
import { ana, archived, atOf, idOf, me, range, room, rooms, startArchive } from './room-test-archive.ts'
import { settleWindow } from './room-window.ts'

test('a page fill that breaks off half way leaves the window as it was, and says that there is a hole', async () => {
  const { filler, reader, book, answerFirst, seqs, archive } = startArchive(10)
  await reader.open(room)
  archive.set(
    room,
    range(1, 600).map((seq) => archived(room, seq)),
  )
  answerFirst((_, { changedAfter }) => (changedAfter === 210 ? err(appError('busy')) : undefined))
  book.change(room, (entry) => ({ ...entry, head: 600 }))
  expect(await filler.fill(room)).toBe(false)
  expect(seqs()).toEqual(range(1, 10))
  expect(book.get(room)?.window.completeTo).toBe(10)
  answerFirst(() => undefined)
  expect(await filler.fill(room)).toBe(true)
  expect(seqs()).toEqual(range(1, 600))
  expect(book.get(room)?.window.completeTo).toBeUndefined()
})

test('a server that says when to come again is asked for no room until then', async () => {
  const { clock, filler, asked, answerFirst, open, seqs } = startArchive(60, 10)
  for (const id of rooms) open(id)
  let refusals = 1
  answerFirst(() => (refusals-- > 0 ? err(appError('rate-limited', { retryAfterMs: 60_000 })) : undefined))
  expect(await filler.fill(room)).toBe(false)
  expect(await Promise.all(rooms.map(filler.fill))).toEqual([false, false, false])
  await clock.advance(59_000)
  expect(asked).toHaveLength(1)
  await clock.advance(62_000)
  expect(rooms.map((id) => seqs(id).at(-1))).toEqual([60, 60, 60])
})

test('what is too much to fill is a new end; whoever read before it stays, and comes to it without a hole', async () => {
  const { filler, reader, book, open, seqs, archive } = startArchive(100)
  open()
  await reader.open(room)
  expect(seqs()).toEqual(range(51, 100))
  archive.set(
    room,
    range(1, 3_000).map((seq) => ({ ...archived(room, seq), ...(seq === 60 ? { version: 3_001, text: 'new' } : {}) })),
  )
  book.change(room, (entry) => ({ ...entry, head: 3_001 }))
  expect(await filler.fill(room)).toBe(true)
  expect(seqs()).toEqual(range(51, 100))
  await settle()
  expect(book.get(room)?.past?.staleSince).toBeUndefined()
  let reached = 100
  while (book.get(room)?.past !== undefined) {
    await reader.loadNewer(room)
    const shown = seqs()
    expect(shown).toEqual(range(shown[0] ?? 0, shown.at(-1) ?? 0))
    expect(shown.at(-1)).toBeGreaterThan(reached)
    reached = shown.at(-1) ?? 0
  }
  expect(reached).toBe(3_000)
})

test('whoever reads just before an end that begins anew stays there, and is shown what was changed meanwhile', async () => {
  const { filler, reader, book, open, seqs, archive } = startArchive(3_000)
  open()
  await reader.open(room)
  await reader.loadAround(room, { kind: 'seq', seq: 2_900 })
  expect(seqs()).toEqual(range(2_851, 3_000))
  // Each of them was changed: too much to fill, though nobody has said anything new.
  archive.set(
    room,
    range(1, 3_000).map((seq) => ({ ...archived(room, seq), version: 3_000 + seq, text: 'new' })),
  )
  book.change(room, (entry) => ({ ...entry, head: 6_000 }))
  expect(await filler.fill(room)).toBe(true)
  expect(seqs()).toEqual(range(2_851, 3_000))
  await settle()
  const { window, past } = book.get(room) ?? never()
  expect([window.staleSince, past?.staleSince]).toEqual([undefined, undefined])
  const shown = selectMessages((past ?? window).timeline).map(({ message }) => message.text)
  expect(new Set(shown)).toEqual(new Set(['new']))
})

test('a first page that knows less than what was heard and confirmed meanwhile does not put the room back', async () => {
  const { filler, book, archive, holdAnswers, open, seqs } = startArchive(60)
  open()
  const release = holdAnswers()
  const beginning = filler.begin(room)
  await settle()
  archive.get(room)?.push(archived(room, 61))
  const event = { v: 1, kind: 'message.posted', id: idOf(61), at: 0, text: 'text 61', format: 'plain' } as const
  book.change(room, (entry) => hearInEntry(entry, { room, author: ana, seq: 61, storedAt: atOf(61), event }))
  book.change(room, (entry) => ({ ...entry, window: settleWindow(entry.window, 61) }))
  release()
  await beginning
  expect(seqs()).toEqual(range(12, 61))
})

test('what was asked for from the head in the list is not put onto an older end that was read from the disk meanwhile', async () => {
  const { archive, book, holdAnswers, open, reader, restart, seqs } = startArchive(60)
  open()
  await reader.open(room)
  // The list went on without its conversation: the app ended before more of that was written.
  const kept = { ...keepEntry(book.get(room) ?? never(), me), head: 70 }
  archive.set(
    room,
    range(1, 80).map((seq) => archived(room, seq)),
  )
  const again = restart()
  again.book.put(room, restoreEntry(kept, me))
  const release = holdAnswers()
  // As the outbox does before it sends again what it may have sent.
  const filling = again.filler.fill(room)
  again.book.change(room, (entry) => openEntry(entry, me))
  await again.reader.openKept(room)
  expect(seqs(room, again)).toEqual(range(11, 60))
  release()
  expect(await filling).toBe(true)
  expect(seqs(room, again)).toEqual(range(11, 80))
})

test('a fill that was asked for before the archive took in more does not stand for that', async () => {
  const { archive, asked, book, filler, holdAnswers, open, reader, seqs } = startArchive(60)
  open()
  await reader.open(room)
  asked.length = 0
  const release = holdAnswers()
  const first = filler.fill(room)
  await settle()
  archive.get(room)?.push(archived(room, 61))
  // It is announced, and was not heard.
  book.change(room, (entry) => ({ ...entry, head: 61 }))
  const second = filler.fill(room)
  release()
  expect(await Promise.all([first, second])).toEqual([true, true])
  expect(seqs()).toEqual(range(11, 61))
  expect(asked).toHaveLength(2)
})

test('an archive that does not reach what it has announced is asked again by and by, and the room says so', async () => {
  const { archive, asked, book, clock, filler, open, reader, seqs } = startArchive(60)
  open()
  await reader.open(room)
  asked.length = 0
  book.change(room, (entry) => ({ ...entry, head: 61 }))
  expect(await filler.fill(room)).toBe(false)
  expect(book.get(room)?.window.completeTo).toBe(60)
  expect(asked.length).toBeLessThan(5)
  archive.get(room)?.push(archived(room, 61))
  await clock.advance(10_000)
  expect(seqs()).toEqual(range(11, 61))
  expect(book.get(room)?.window.completeTo).toBeUndefined()
})

test('a filler and a reader that were stopped ask for nothing any more', async () => {
  const { asker, filler, reader, asked } = startArchive(10)
  asker.stop()
  filler.stop()
  reader.stop()
  expect(await filler.fill(room)).toBe(false)
  await reader.open(room)
  await settle()
  expect(asked).toEqual([])
})

function never(): never {
  throw new Error('the room is not there')
}
