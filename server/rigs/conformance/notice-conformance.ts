import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { RoomId } from '../../../common/ids.ts'
import type { RoomNotice } from '../../store/archive-store.ts'
import type { Page, PageQuery } from '../../store/history-store.ts'
import { buildBatch, buildMessage, type Conformance, newEvent, newRoom, newUser, oddTexts } from './store-samples.ts'
import { useDatabase } from './use-database.ts'

const by = newUser()

function buildNotice(room: RoomId, seq: number, name = 'Tea'): RoomNotice {
  const event = { v: 1, kind: 'room.changed', id: newEvent(), at: seq, by, name } as const
  return { room, seq, at: 1_000 + seq, event }
}

const seqsOf = ({ messages, notices }: Page) => [...messages, ...notices].map(({ seq }) => seq).sort((a, b) => a - b)

export function describeNotices({ open, runs }: Conformance): void {
  describe('notices', () => {
    const database = useDatabase(open)

    it('keeps each once, unchanged, whatever it holds; a later copy changes nothing', async () => {
      const room = newRoom()
      const notices = oddTexts.map((text, index) => buildNotice(room, index + 1, text))
      await database.first.archive.writeBatch(buildBatch({ notices }))
      const again = notices.map(({ seq }) => buildNotice(room, seq, 'another'))
      await database.second.archive.writeBatch(buildBatch({ notices: [...again, buildNotice(room, 99)] }))
      const page = await database.second.history.loadPage({ room, limit: 50 })
      expect(page.notices.slice(0, -1)).toEqual(notices)
      expect(page.notices.at(-1)?.seq).toBe(99)
      expect(await database.first.history.loadPage({ room: newRoom(), limit: 50 })).toMatchObject({ notices: [] })
    })

    it('gives them in the range of the page, counted to its limit, and pages leave nothing out', async () => {
      const places = fc.uniqueArray(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 14 })
      await fc.assert(
        fc.asyncProperty(
          places,
          fc.integer({ min: 1, max: 5 }),
          fc.integer({ min: 1, max: 4 }),
          async (some, limit, nth) => {
            const room = newRoom()
            const isNotice = (seq: number) => seq % nth === 0
            const posted = some.filter((seq) => !isNotice(seq)).map((seq) => buildMessage({ room, seq }))
            const notices = some.filter(isNotice).map((seq) => buildNotice(room, seq))
            await database.first.archive.writeBatch(buildBatch({ posted, notices }))
            const sorted = some.toSorted((a, b) => a - b)
            const load = (query: Partial<PageQuery>) => database.second.history.loadPage({ room, limit, ...query })

            const newest = await load({})
            expect(seqsOf(newest)).toEqual(sorted.slice(-limit))
            expect(newest.hasMoreBefore).toBe(sorted.length > limit)
            for (const place of ['after', 'changedAfter'] as const) {
              const walked: number[] = []
              for (let page = await load({ [place]: 0 }); ; page = await load({ [place]: walked.at(-1) ?? 0 })) {
                const seqs = seqsOf(page)
                expect(seqs.length).toBeLessThanOrEqual(limit)
                walked.push(...seqs)
                expect(page.hasMoreAfter).toBe(walked.length < sorted.length)
                if (!page.hasMoreAfter) break
              }
              expect(walked).toEqual(sorted)
            }
            const middle = sorted[sorted.length >> 1] ?? 0
            expect(seqsOf(await load({ before: middle }))).toEqual(sorted.filter((seq) => seq < middle).slice(-limit))
            const around = await load({ around: middle })
            expect(seqsOf(around)).toContain(middle)
            expect(seqsOf(around)).toHaveLength(Math.min(limit, sorted.length))
          },
        ),
        { numRuns: runs },
      )
    })

    it('gives changes within bounds of the sequence, both exclusive, and says what more lies within', async () => {
      const room = newRoom()
      const posted = [10, 20, 30, 40, 50].map((seq) => buildMessage({ room, seq }))
      await database.first.archive.writeBatch(
        buildBatch({ posted, notices: [buildNotice(room, 25), buildNotice(room, 45)] }),
      )
      const changed = [60, 61, 62, 63].flatMap((version, index) => {
        const message = posted[index]
        return message === undefined ? [] : { ...message, version }
      })
      await database.first.archive.writeBatch(buildBatch({ changed }))
      const ask = async (query: Partial<PageQuery>) => {
        const page = await database.second.history.loadPage({ room, limit: 2, changedAfter: 24, ...query })
        return [
          page.messages.map(({ seq }) => seq),
          page.notices.map(({ seq }) => seq),
          page.hasMoreBefore,
          page.hasMoreAfter,
        ]
      }
      expect(await ask({ after: 10, before: 40 })).toEqual([[20], [25], false, true])
      expect(await ask({ after: 10, before: 40, changedAfter: 61 })).toEqual([[30], [], true, false])
      expect(await ask({ before: 21 })).toEqual([[10, 20], [], false, false])
      expect(await ask({ after: 40 })).toEqual([[50], [45], false, false])
      expect(await ask({ after: 20, before: 21 })).toEqual([[], [], false, false])
    })

    it('ends a page where its messages grow too long, after one at least, and goes on from there', async () => {
      const room = newRoom()
      const posted = [1, 2, 4, 5].map((seq) => buildMessage({ room, seq, text: 'x'.repeat(2_000) }))
      await database.first.archive.writeBatch(
        buildBatch({ posted, notices: [buildNotice(room, 3), buildNotice(room, 6)] }),
      )
      const ask = async (query: Partial<PageQuery>) => {
        const page = await database.second.history.loadPage({ room, limit: 50, maxBytes: 5_000, ...query })
        return [seqsOf(page), page.hasMoreBefore, page.hasMoreAfter]
      }
      expect(await ask({})).toEqual([[4, 5, 6], true, false])
      expect(await ask({ after: 0 })).toEqual([[1, 2], false, true])
      expect(await ask({ after: 2 })).toEqual([[3, 4, 5, 6], true, false])
      expect(await ask({ changedAfter: 1, maxBytes: 1 })).toEqual([[2], true, true])
      expect(await ask({ before: 5, maxBytes: 1 })).toEqual([[4], true, true])
    })
  })
}
