import { expect, test } from 'vitest'
import { appError } from '../../../common/app-error.ts'
import { selectMessages } from '../../../common/reducers/timeline-reducer.ts'
import { err, ok } from '../../../common/result.ts'
import { settle } from '../engine-test-clock.ts'
import { keepEntry, restoreEntry } from './room-facts.ts'
import { seesUnread } from './room-reader.ts'
import { editedAt, expectNoHoles, never } from './room-reader-testbed.ts'
import { hearInEntry, mergeSyncRoom, openEntry } from './room-steps.ts'
import { archived, atOf, idOf, me, range, room, startArchive } from './room-test-archive.ts'
import { settleWindow } from './room-window.ts'

test('an old page that was read before the window went on is read again, and shows what has changed since', async () => {
  const { reader, book, archive, holdAnswers, asked, open } = startArchive(60)
  open()
  await reader.open(room)
  asked.length = 0
  const release = holdAnswers()
  const loading = reader.loadOlder(room)
  await settle()
  // While the answer is on its way a message in it is edited, and the archive announces that it has the edit.
  book.change(room, (entry) => hearInEntry(entry, editedAt(61, 5)))
  archive.get(room)?.splice(4, 1, { ...archived(room, 5), version: 61, text: 'edited at 61' })
  book.change(room, (entry) => ({ ...entry, window: settleWindow(entry.window, 61) }))
  release()
  await loading
  const { window } = book.get(room) ?? never()
  expect(selectMessages(window.timeline).map(({ message }) => message.text)[4]).toBe('edited at 61')
  expect(asked).toHaveLength(2)
})

test('the first page is tried again by itself, and again', async () => {
  const { clock, reader, open, answerFirst, seqs } = startArchive(60, 50)
  open()
  answerFirst(() => err(appError('busy')))
  await reader.open(room)
  await clock.advance(2_000)
  answerFirst(() => undefined)
  await clock.advance(4_000)
  expect(seqs()).toEqual(range(11, 60))
})

test('what was seen once is read from the disk: the next start shows it without a question, as far as anybody scrolled', async () => {
  const { reader, book, asked, answerFirst, restart, seqs, open } = startArchive(2_000)
  open()
  await reader.open(room)
  while ((seqs()[0] ?? 0) > 1) await reader.loadOlder(room)
  const kept = keepEntry(book.get(room) ?? never(), me)
  await settle()
  asked.length = 0
  answerFirst(() => err(appError('network-unreachable')))
  const again = restart()
  again.book.put(room, openEntry(restoreEntry(kept, me), me))
  await again.reader.open(room)
  const seen = new Set(seqs(room, again))
  while ((seqs(room, again)[0] ?? 0) > 1) {
    expect(await again.reader.loadOlder(room)).toEqual(ok(null))
    for (const seq of seqs(room, again)) seen.add(seq)
  }
  expect([...seen].sort((a, b) => a - b)).toEqual(range(1, 2_000))
  expect(asked).toEqual([])
})

test('a stretch in which nothing was said is no page: what lies before it is loaded with it', async () => {
  const { reader, store, archive, open, seqs } = startArchive(100)
  archive.get(room)?.splice(30, 20)
  await store.putPage(room, { from: 31, to: 50, knownTo: 100, messages: [], notices: [] })
  open()
  await reader.open(room)
  expect(seqs()).toEqual(range(51, 100))
  expect(await reader.loadOlder(room)).toEqual(ok(null))
  expect(seqs()).toEqual([...range(1, 30), ...range(51, 100)])
})

test('a message far back is shown with what surrounds it, and the end is one step away', async () => {
  const { reader, seqs, open, book, asked } = startArchive(8_000)
  open()
  await reader.open(room)
  asked.length = 0
  expect(await reader.loadAround(room, { kind: 'message', message: idOf(500) })).toEqual(ok('found'))
  expect(seqs()).toEqual(range(451, 550))
  expect(asked.length).toBeLessThan(30)
  expect(await reader.loadAround(room, { kind: 'date', at: atOf(6_000) })).toEqual(ok('found'))
  expect(seqs()).toContain(6_000)
  expect(await reader.loadAround(room, { kind: 'message', message: idOf(9_000) })).toEqual(ok('absent'))
  await reader.loadAround(room, { kind: 'end' })
  expect(book.get(room)?.past).toBeUndefined()
  expect(seqs().at(-1)).toBe(8_000)
})

test.each([40, 90, 20_000])(
  'a room with %i unread opens where they begin, with everything from there on within reach',
  async (unread) => {
    const count = 200 + unread
    const { reader, book, synced, seqs } = startArchive(count, 200)
    book.change(room, (entry) => mergeSyncRoom(entry, synced(room, count, 200, Math.min(100, unread)), me))
    book.change(room, (entry) => openEntry(entry, me))
    expect(book.get(room)?.dividerSeq).toBe(200)
    await reader.open(room)
    expect(seqs()).toContain(200)
    expect(seqs()).toContain(201)
    expect(seesUnread(book.get(room) ?? never(), me)).toBe(true)
    await reader.loadAround(room, { kind: 'end' })
    // From there nothing passes for read that was never on a screen.
    expect(seesUnread(book.get(room) ?? never(), me)).toBe(unread < 100)
    expect(book.get(room)?.loading).toBe('idle')
  },
)

test('wherever somebody goes, whatever comes and is lost meanwhile, they see the archive without a hole, a few hundred rows of it', () =>
  expectNoHoles(15))
