import { expect, test } from 'vitest'
import { appError } from '../../../common/app-error.ts'
import type { History } from '../../../common/http-contract/history-contract.ts'
import type { EventId, RoomId, UserId } from '../../../common/ids.ts'
import { selectMessages } from '../../../common/reducers/timeline-reducer.ts'
import type { Result } from '../../../common/result.ts'
import { err, ok } from '../../../common/result.ts'
import type { StoredEvent } from '../../../common/wire-decode.ts'
import type { HistoryQuery } from '../control-plane/control-plane-client.ts'
import type { EngineDeps } from '../engine-deps.ts'
import { buildTestClock, settle } from '../engine-test-clock.ts'
import { buildRoomBook } from './room-book.ts'
import { hearInEntry, mergeSyncRoom, openEntry } from './room-entry.ts'
import { buildRoomFiller } from './room-filler.ts'
import { settleWindow } from './room-window.ts'

const rooms = ['0.aaaaaaaaaaaaaa', '1.bbbbbbbbbbbbbb', '2.cccccccccccccc'] as RoomId[]
const room = rooms[0] as RoomId
const ana = 'a'.repeat(16) as UserId
const me = 'b'.repeat(16) as UserId
const members = [ana, me].map((user) => ({ user, role: 'member' as const }))
const idOf = (seq: number) => `01jd${String(seq).padStart(22, '0')}` as EventId

type Archived = History['messages'][number]
const archived = (of: RoomId, seq: number): Archived => {
  const plain = { mentions: [], attachments: [], reactions: {}, format: 'plain' as const }
  return { ...plain, id: idOf(seq), room: of, seq, version: seq, author: ana, at: seq, text: `text ${seq}` }
}

/** Rooms with `count` messages each, as the archive has them; this device knows of all up to `knownTo`. */
function start(count: number, knownTo = count) {
  const clock = buildTestClock()
  const archive = new Map(rooms.map((of) => [of, Array.from({ length: count }, (_, at) => archived(of, at + 1))]))
  const asked: { room: RoomId; query: HistoryQuery }[] = []
  const changes: RoomId[] = []
  let before: (room: RoomId, query: HistoryQuery) => Result<History> | undefined = () => undefined
  let held: Promise<void> | undefined
  const book = buildRoomBook({ onRoom: (changed) => changes.push(changed), onUsers: () => {} })
  for (const id of rooms) {
    const about = {
      id,
      kind: 'group' as const,
      name: 'Tea',
      topic: '',
      members,
      createdAt: 1,
      version: 0,
      memberCount: members.length,
    }
    const counts = { complete: true, receipt: knownTo, unread: 0, mentions: 0 }
    book.put(id, mergeSyncRoom(undefined, { room: about, head: knownTo, ...counts }, me))
  }
  function answer(of: RoomId, query: HistoryQuery): History {
    const all = archive.get(of) ?? []
    const { limit = 50, changedAfter } = query
    const head = all.reduce((most, { version }) => Math.max(most, version), 0)
    const state = {
      notices: [],
      epoch: 0,
      forkSeq: 0,
      head,
      complete: true,
      archivedTo: head,
      checkpoint: { seq: head, members },
    }
    if (changedAfter !== undefined) {
      const later = all.filter(({ version }) => version > changedAfter).sort((a, b) => a.version - b.version)
      const messages = later.slice(0, limit)
      return { ...state, messages, hasMoreBefore: true, hasMoreAfter: later.length > limit }
    }
    const older = all.filter(({ seq }) => seq < (query.before ?? Number.POSITIVE_INFINITY))
    const messages = older.slice(-limit)
    return { ...state, messages, hasMoreBefore: older.length > limit, hasMoreAfter: false }
  }
  const filler = buildRoomFiller({
    deps: { clock, chance: () => 0.5 } as Pick<EngineDeps, 'clock' | 'chance'> as EngineDeps,
    me,
    book,
    onFilled: () => {},
    client: {
      async history(of, query) {
        asked.push({ room: of, query })
        const result = before(of, query) ?? ok(answer(of, query))
        await held
        return result
      },
    },
  })
  return {
    ...{ clock, archive, asked, book, filler, changes },
    open: (of = room) => book.change(of, (entry) => openEntry(entry, me)),
    /** Answers instead of the archive, where it answers at all. */
    answerFirst: (first: typeof before) => {
      before = first
    },
    /** Answers are read now and arrive when this is called. */
    holdAnswers() {
      let release = () => {}
      held = new Promise((resolve) => {
        release = resolve
      })
      return () => {
        held = undefined
        release()
      }
    },
    seqs: (of = room) => selectMessages(book.get(of)?.window.timeline ?? never()).map(({ seq }) => seq),
  }
}
function never(): never {
  throw new Error('the room is not there')
}
const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => from + index)

test('a page fill that breaks off half way leaves the window as it was, and says that there is a hole', async () => {
  const { filler, book, answerFirst, seqs, archive } = start(10)
  await filler.loadOlder(room)
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
  const { clock, filler, asked, answerFirst, open, seqs } = start(60, 10)
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

test('an old page that was read before the window went on is read again, and shows what has changed since', async () => {
  const { filler, book, archive, holdAnswers, asked } = start(10)
  const release = holdAnswers()
  const loading = filler.loadOlder(room)
  await settle()
  // While the answer is on its way a message in it is edited, and the archive announces that it has the edit.
  const edited: StoredEvent = {
    ...{ room, author: ana, seq: 11, storedAt: 11 },
    event: { v: 1, kind: 'message.edited', id: idOf(11), at: 0, message: idOf(5), text: 'new' },
  }
  book.change(room, (entry) => hearInEntry(entry, edited))
  archive.get(room)?.splice(4, 1, { ...archived(room, 5), version: 11, text: 'new' })
  book.change(room, (entry) => ({ ...entry, window: settleWindow(entry.window, 11) }))
  release()
  await loading
  const texts = selectMessages(book.get(room)?.window.timeline ?? never()).map(({ message }) => message.text)
  expect(texts[4]).toBe('new')
  expect(asked).toHaveLength(2)
})

test('the first page is tried again although a fill went well in between', async () => {
  const { clock, filler, open, answerFirst, seqs } = start(60, 50)
  open()
  answerFirst((_, { before }) => (before === undefined ? undefined : err(appError('busy'))))
  await filler.loadOlder(room)
  await filler.fill(room)
  answerFirst(() => undefined)
  await clock.advance(2_000)
  expect(seqs()).toEqual(range(1, 60))
})

test('a message far back is loaded with all that lies between, in one change of the room', async () => {
  const { filler, changes, seqs, asked } = start(1_000)
  await filler.loadOlder(room)
  changes.length = 0
  expect(await filler.loadBackTo(room, idOf(130))).toEqual(ok('found'))
  expect(seqs()).toEqual(range(951 - 5 * 200, 1_000).filter((seq) => seq > 0))
  expect(asked.length).toBeLessThanOrEqual(6)
  // That it loads, and what was loaded.
  expect(changes).toHaveLength(2)
  expect(await filler.loadBackTo(room, idOf(130))).toEqual(ok('found'))
  expect(changes).toHaveLength(2)
  expect(await filler.loadBackTo(room, idOf(5_000))).toEqual(ok('absent'))
})

test('a message further back than that is found by going on, and a fault on the way keeps what was loaded', async () => {
  const { filler, answerFirst, seqs } = start(8_000)
  expect(await filler.loadBackTo(room, idOf(500))).toEqual(ok('further'))
  expect(seqs()).toEqual(range(3_001, 8_000))
  answerFirst((_, { before = 0 }) => (before < 2_000 ? err(appError('busy')) : undefined))
  expect(await filler.loadBackTo(room, idOf(500))).toEqual(ok('further'))
  expect(await filler.loadBackTo(room, idOf(500))).toMatchObject({ ok: false, error: { code: 'busy' } })
  answerFirst(() => undefined)
  expect(await filler.loadBackTo(room, idOf(500))).toEqual(ok('found'))
  expect(seqs()).toEqual(range(seqs()[0] ?? 0, 8_000))
})

test('a filler that was stopped asks for nothing any more', async () => {
  const { filler, asked } = start(10)
  filler.stop()
  expect(await filler.fill(room)).toBe(false)
  expect((await filler.loadOlder(room)).ok).toBe(true)
  expect(asked).toEqual([])
})
