import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Message } from '../../../common/message.ts'
import type { PageQuery } from '../../store/history-store.ts'
import { buildBatch, buildMessage, type Conformance, newRoom, newUser, type OpenDatabase } from './store-samples.ts'

type Query = Omit<PageQuery, 'room'>
/** What is asked, the sequences that come, and whether there is more before and after. */
type Case = readonly [query: Query, seqs: readonly number[], before: boolean, after: boolean]

// A room with the sequences 10, 20 … 100.
const cases: readonly Case[] = [
  [{ limit: 3 }, [80, 90, 100], true, false],
  [{ limit: 9 }, [20, 30, 40, 50, 60, 70, 80, 90, 100], true, false],
  [{ limit: 10 }, [10, 20, 30, 40, 50, 60, 70, 80, 90, 100], false, false],
  [{ limit: 11 }, [10, 20, 30, 40, 50, 60, 70, 80, 90, 100], false, false],
  [{ limit: 2, before: 40 }, [20, 30], true, true],
  [{ limit: 3, before: 40 }, [10, 20, 30], false, true],
  [{ limit: 3, before: 45 }, [20, 30, 40], true, true],
  [{ limit: 3, before: 10 }, [], false, true],
  [{ limit: 2, before: 100 }, [80, 90], true, true],
  [{ limit: 2, before: 101 }, [90, 100], true, false],
  [{ limit: 2, after: 70 }, [80, 90], true, true],
  [{ limit: 3, after: 70 }, [80, 90, 100], true, false],
  [{ limit: 3, after: 100 }, [], true, false],
  [{ limit: 9, after: 0 }, [10, 20, 30, 40, 50, 60, 70, 80, 90], false, true],
  [{ limit: 10, after: 9 }, [10, 20, 30, 40, 50, 60, 70, 80, 90, 100], false, false],
  [{ limit: 1, after: 10 }, [20], true, true],
  [{ limit: 3, around: 50 }, [40, 50, 60], true, true],
  [{ limit: 4, around: 50 }, [30, 40, 50, 60], true, true],
  [{ limit: 1, around: 50 }, [50], true, true],
  [{ limit: 2, around: 55 }, [50, 60], true, true],
  [{ limit: 3, around: 10 }, [10, 20, 30], false, true],
  [{ limit: 4, around: 20 }, [10, 20, 30, 40], false, true],
  [{ limit: 3, around: 100 }, [80, 90, 100], true, false],
  [{ limit: 3, around: 999 }, [80, 90, 100], true, false],
  [{ limit: 3, around: 1 }, [10, 20, 30], false, true],
  [{ limit: 20, around: 50 }, [10, 20, 30, 40, 50, 60, 70, 80, 90, 100], false, false],
  [{ limit: 2, upTo: 60 }, [50, 60], true, false],
  [{ limit: 2, upTo: 69 }, [50, 60], true, false],
  [{ limit: 2, upTo: 9 }, [], false, false],
  [{ limit: 5, after: 40, upTo: 60 }, [50, 60], true, false],
  [{ limit: 1, after: 40, upTo: 60 }, [50], true, true],
  [{ limit: 2, before: 100, upTo: 60 }, [50, 60], true, false],
  [{ limit: 2, before: 40, upTo: 60 }, [20, 30], true, true],
  [{ limit: 3, around: 60, upTo: 60 }, [40, 50, 60], true, false],
  [{ limit: 3, around: 90, upTo: 60 }, [40, 50, 60], true, false],
]

// The same room after changes: versions 10 … 70 as posted, then 80 → 101, 20 → 102, 100 → 103, 90 stays, in that order.
const changeCases: readonly Case[] = [
  [{ limit: 2, changedAfter: 0 }, [10, 30], false, true],
  [{ limit: 4, changedAfter: 60 }, [70, 90, 80, 20], true, true],
  [{ limit: 5, changedAfter: 60 }, [70, 90, 80, 20, 100], true, false],
  [{ limit: 5, changedAfter: 101 }, [20, 100], true, false],
  [{ limit: 5, changedAfter: 103 }, [], true, false],
  [{ limit: 10, changedAfter: 9 }, [10, 30, 40, 50, 60, 70, 90, 80, 20, 100], false, false],
  // A page that ends somewhere must not hide a newer change of an older message, nor the change of a newer one.
  [{ limit: 5, changedAfter: 100, upTo: 50 }, [80, 20, 100], true, false],
]

/** By what of the room may be seen: 20 to 40, and 80 on. */
const within = [
  { fromSeq: 15, toSeq: 40 },
  { fromSeq: 80, toSeq: Number.POSITIVE_INFINITY },
]
const partialCases: readonly Case[] = [
  [{ limit: 9, within }, [20, 30, 40, 80, 90, 100], false, false],
  [{ limit: 4, within }, [40, 80, 90, 100], true, false],
  [{ limit: 2, before: 80, within }, [30, 40], true, true],
  [{ limit: 9, before: 80, within }, [20, 30, 40], false, true],
  [{ limit: 9, after: 40, within }, [80, 90, 100], true, false],
  [{ limit: 3, around: 80, within }, [40, 80, 90], true, true],
  [{ limit: 3, around: 60, within }, [40, 80, 90], true, true],
  [{ limit: 9, within: [] }, [], false, false],
  [{ limit: 9, around: 50, within: [] }, [], false, false],
]

export function describePages({ open, runs }: Conformance): void {
  describe('pages', () => {
    let database: OpenDatabase
    const [room, changedRoom] = [newRoom(), newRoom()]
    const seqs = Array.from({ length: 10 }, (_, index) => (index + 1) * 10)
    beforeAll(async () => {
      database = await open()
      const posted = seqs.map((seq) => buildMessage({ room, seq }))
      const elsewhere = seqs.map((seq) => buildMessage({ room: newRoom(), seq: seq + 5 }))
      // Written out of order: pages go by sequence, not by when a row came.
      await database.first.archive.writeBatch(
        buildBatch({ posted: [...posted.slice(5), ...elsewhere, ...posted.slice(0, 5)] }),
      )
      const same = posted.map((message) => ({ ...message, room: changedRoom }))
      await database.first.archive.writeBatch(buildBatch({ posted: same }))
      const versions: Readonly<Record<number, number>> = { 80: 101, 20: 102, 100: 103 }
      const changed = same.flatMap((message) => {
        const version = versions[message.seq]
        return version === undefined ? [] : { ...message, version, text: 'changed' }
      })
      await database.first.archive.writeBatch(buildBatch({ changed }))
    })
    afterAll(() => database.drop())

    const ask = async (of: typeof room, query: Query) => {
      const { messages, hasMoreBefore, hasMoreAfter } = await database.second.history.loadPage({ room: of, ...query })
      return [messages.map(({ seq }) => seq), hasMoreBefore, hasMoreAfter]
    }

    it.each(partialCases)('of what may be seen %j gives %j, more before %j, more after %j', async (query, ...page) => {
      expect(await ask(room, query)).toEqual(page)
    })

    it('by version are of what may be seen', async () => {
      const query = { limit: 9, changedAfter: 0, within }
      expect(await ask(changedRoom, query)).toEqual([[30, 40, 90, 80, 20, 100], false, false])
      expect(await ask(changedRoom, { ...query, changedAfter: 90, within: within.slice(0, 1) })).toEqual([
        [20],
        true,
        false,
      ])
    })

    it.each(cases)('%j gives %j, more before %j, more after %j', async (query, expected, before, after) => {
      expect(await ask(room, query)).toEqual([expected, before, after])
    })

    it.each(changeCases)(
      '%j gives %j by version, more before %j, more after %j',
      async (query, expected, before, after) => {
        expect(await ask(changedRoom, query)).toEqual([expected, before, after])
      },
    )

    it('has a tally of what lies between two sequences, of what may be seen, and none where that is too much', async () => {
      const tally = (of: typeof room, fromSeq: number, toSeq: number, more: object = {}) =>
        database.second.history.tallySpan({ room: of, fromSeq, toSeq, most: 10, ...more })
      const nothing = { count: 0, seqs: 0, versions: 0 }
      expect(await tally(room, 20, 40)).toEqual({ count: 3, seqs: 90, versions: 90 })
      expect(await tally(room, 21, 39)).toEqual({ count: 1, seqs: 30, versions: 30 })
      expect(await tally(room, 0, 999)).toEqual({ count: 10, seqs: 550, versions: 550 })
      expect(await tally(room, 0, 999, { most: 9 })).toBeUndefined()
      expect(await tally(changedRoom, 20, 40)).toEqual({ count: 3, seqs: 90, versions: 30 + 40 + 102 })
      expect(await tally(room, 20, 90, { within })).toEqual({ count: 5, seqs: 260, versions: 260 })
      expect(await tally(room, 20, 90, { within: [] })).toEqual(nothing)
      expect(await tally(room, 50, 40)).toEqual(nothing)
      expect(await tally(newRoom(), 0, 999)).toEqual(nothing)
    })

    it('gives an empty page of a room that is not there', async () => {
      for (const query of [{}, { before: 5 }, { after: 5 }, { around: 5 }, { changedAfter: 0 }]) {
        expect(await ask(newRoom(), { limit: 5, ...query })).toEqual([[], false, false])
      }
    })

    it('walks every message once, in either direction and by version, with pages of any size', async () => {
      const places = fc.uniqueArray(fc.integer({ min: 1, max: 60 }), { minLength: 1, maxLength: 20 })
      await fc.assert(
        fc.asyncProperty(places, fc.integer({ min: 1, max: 7 }), async (some, limit) => {
          const walked = newRoom()
          const posted = some.map((seq) => buildMessage({ room: walked, seq }))
          // A third of them changed since, in the order in which they happen to be here.
          const changed = posted.flatMap((message, index) =>
            index % 3 === 0 ? { ...message, version: 100 + index } : [],
          )
          await database.first.archive.writeBatch(buildBatch({ posted, changed }))
          const versionOf = (seq: number) => changed.find((message) => message.seq === seq)?.version ?? seq
          const bySeq = some.toSorted((a, b) => a - b)
          const byVersion = some.toSorted((a, b) => versionOf(a) - versionOf(b))
          const load = async (query: Partial<Query>) => {
            const page = await database.second.history.loadPage({ room: walked, limit, ...query })
            return { ...page, seqs: page.messages.map(({ seq }) => seq) }
          }

          const down: number[] = []
          for (let page = await load({}); ; page = await load({ before: down[0] ?? 0 })) {
            down.unshift(...page.seqs)
            if (!page.hasMoreBefore) break
          }
          expect(down).toEqual(bySeq)
          const up: number[] = []
          for (let page = await load({ after: 0 }); ; page = await load({ after: up.at(-1) ?? 0 })) {
            up.push(...page.seqs)
            if (!page.hasMoreAfter) break
          }
          expect(up).toEqual(bySeq)
          const changes: number[] = []
          for (let after = 0; ; after = versionOf(changes.at(-1) ?? 0)) {
            const page = await load({ changedAfter: after })
            changes.push(...page.seqs)
            if (!page.hasMoreAfter) break
          }
          expect(changes).toEqual(byVersion)
        }),
        { numRuns: runs },
      )
    })

    it('finds what one person said in all rooms, page by page, removed or not', async () => {
      const [ana, one, other] = [newUser(), newRoom(), newRoom()]
      const said = [one, other, one].map((room, index) => buildMessage({ room, seq: index + 1, author: ana }))
      const [first, ...rest] = said
      if (first === undefined) throw new Error('none')
      const posted = [{ ...first, text: '', removedAt: 9 }, ...rest, buildMessage({ room: one, seq: 4 })]
      await database.first.archive.writeBatch(buildBatch({ posted }))
      const found: Message[] = []
      for (let page: readonly Message[] = []; ; ) {
        const last = page.at(-1)
        page = await database.second.history.loadMessagesOf(ana, last && { room: last.room, id: last.id }, 2)
        if (page.length === 0) break
        found.push(...page)
      }
      expect(found.map(({ id }) => id).toSorted()).toEqual(said.map(({ id }) => id).toSorted())
      expect(new Set(found.map(({ room }) => room)).size).toBe(2)
    })

    it('names what is pinned and not removed, the newest first and so many', async () => {
      const room = newRoom()
      const pinned = (seq: number) => buildMessage({ room, seq, pinnedAt: 100 - seq })
      const posted = [pinned(2), buildMessage({ room, seq: 3 }), pinned(5), pinned(8), { ...pinned(9), removedAt: 7 }]
      await database.first.archive.writeBatch(
        buildBatch({ posted: [...posted, buildMessage({ room: newRoom(), seq: 4, pinnedAt: 1 })] }),
      )
      expect(await database.second.history.loadPinned(room, 10)).toEqual([8, 5, 2])
      expect(await database.second.history.loadPinned(room, 2)).toEqual([8, 5])
      expect(await database.second.history.loadPinned(newRoom(), 10)).toEqual([])
    })

    it('finds the newest message of each room that was not removed', async () => {
      const [busy, quiet, gone] = [newRoom(), newRoom(), newRoom()]
      const removed = (message: Message): Message => ({ ...message, text: '', removedAt: 5 })
      const kept = buildMessage({ room: busy, seq: 7, author: newUser() })
      const only = buildMessage({ room: quiet, seq: 3 })
      await database.first.archive.writeBatch(
        buildBatch({
          posted: [
            removed(buildMessage({ room: busy, seq: 9 })),
            kept,
            buildMessage({ room: busy, seq: 4 }),
            only,
            removed(buildMessage({ room: gone, seq: 1 })),
          ],
        }),
      )
      const last = await database.second.history.loadLastMessages([busy, quiet, gone, newRoom(), busy])
      expect(last.toSorted((a, b) => a.seq - b.seq)).toEqual([only, kept])
      expect(await database.second.history.loadLastMessages([])).toEqual([])
    })
  })
}
