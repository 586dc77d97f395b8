import 'fake-indexeddb/auto'
import { IDBFactory } from 'fake-indexeddb'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { EventId, RoomId, UserId } from '../../../common/ids.ts'
import type { Message } from '../../../common/message.ts'
import { parseSearchWords } from '../../../common/search/search-words.ts'
import { loadNaughtyStrings } from '../../../test-kit/naughty-strings/naughty-strings.ts'
import { type GoldenName, goldenQueries, goldenTexts } from '../../../test-kit/search-golden-set.ts'
import { openAccountDatabase } from '../local-store/local-database.ts'
import { buildTimelineStore } from '../local-store/timeline-store.tables.ts'
import type { TimelineStore } from '../local-store/timeline-store.ts'
import { buildIndexedDbTables } from '../local-store/timeline-tables.indexeddb.ts'
import { buildMemoryTables } from '../local-store/timeline-tables.memory.ts'
import { everything, type TimelineTables } from '../local-store/timeline-tables.ts'
import { mergeSyncRoom } from '../sync/room-steps.ts'
import { buildSyncedRoom, membersOf } from '../sync/synced-room-testbed.ts'
import { buildKeptSearch, type KeptPorts } from './kept-search.ts'

const [room, other] = ['0.aaaaaaaaaaaaaa', '1.bbbbbbbbbbbbbb'] as RoomId[] as [RoomId, RoomId]
const [ana, ben] = ['a'.repeat(16), 'b'.repeat(16)] as UserId[] as [UserId, UserId]
const message = (seq: number, text: string, change: Partial<Message> = {}): Message => ({
  ...{ id: `01jd${String(seq).padStart(22, '0')}` as EventId, room, seq, version: seq, author: ana, at: 1_000 + seq },
  ...{ format: 'plain', text, mentions: [], attachments: [], reactions: [], ...change },
})

const adapters: Readonly<Record<string, () => Promise<TimelineTables>>> = {
  memory: async () => buildMemoryTables(),
  IndexedDB: async () => buildIndexedDbTables(await openAccountDatabase(new IDBFactory(), ana)),
}

describe.each(Object.entries(adapters))('searching what is kept here (%s)', (_, open) => {
  let tables: TimelineTables
  let store: TimelineStore
  const keep = (of: RoomId, messages: readonly Message[]) => {
    const seqs = messages.map(({ seq }) => seq)
    const span = {
      from: Math.min(...seqs),
      to: Math.max(...seqs),
      knownTo: Math.max(...messages.map((one) => one.version)),
    }
    return store.putPage(of, { ...span, messages, notices: [] })
  }
  const searcher = (blocked: readonly UserId[] = [], rooms: readonly RoomId[] = [room, other]) => {
    const book: KeptPorts['book'] = { rooms: () => rooms, get: () => undefined }
    return buildKeptSearch({
      ...{ me: ben, book, timelines: store },
      isBlocked: (user) => blocked.includes(user),
    })
  }
  const textsOf = async (q: string, limit = 600) => (await searcher()({ q }, limit)).messages.map(({ text }) => text)
  beforeAll(async () => {
    tables = await open()
    store = buildTimelineStore(tables)
  })
  afterAll(() => store.forgetWords())

  it('finds what the golden set says, and nothing else, in every script', async () => {
    const names = Object.keys(goldenTexts) as readonly GoldenName[]
    await keep(
      room,
      names.map((name, at) => message(at + 1, goldenTexts[name])),
    )
    const wrong: string[] = []
    for (const [q, ...wanted] of goldenQueries) {
      const named = (await textsOf(q)).map((text) => names.find((name) => goldenTexts[name] === text))
      if (named.join() !== wanted.join()) wrong.push(`${q}: ${named.join(', ')}`)
    }
    expect(wrong).toEqual([])
  })

  it('finds each of the naughty strings by itself', async () => {
    const texts = loadNaughtyStrings().filter((text) => parseSearchWords(text).length > 0)
    expect(texts.length).toBeGreaterThan(450)
    await keep(
      room,
      texts.map((text, at) => message(at + 1_000, text)),
    )
    const lost: string[] = []
    for (const text of texts.filter((_text, at) => at % 9 === 0))
      if (!(await textsOf(text)).includes(text)) lost.push(text)
    expect(lost).toEqual([])
  })

  it('narrows by who, when, what is attached and who is mentioned, and leaves blocked people out', async () => {
    const file = { file: 'f'.repeat(16) as never, name: 'survey-piles.pdf', mediaType: 'application/pdf', sizeBytes: 1 }
    const spoken = { ...file, name: 'v.webm', mediaType: 'audio/webm', thumbhash: `${'A'.repeat(35)}=` }
    await keep(other, [
      message(2_001, 'narrow plain', { room: other }),
      message(2_002, 'narrow file', { room: other, attachments: [file], author: ben }),
      message(2_003, 'narrow mention', { room: other, mentions: [ben] }),
      message(2_004, 'narrow pin', { room: other, pinnedAt: 1, mentions: ['room'] }),
      message(2_005, '', { room: other, attachments: [{ ...file, name: 'song.mp3', mediaType: 'audio/mpeg' }] }),
      message(2_006, '', { room: other, attachments: [spoken] }),
      message(2_007, 'passed on', {
        ...{ room: other, author: ben, forwarded: { room, message: message(1, '').id, author: ana } },
      }),
    ])
    const seqsOf = async (search: Parameters<ReturnType<typeof searcher>>[0], blocked: readonly UserId[] = []) =>
      (await searcher(blocked)(search, 50)).messages.map(({ seq }) => seq)
    expect(await seqsOf({ q: 'narrow' })).toEqual([2_004, 2_003, 2_002, 2_001])
    expect(await seqsOf({ q: 'narrow', from: [ben] })).toEqual([2_002])
    expect(await seqsOf({ q: 'piles', rooms: [other] })).toEqual([2_002])
    expect(await seqsOf({ q: '', has: 'file' })).toEqual([2_006, 2_005, 2_002])
    expect(await seqsOf({ q: '', has: 'voice' })).toEqual([2_006])
    expect(await seqsOf({ q: 'narrow', has: 'pin' })).toEqual([2_004])
    expect(await seqsOf({ q: 'narrow', mentions: true })).toEqual([2_004, 2_003])
    expect(await seqsOf({ q: 'narrow', before: 3_003 })).toEqual([2_002, 2_001])
    expect(await seqsOf({ q: 'narrow', after: 3_003 })).toEqual([2_004, 2_003])
    expect(await seqsOf({ q: 'narrow' }, [ana])).toEqual([2_002])
    expect([await seqsOf({ q: 'passed' }), await seqsOf({ q: 'passed' }, [ana])]).toEqual([[2_007], []])
    expect(await seqsOf({ q: 'narrow', rooms: [room] })).toEqual([])
  })

  it('follows edits and removals, in rooms of more than a block, and goes on where a page ended', async () => {
    const many = Array.from({ length: 1_300 }, (_none, at) => message(10_000 + at, `quay ${at}`))
    // From the end to the beginning, as somebody scrolls.
    for (let at = 1_300; at > 0; at -= 260) await keep(room, many.slice(at - 260, at))
    expect(await textsOf('quay', 2_000)).toHaveLength(1_300)
    await keep(room, [
      message(10_007, 'breakwater', { version: 20_000, editedAt: 1 }),
      message(10_008, '', { version: 20_001, removedAt: 1 }),
    ])
    expect(await textsOf('quay', 2_000)).toHaveLength(1_298)
    expect(await textsOf('breakwater')).toEqual(['breakwater'])
    const found: Message[] = []
    for (let isMore = true; isMore; ) {
      const page = await searcher()({ q: 'quay' }, 500, found.at(-1))
      found.push(...page.messages)
      isMore = page.isMore
    }
    expect(found.map(({ seq }) => seq)).toEqual(
      many
        .map(({ seq }) => seq)
        .filter((seq) => seq !== 10_007 && seq !== 10_008)
        .toReversed(),
    )
  })

  it('finds nothing of a room that one was taken out of, before the server has said what is left too', async () => {
    await keep(other, [message(9_000, 'albatross', { room: other })])
    const countWith = async (...members: readonly UserId[]) => {
      const synced = buildSyncedRoom({ id: other, members: membersOf('member', ...members) }, { head: 0, receipt: 0 })
      const book: KeptPorts['book'] = { rooms: () => [other], get: () => mergeSyncRoom(undefined, synced, ben) }
      const search = buildKeptSearch({ me: ben, book, timelines: store, isBlocked: () => false })
      return (await search({ q: 'albatross' }, 10)).messages.length
    }
    expect([await countWith(ana, ben), await countWith(ana)]).toEqual([1, 0])
  })

  it('makes the words anew of what an older version kept, and forgets those of a room that is cleared', async () => {
    await tables.write(async (writer) => {
      for (const of of [room, other]) writer.remove('words', of, { from: 0, to: Number.MAX_SAFE_INTEGER })
    })
    store.forgetWords()
    expect(await textsOf('quay', 2_000)).toHaveLength(1_298)
    await tables.write(async (writer) => writer.put('words', { room, from: 0, fold: 0, words: 'of another time\n' }))
    store.forgetWords()
    expect(await textsOf('breakwater')).toEqual(['breakwater'])
    await keep(room, [message(30_000, 'said after that')])
    expect(await textsOf('after that')).toEqual(['said after that'])
    expect(await textsOf('quay', 2_000)).toHaveLength(1_298)
    await store.removeRoom(room)
    expect(await textsOf('quay')).toEqual([])
    const left = (of: RoomId) => tables.read((reader) => reader.range('words', of, everything))
    expect([(await left(room)).length, (await left(other)).length]).toEqual([0, 1])
  })
})
