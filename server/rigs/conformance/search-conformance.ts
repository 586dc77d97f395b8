import { describe, expect, it } from 'vitest'
import type { Message } from '../../../common/message.ts'
import { foldVersion } from '../../../common/search/fold-text.ts'
import { parseSearchWords } from '../../../common/search/search-words.ts'
import { loadNaughtyStrings } from '../../../test-kit/naughty-strings/naughty-strings.ts'
import { type GoldenName, goldenQueries, goldenTexts } from '../../../test-kit/search-golden-set.ts'
import type { SearchedRoom, SearchQuery } from '../../store/search-store.ts'
import type { Store } from '../../store/store-port.ts'
import { buildBatch, buildMessage, type Conformance, newFile, newRoom, newUser } from './store-samples.ts'
import { useDatabase } from './use-database.ts'

const query = (q: string, rooms: readonly SearchedRoom[], change: Partial<SearchQuery> = {}): SearchQuery => ({
  words: parseSearchWords(q),
  rooms,
  filter: {},
  limit: 50,
  withinMs: 5_000,
  ...change,
})

async function say(store: Store, messages: readonly Message[]): Promise<void> {
  await store.archive.writeBatch(buildBatch({ posted: messages }))
  await takeIn(store, messages)
}

async function takeIn({ search }: Store, messages: readonly Message[], afterVersion = 0): Promise<void> {
  const rooms = [...new Set(messages.map(({ room }) => room))].map((room) => ({ room, afterVersion }))
  for (let left = rooms; left.length > 0; ) {
    const pages = await search.takeIn(left, 200)
    left = pages.flatMap(({ room, toVersion, isMore }) => (isMore ? { room, afterVersion: toVersion } : []))
  }
}

/** A database that scans has no time for all of them. */
const runsForAll = 10

export function describeSearch({ open, runs }: Conformance): void {
  describe('the index of what was said', () => {
    const database = useDatabase(open)
    const textsOf = async (wanted: SearchQuery, store: Store = database.second) =>
      (await store.search.find(wanted)).messages.map(({ text }) => text)

    it('finds what the golden set says, and nothing else, in every script', async () => {
      const room = newRoom()
      const names = Object.keys(goldenTexts) as readonly GoldenName[]
      await say(
        database.first,
        names.map((name, at) => buildMessage({ room, seq: at + 1, text: goldenTexts[name] })),
      )
      const wrong: string[] = []
      for (const [q, ...wanted] of goldenQueries) {
        const found = await textsOf(query(q, [{ room }]))
        const named = found.map((text) => names.find((name) => goldenTexts[name] === text))
        if (named.join() !== wanted.join()) wrong.push(`${q}: ${named.join(', ')}`)
      }
      expect(wrong).toEqual([])
    })

    it('finds each of the naughty strings by itself', async () => {
      const room = newRoom()
      const all = loadNaughtyStrings().filter((text) => parseSearchWords(text).length > 0 && text.length <= 1_000)
      expect(all.length).toBeGreaterThan(450)
      const texts = runs < runsForAll ? all.filter((_, at) => at % 40 === 7) : all
      await say(
        database.first,
        texts.map((text, at) => buildMessage({ room, seq: at + 1, text })),
      )
      const lost: string[] = []
      for (const text of texts) {
        const found = await textsOf(query(text, [{ room }], { limit: 600 }))
        if (!found.includes(text)) lost.push(text)
      }
      expect(lost).toEqual([])
    })

    it('finds what files are called, and by what a message has, who said it, when, and whom it mentions', async () => {
      const [room, other] = [newRoom(), newRoom()]
      const [ana, ben, cleo] = [newUser(), newUser(), newUser()]
      const file = (name: string, mediaType: string) => ({ file: newFile(), name, mediaType, sizeBytes: 1 })
      const messages = [
        buildMessage({ room, seq: 1, author: ana, text: 'plain' }),
        buildMessage({
          room,
          seq: 2,
          author: ben,
          text: '',
          attachments: [file('survey-piles.pdf', 'application/pdf')],
        }),
        buildMessage({ room, seq: 3, author: ana, text: 'look', attachments: [file('Döner.png', 'image/png')] }),
        buildMessage({ room, seq: 4, author: cleo, text: 'at https://example.org', mentions: [ana] }),
        buildMessage({ room, seq: 5, author: ben, text: 'everybody', mentions: ['room'], pinnedAt: 9 }),
        buildMessage({ room: other, seq: 6, author: ana, text: 'plain, elsewhere' }),
        buildMessage({ room: other, seq: 7, text: '', attachments: [file('song.mp3', 'audio/mpeg')] }),
        buildMessage({
          room: other,
          seq: 8,
          text: '',
          attachments: [{ ...file('v.webm', 'audio/webm'), thumbhash: `${'A'.repeat(35)}=` }],
        }),
      ]
      await say(database.first, messages)
      const seqsOf = async (q: string, change: Partial<SearchQuery> = {}) =>
        (await database.second.search.find(query(q, [{ room }], change))).messages.map(({ seq }) => seq)
      const at = (seq: number) => messages[seq - 1]?.at ?? 0
      expect(await seqsOf('piles')).toEqual([2])
      expect(await seqsOf('doner')).toEqual([3])
      expect(await seqsOf('', { filter: { has: 'file' } })).toEqual([3, 2])
      expect(await seqsOf('', { filter: { has: 'image' } })).toEqual([3])
      expect(await seqsOf('', { filter: { has: 'link' } })).toEqual([4])
      expect(await seqsOf('', { filter: { has: 'pin' } })).toEqual([5])
      expect(await seqsOf('', { rooms: [{ room: other }], filter: { has: 'file' } })).toEqual([8, 7])
      expect(await seqsOf('', { rooms: [{ room: other }], filter: { has: 'voice' } })).toEqual([8])
      expect(await seqsOf('', { filter: { mentions: ana } })).toEqual([5, 4])
      expect(await seqsOf('', { filter: { mentions: cleo } })).toEqual([5])
      expect(await seqsOf('', { filter: { from: [ana, cleo] } })).toEqual([4, 3, 1])
      expect(await seqsOf('', { filter: { from: [] } })).toEqual([])
      expect(await seqsOf('o', { filter: { notFrom: [ana] } })).toEqual([5, 4])
      expect(await seqsOf('', { filter: { has: 'file', before: at(3) } })).toEqual([2])
      expect(await seqsOf('', { filter: { has: 'file', after: at(3) } })).toEqual([3])
      expect(await seqsOf('plain', { rooms: [{ room }, { room: other }] })).toEqual([6, 1])
      expect(await seqsOf('plain', { rooms: [] })).toEqual([])
    })

    it('shows nothing outside of the sequences that may be seen', async () => {
      const room = newRoom()
      await say(
        database.first,
        Array.from({ length: 9 }, (_, at) => buildMessage({ room, seq: at + 1, text: `seen ${at + 1}` })),
      )
      const within = [
        { fromSeq: 2, toSeq: 3 },
        { fromSeq: 8, toSeq: Number.POSITIVE_INFINITY },
      ]
      expect(await textsOf(query('seen', [{ room, within }]))).toEqual(['seen 9', 'seen 8', 'seen 3', 'seen 2'])
      expect(await textsOf(query('seen', [{ room, within: [] }]))).toEqual([])
    })

    it('looks no longer than it may through what may not be seen, and goes on from there', async () => {
      const room = newRoom()
      const messages = Array.from({ length: 101 }, (_, at) => buildMessage({ room, seq: at + 1, text: `hidden ${at}` }))
      await say(database.first, messages)
      const hidden = query('hidden', [{ room, within: [{ fromSeq: 1, toSeq: 1 }] }])
      const first = await database.second.search.find({ ...hidden, withinMs: 0 })
      expect(first).toEqual({ messages: [], below: expect.any(Number) })
      expect(await textsOf({ ...hidden, below: first.below ?? 0 })).toEqual(['hidden 0'])
    })

    it('goes on where a page ended, each once, also of one millisecond and with many rooms', async () => {
      const rooms = Array.from({ length: runs < runsForAll ? 5 : 70 }, () => newRoom())
      const messages = rooms.flatMap((room, at) =>
        [1, 2, 3].map((round) =>
          buildMessage({
            room,
            seq: round * 100 + (at % 3),
            at: 1_763_800_000_000 + 1_000 * round,
            text: `turn ${round} at ${at}`,
          }),
        ),
      )
      await say(database.first, messages)
      const found: Message[] = []
      let below: number | undefined
      do {
        const page = await database.second.search.find(
          query(
            'turn',
            rooms.map((room) => ({ room })),
            { limit: Math.ceil(rooms.length / 2), ...(below === undefined ? {} : { below }) },
          ),
        )
        found.push(...page.messages)
        below = page.below
      } while (below !== undefined)
      expect(new Set(found.map(({ id }) => id)).size).toBe(3 * rooms.length)
      expect(found).toHaveLength(3 * rooms.length)
      expect(found.map(({ at }) => at)).toEqual(found.map(({ at }) => at).toSorted((a, b) => b - a))
      // One character, which is looked for instead of looked up.
      const asked = query(
        'n',
        rooms.map((room) => ({ room })),
        { limit: 4 * rooms.length },
      )
      expect((await database.second.search.find(asked)).messages).toEqual(found)
    })

    it('finds what was edited by its new words at once, and what was removed no more', async () => {
      const room = newRoom()
      const [kept, edited, removed] = [1, 2, 3].map((seq) => buildMessage({ room, seq, text: `harbour ${seq}` }))
      if (kept === undefined || edited === undefined || removed === undefined) throw new Error('three were made')
      await say(database.first, [kept, edited, removed])
      const changed = [
        { ...edited, version: 4, text: 'a quay' },
        { ...removed, version: 5, text: '', removedAt: 1 },
      ]
      await database.first.archive.writeBatch(buildBatch({ changed }))
      // Not taken in yet: the archive's row decides all the same.
      expect(await textsOf(query('harbour', [{ room }]))).toEqual(['harbour 1'])
      await takeIn(database.first, changed, 3)
      expect(await textsOf(query('quay', [{ room }]))).toEqual(['a quay'])
      expect(await textsOf(query('harbour', [{ room }]))).toEqual(['harbour 1'])
      // A copy that comes late changes nothing.
      await takeIn(database.second, [kept, edited, removed])
      expect(await textsOf(query('harbour', [{ room }]))).toEqual(['harbour 1'])
    })

    it('keeps nothing of what a restore erases', async () => {
      const room = newRoom()
      const message = buildMessage({ room, seq: 1, text: 'unspeakable' })
      await say(database.first, [message])
      await database.first.archive.eraseMessages([{ room, id: message.id }], 5)
      expect(await textsOf(query('unspeakable', [{ room }]))).toEqual([])
      const census = await database.second.search.count()
      expect(census.isSound).toBe(true)
    })

    it('moves a place once for each turn, and takes one of another folding for none', async () => {
      const { search } = database.first
      const shard = 61
      const place = { fold: foldVersion, seq: 5, epoch: 0, backlog: { upTo: 5, room: '', version: 0 } }
      expect(await search.putPlace({ shard, turn: 0, place })).toBe(true)
      expect(await database.second.search.putPlace({ shard, turn: 0, place })).toBe(false)
      expect((await search.loadPlaces()).get(shard)).toEqual({ shard, turn: 1, place })
      const further = { fold: foldVersion, seq: 9, epoch: 2 }
      expect(await search.putPlace({ shard, turn: 1, place: further })).toBe(true)
      expect(await search.putPlace({ shard, turn: 1, place })).toBe(false)
      expect((await database.second.search.loadPlaces()).get(shard)).toEqual({ shard, turn: 2, place: further })
      expect(await search.putPlace({ shard, turn: 2, place: { ...further, fold: foldVersion + 1 } })).toBe(true)
      expect((await search.loadPlaces()).get(shard)).toEqual({ shard, turn: 3, place: undefined })
    })

    it('can be thrown away and filled anew', async () => {
      const room = newRoom()
      const messages = [buildMessage({ room, seq: 1, text: 'once more' })]
      await say(database.first, messages)
      await database.second.search.clear()
      expect(await textsOf(query('once', [{ room }]))).toEqual([])
      expect((await database.first.search.loadPlaces()).size).toBe(0)
      await takeIn(database.first, messages)
      expect(await textsOf(query('once', [{ room }]))).toEqual(['once more'])
    })

    it('answers what nobody would type', async () => {
      const room = newRoom()
      await say(database.first, [buildMessage({ room, seq: 1, text: 'x of g1 or r3' })])
      for (const q of [
        '" OR 1=1 --',
        '* NEAR/2 (',
        'a'.repeat(1_000),
        '\u{10FFFF}'.repeat(300),
        'g1 AND r3',
        '{col}: ^x',
      ])
        expect([q, await textsOf(query(q, [{ room }]))]).toEqual([q, []])
    })
  })
}
