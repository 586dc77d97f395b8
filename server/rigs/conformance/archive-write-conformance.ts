import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { MessageId, RoomId } from '../../../common/ids.ts'
import type { Message } from '../../../common/message.ts'
import { type ArchiveBatch, mostVersions } from '../../store/archive-store.ts'
import {
  buildBatch,
  buildMessage,
  buildRoom,
  type Conformance,
  newEvent,
  newFile,
  newRoom,
  newUser,
  oddTexts,
  race,
} from './store-samples.ts'
import { useDatabase } from './use-database.ts'

export function describeArchiveWrites({ open, runs }: Conformance): void {
  describe('writing the archive', () => {
    const database = useDatabase(open)

    const write = (batch: Partial<ArchiveBatch>) => database.first.archive.writeBatch(buildBatch(batch))
    const loadAll = async (room: RoomId) => (await database.second.history.loadPage({ room, limit: 1_000 })).messages
    const loadOne = async ({ room, id }: { readonly room: RoomId; readonly id: MessageId }) =>
      (await database.second.archive.loadMessages([{ room, id }]))[0]

    it('gives back a message with all it can have, and one with the least, field for field', async () => {
      const full = buildMessage({
        room: newRoom(),
        seq: 9_007_199_254_740_000,
        format: 'markdown',
        replyTo: newEvent(),
        mentions: ['room', newUser()],
        attachments: [
          { file: newFile(), name: '$set.__proto__.png', mediaType: 'image/png', sizeBytes: 5_000_000_000, width: 3 },
        ],
        preview: { url: 'https://a.example/$x', title: '__proto__', text: 'about', image: newFile() },
        forwarded: { room: newRoom(), message: newEvent(), author: newUser() },
        reactions: [{ user: newUser(), emoji: '\u{1F44D}', seq: 12 }],
        editedAt: 1_763_800_000_001,
        pinnedAt: 1_763_800_000_002,
      })
      const least = buildMessage({ room: full.room, seq: 2 })
      await write({ posted: [full, least] })
      expect(await loadOne(full)).toStrictEqual(full)
      expect(await loadOne(least)).toStrictEqual(least)
      expect(await database.first.archive.loadMessages([])).toEqual([])
    })

    it('finds messages by room and id together, once each, in many rooms', async () => {
      const [one, two] = [buildMessage({ room: newRoom(), seq: 1 }), buildMessage({ room: newRoom(), seq: 2 })]
      const sameId = { ...two, room: newRoom() }
      await write({ posted: [one, two, sameId] })
      const keys = [one, two, one, { room: one.room, id: two.id }, { room: one.room, id: newEvent() }]
      const loaded = await database.second.archive.loadMessages(keys)
      expect(loaded.toSorted((a, b) => a.seq - b.seq)).toEqual([one, two])
    })

    it.each(oddTexts)('keeps %j as text, emoji and name of a file', async (text) => {
      const message = buildMessage({
        room: newRoom(),
        seq: 1,
        text,
        attachments: [{ file: newFile(), name: text, mediaType: 'text/plain', sizeBytes: 1 }],
        reactions: [{ user: newUser(), emoji: text, seq: 1 }],
      })
      await write({ posted: [message] })
      expect(await loadOne(message)).toStrictEqual(message)
    })

    it('keeps a text of 100,000 astral characters', async () => {
      const message = buildMessage({ room: newRoom(), seq: 1, text: '\u{1F9F6}'.repeat(100_000) })
      await write({ posted: [message] })
      expect((await loadOne(message))?.text).toBe(message.text)
    })

    it('keeps the copy with the lowest sequence, whoever the author, across batches and within one', async () => {
      const own = buildMessage({ room: newRoom(), seq: 10 })
      const claimed = { ...own, seq: 11, version: 11, author: newUser(), text: 'a later copy' }
      await write({ posted: [own] })
      await write({ posted: [claimed] })
      expect(await loadAll(own.room)).toEqual([own])

      const room = newRoom()
      await write({
        posted: [
          { ...claimed, room },
          { ...own, room },
          { ...claimed, room, seq: 12, version: 12 },
        ],
      })
      expect(await loadAll(room)).toEqual([{ ...own, room }])
      // Nor does a change of the later copy get through, though its version is higher.
      await write({ changed: [{ ...claimed, room, version: 90, text: 'edited copy' }] })
      expect(await loadAll(room)).toEqual([{ ...own, room }])
    })

    it('lets a write with a lower version lose, whatever the order', async () => {
      const posted = buildMessage({ room: newRoom(), seq: 1 })
      const [edited, reacted, removed] = [
        { ...posted, version: 5, text: 'edited', editedAt: 50 },
        { ...posted, version: 7, text: 'edited', editedAt: 50, reactions: [{ user: newUser(), emoji: '.', seq: 7 }] },
        { ...posted, version: 9, text: '', removedAt: 90 },
      ]
      await write({ posted: [posted], changed: [edited, reacted, removed] })
      expect(await loadOne(posted)).toStrictEqual(removed)
      await write({ changed: [reacted] })
      await write({ posted: [posted], changed: [edited] })
      expect(await loadOne(posted)).toStrictEqual(removed)

      const room = newRoom()
      const versions = [removed, posted, reacted, edited].map((message) => ({ ...message, room }))
      for (const changed of versions) await write({ changed: [changed] })
      expect(await loadAll(room)).toEqual([{ ...removed, room }])
    })

    it('keeps what a message said before until it is removed, the newest first where they are many', async () => {
      const posted = buildMessage({ room: newRoom(), seq: 1 })
      const { room, id } = posted
      const at = (seq: number) => ({ room, id, seq, at: seq, text: `words ${seq}` })
      const load = (limit = 10) => database.second.history.loadVersions(room, id, limit)
      const edited = { ...posted, version: 3, text: 'words 3', editedAt: 3 }
      await write({ posted: [posted] })
      expect(await load()).toEqual([])
      await write({ changed: [edited], versions: [at(1), at(2), at(3)] })
      await write({ changed: [edited], versions: [at(3)] })
      expect(await load()).toEqual([at(1), at(2), at(3)])
      expect(await load(2)).toEqual([at(2), at(3)])
      const removed = { ...edited, version: 5, text: '', removedAt: 5 }
      await write({ changed: [removed], versions: [at(4)] })
      expect(await load()).toEqual([])
      await write({ changed: [edited], versions: [at(3)] })
      expect(await load(), 'whoever writes late brings nothing back').toEqual([])
    })

    it('keeps of a message that is edited without end its first words and the newest, however they come', async () => {
      const posted = buildMessage({ room: newRoom(), seq: 1 })
      const { room, id } = posted
      const at = (seq: number) => ({ room, id, seq, at: seq, text: `words ${seq}` })
      const all = Array.from({ length: 240 }, (_, index) => at(index + 1))
      const edited = { ...posted, version: 240, text: 'words 240', editedAt: 240 }
      await write({ posted: [posted] })
      for (const from of [120, 0, 180, 0]) await write({ changed: [edited], versions: all.slice(from, from + 120) })
      const kept = await database.second.history.loadVersions(room, id, 1_000)
      expect(kept.map(({ seq }) => seq)).toEqual([1, ...all.slice(-(mostVersions - 1)).map(({ seq }) => seq)])
      await write({ changed: [{ ...posted, version: 2, text: 'words 2', editedAt: 2 }], versions: [at(1), at(2)] })
      expect(await database.second.history.loadVersions(room, id, 1_000), 'a batch that comes again').toEqual(kept)
    })

    it('takes a whole field away with a change', async () => {
      const pinned = buildMessage({ room: newRoom(), seq: 1, pinnedAt: 5, mentions: ['room'] })
      const { pinnedAt: _, ...rest } = pinned
      const unpinned: Message = { ...rest, version: 6, mentions: [] }
      await write({ posted: [pinned] })
      await write({ changed: [unpinned] })
      expect(await loadOne(pinned)).toStrictEqual(unpinned)
    })

    it('ends at the same rows for any order and any repetition of the batches', async () => {
      const happening = fc.record({
        post: fc.boolean(),
        which: fc.nat({ max: 3 }),
        emoji: fc.constantFrom(...oddTexts),
      })
      const history = fc.array(happening, { minLength: 1, maxLength: 14 })
      await fc.assert(
        fc.asyncProperty(
          history,
          fc.integer({ min: 1, max: 5 }),
          fc.infiniteStream(fc.nat()),
          async (all, size, luck) => {
            const { batches, expected, room } = foldHistory(all, size)
            const order = [...batches, ...batches].map((batch) => ({ batch, key: luck.next().value as number }))
            for (const { batch } of order.toSorted((a, b) => a.key - b.key)) await write(batch)
            expect(await loadAll(room)).toEqual(expected)
          },
        ),
        { numRuns: runs },
      )
    })

    it('ends at the same rows when two archivers write at once', async () => {
      const all = Array.from({ length: 24 }, (_, index) => ({ post: index % 3 === 0, which: index % 4, emoji: '$' }))
      const { batches, expected, room } = foldHistory(all, 4)
      await Promise.all([
        (async () => {
          for (const batch of batches) await database.first.archive.writeBatch(batch)
        })(),
        (async () => {
          for (const batch of batches) await database.second.archive.writeBatch(batch)
        })(),
      ])
      expect(await loadAll(room)).toEqual(expected)
    })

    it('moves a room only to a higher head', async () => {
      const state = buildRoom({ users: [newUser(), newUser()], version: 3 })
      const load = async () => (await database.second.archive.loadArchivedRooms([state.room, newRoom(), state.room]))[0]
      expect(await load()).toBeUndefined()
      await write({ rooms: [{ state, head: 5 }] })
      expect(await load()).toEqual({ state, head: 5 })
      await write({ rooms: [{ state, head: 8 }] })
      await write({ rooms: [{ state, head: 6 }] })
      expect(await load()).toEqual({ state, head: 8 })
      const renamed = { ...state, name: 'renamed', version: 12 }
      await write({ rooms: [{ state: renamed, head: 12 }] })
      await write({ rooms: [{ state, head: 8 }] })
      await write({ rooms: [{ state: { ...renamed, name: 'same head' }, head: 12 }] })
      expect(await load()).toEqual({ state: renamed, head: 12 })
      expect(await database.first.archive.loadArchivedRooms([state.room, state.room])).toHaveLength(1)
      expect(await database.first.archive.loadArchivedRooms([])).toEqual([])
    })

    it('keeps with a room when its people spoke last, as long as it says so, with the higher head', async () => {
      const state = buildRoom({ users: [newUser()], version: 3, slowModeSec: 30 })
      const load = async () => (await database.second.archive.loadArchivedRooms([state.room]))[0]
      const spoke = [{ user: newUser(), at: 1_763_800_000_000 }]
      await write({ rooms: [{ state, head: 5, spoke }] })
      expect(await load()).toEqual({ state, head: 5, spoke })
      const later = [...spoke, { user: newUser(), at: 1_763_800_000_001 }]
      await write({ rooms: [{ state, head: 8, spoke: later }] })
      await write({ rooms: [{ state, head: 7, spoke }] })
      expect(await load()).toEqual({ state, head: 8, spoke: later })
      await write({ rooms: [{ state: { ...state, version: 9 }, head: 9, spoke }] })
      expect((await load())?.spoke).toEqual(spoke)
      await write({ rooms: [{ state: { ...state, version: 9 }, head: 10 }] })
      expect(await load()).toEqual({ state: { ...state, version: 9 }, head: 10 })
    })

    it('keeps the directory and the archive of one room apart', async () => {
      const state = buildRoom({ users: [newUser()], version: 3 })
      await database.first.rooms.putRoom({ ...state, name: 'ahead', version: 9 }, 0)
      await write({ rooms: [{ state, head: 5 }] })
      expect((await database.second.rooms.loadRoom(state.room))?.name).toBe('ahead')
      expect((await database.second.archive.loadArchivedRooms([state.room]))[0]?.state.name).toBe(state.name)
    })

    it('advances a position by compare-and-set, never backwards, and for exactly one of those who race', async () => {
      const { first, second } = database
      const shard = 31
      expect(await first.archive.loadPosition(shard)).toBe(0)
      expect(await first.archive.advancePosition(shard, 3, 9)).toBe(false)
      const starts = await race(database, 6, (store, index) => store.archive.advancePosition(shard, 0, 10 + index))
      expect(starts.filter((won) => won)).toHaveLength(1)
      const at = await first.archive.loadPosition(shard)
      expect(at).toBe(10 + starts.indexOf(true))
      const moves = await race(database, 6, (store) => store.archive.advancePosition(shard, at, at + 5))
      expect(moves.filter((won) => won)).toHaveLength(1)
      expect(await second.archive.advancePosition(shard, at, at + 7)).toBe(false)
      expect(await second.archive.advancePosition(shard, 0, at + 7)).toBe(false)
      expect(await second.archive.advancePosition(shard, at + 5, at)).toBe(false)
      expect(await second.archive.loadPosition(shard)).toBe(at + 5)
      expect(await second.archive.loadPosition(shard + 1)).toBe(0)
    })

    it('bears an archiver that stalled and wakes when another has gone on', async () => {
      const { first, second } = database
      const [shard, posted] = [32, buildMessage({ room: newRoom(), seq: 1 })]
      const state = buildRoom({ users: [newUser()], room: posted.room, version: 1 })
      const old = buildBatch({ posted: [posted], rooms: [{ state, head: 1 }] })
      await first.archive.writeBatch(old)
      expect(await first.archive.advancePosition(shard, 0, 1)).toBe(true)
      const removed = { ...posted, version: 2, text: '', removedAt: 7 }
      await second.archive.writeBatch(
        buildBatch({ changed: [removed], rooms: [{ state: { ...state, version: 3 }, head: 3 }] }),
      )
      expect(await second.archive.advancePosition(shard, 1, 3)).toBe(true)

      await first.archive.writeBatch(old)
      expect(await first.archive.advancePosition(shard, 0, 1)).toBe(false)
      expect(await loadAll(posted.room)).toEqual([removed])
      expect((await first.archive.loadArchivedRooms([posted.room]))[0]).toMatchObject({
        head: 3,
        state: { version: 3 },
      })
      expect(await first.archive.loadPosition(shard)).toBe(3)
    })

    it('takes an empty batch', async () => {
      await expect(write({})).resolves.toBeUndefined()
    })
  })
}

type Happening = { readonly post: boolean; readonly which: number; readonly emoji: string }

/** A history of a few messages as batches an archiver would write, later copies of an id among them, and how it must end. */
function foldHistory(all: readonly Happening[], size: number) {
  const room = newRoom()
  const ids = Array.from({ length: 4 }, newEvent)
  const stand = new Map<number, Message>()
  const writes = all.map(({ post, which, emoji }, index): Partial<ArchiveBatch> => {
    const seq = index + 1
    const id = ids[which] ?? newEvent()
    const before = stand.get(which)
    if (post || before === undefined) {
      const message = buildMessage({ room, seq, id, text: emoji })
      if (before === undefined) stand.set(which, message)
      return { posted: [message] }
    }
    const reactions = [...before.reactions, { user: newUser(), emoji, seq }]
    const after: Message = { ...before, version: seq, reactions }
    stand.set(which, after)
    return { changed: [after] }
  })
  const batches: ArchiveBatch[] = []
  for (let from = 0; from < writes.length; from += size) {
    const part = writes.slice(from, from + size)
    const [posted, changed] = [part.flatMap((one) => one.posted ?? []), part.flatMap((one) => one.changed ?? [])]
    batches.push(buildBatch({ posted, changed }))
  }
  return { room, batches, expected: [...stand.values()].toSorted((a, b) => a.seq - b.seq) }
}
