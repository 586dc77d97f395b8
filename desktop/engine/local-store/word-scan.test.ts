import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { EventId, RoomId, UserId } from '../../../common/ids.ts'
import type { Message } from '../../../common/message.ts'
import { compareFound, isSearched } from '../../../common/search/searched-message.ts'
import { buildBlocks } from './word-blocks.ts'
import { buildReady, buildWordScan } from './word-scan.ts'

const rooms = ['0.aaaaaaaaaaaaaa', '1.bbbbbbbbbbbbbb', '2.cccccccccccccc'] as RoomId[]
const people = ['a', 'b', 'c'].map((letter) => letter.repeat(16) as UserId)
const said = fc.record({
  room: fc.constantFrom(...rooms),
  author: fc.constantFrom(...people),
  // Many of one moment, and clocks that go backwards.
  at: fc.nat(12),
  words: fc.array(fc.constantFrom('quay', 'pier', 'ay', 'Straße', '上海'), { maxLength: 4 }),
  padding: fc.constantFrom(0, 0, 0, 9_000),
})
const asked = fc.record({
  words: fc.uniqueArray(fc.constantFrom('ay', 'quay', 'pier', 'strasse', '海', 'ay p', 'nowhere'), { maxLength: 2 }),
  from: fc.option(fc.subarray(people, { minLength: 1 }), { nil: undefined }),
  before: fc.option(fc.nat(12), { nil: undefined }),
  after: fc.option(fc.nat(12), { nil: undefined }),
  blocked: fc.subarray(people, { maxLength: 1 }),
})

test('places come newest first in portions of any size, those and no others that a look at each message finds', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(said, { maxLength: 60 }),
      asked,
      fc.integer({ min: 1, max: 9 }),
      fc.option(fc.nat(), { nil: undefined }),
      async (all, { blocked, ...query }, most, belowAt) => {
        const messages = all.map(
          ({ words, padding, ...one }, index): Message => ({
            ...{ id: `01jd${String(index).padStart(22, '0')}` as EventId, seq: index + 1, version: index + 1, ...one },
            ...{ format: 'plain', text: `${words.join(' ')}${'.'.repeat(padding)}` },
            ...{ mentions: [], attachments: [], reactions: [] },
          }),
        )
        const below = belowAt === undefined ? undefined : messages[belowAt % Math.max(1, messages.length)]
        const blocks = rooms.flatMap((room) =>
          buildBlocks(
            room,
            0,
            messages.filter((one) => one.room === room),
          ),
        )
        const next = buildWordScan(blocks.map(buildReady), {
          ...{ ...query, below, isBlocked: (user) => blocked.includes(user) },
        })
        const found: string[] = []
        for (let portion = await next(most); ; portion = await next(most)) {
          found.push(...portion.map(({ room, seq, at }) => `${at} ${seq} ${room}`))
          if (portion.length < most) break
        }
        const { words, from, before, after } = query
        const filter = {
          notFrom: blocked,
          ...(from === undefined ? {} : { from }),
          ...(before === undefined ? {} : { before }),
          ...(after === undefined ? {} : { after }),
        }
        const wanted = messages
          .filter((one) => isSearched(one, words, filter) && (below === undefined || compareFound(below, one) < 0))
          .sort(compareFound)
        expect(found).toEqual(wanted.map(({ room, seq, at }) => `${at} ${seq} ${room}`))
      },
    ),
    { numRuns: 150 },
  )
})
