import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { EventId, RoomId, UserId } from '../ids.ts'
import type { MessageRow } from './timeline-slot.ts'
import type { Receipts, UnreadInput } from './unread-reducer.ts'
import { countUnread, reduceReceipts, sumUnread, unreadLabel } from './unread-reducer.ts'

const room = '1.aaaaaaaaaaaaaa' as RoomId
const me = 'm'.repeat(16) as UserId
const ana = 'a'.repeat(16) as UserId

function row(
  seq: number,
  more: Partial<MessageRow['message']> = {},
  state: MessageRow['state'] = 'stored',
): MessageRow {
  const id = `01jd${String(seq).padStart(22, '0')}` as EventId
  const message = {
    ...{ id, room, seq, version: seq, author: ana, at: 0, text: 'x', format: 'plain' as const },
    ...{ mentions: [], attachments: [], reactions: [], ...more },
  }
  return { kind: 'message', seq, message, state }
}
const input = (more: Partial<UnreadInput>): UnreadInput => ({
  ...{ room, roomKind: 'group', muted: false, me, receipt: 0, rows: [], completeAfter: 0, completeTo: 1_000 },
  ...more,
})

describe('what is unread in a room', () => {
  it('counts messages of others after the receipt, not removed, not refused, not queued', () => {
    const rows = [
      row(1),
      row(2),
      row(3, { author: me }),
      row(4, { removedAt: 9 }),
      row(5, {}, 'refused'),
      row(6, { mentions: [me] }),
      row(7, { mentions: ['room'] }),
      row(8, { mentions: [ana] }),
      row(0, { author: me }, 'queued'),
    ]
    expect(countUnread(input({ rows, receipt: 1 }))).toEqual({ room, count: 4, forYou: 2, muted: false })
  })

  it('takes every message of a direct room for one to me', () => {
    expect(countUnread(input({ roomKind: 'direct', rows: [row(1), row(2)] }))).toMatchObject({ count: 2, forYou: 2 })
  })

  it('stops at 100 and shows 99+', () => {
    const rows = Array.from({ length: 300 }, (_, index) => row(index + 1, { mentions: [me] }))
    expect(countUnread(input({ rows }))).toMatchObject({ count: 100, forYou: 100 })
    expect([0, 1, 99, 100].map(unreadLabel)).toEqual(['', '1', '99', '99+'])
  })

  it('takes the count of the server for what the window does not hold, and adds what came after it', () => {
    const server = { head: 55, lastSeq: 50, receipt: 10, unread: 7, mentions: 2 }
    const rows = [row(49), row(50), row(56), row(57, { mentions: [me] })]
    expect(countUnread(input({ rows, completeAfter: 48, receipt: 10, server }))).toMatchObject({ count: 9, forYou: 3 })
  })

  it('needs the server no more once the window reaches back to the receipt, or the receipt up to its head', () => {
    const server = { head: 55, lastSeq: 50, receipt: 10, unread: 7, mentions: 2 }
    const rows = [row(49), row(50), row(56)]
    expect(countUnread(input({ rows, completeAfter: 48, receipt: 48, server }))).toMatchObject({ count: 3, forYou: 0 })
    expect(countUnread(input({ rows, completeAfter: 60, receipt: 50, server }))).toMatchObject({ count: 1, forYou: 0 })
  })

  it('equals a plain count of everything, however much of it the window holds', () => {
    const one = fc.record({
      mine: fc.boolean(),
      removed: fc.boolean(),
      mentions: fc.boolean(),
      gap: fc.integer({ min: 1, max: 3 }),
    })
    fc.assert(
      fc.property(
        fc.array(one, { maxLength: 40, size: 'max' }),
        fc.nat(),
        fc.nat(),
        fc.nat(),
        fc.nat(),
        (all, from, head, receipt, to) => {
          let seq = 0
          const rows = all.map(({ mine, removed, mentions, gap }) => {
            seq += gap
            return row(seq, {
              author: mine ? me : ana,
              mentions: mentions ? [me] : [],
              ...(removed ? { removedAt: 1 } : {}),
            })
          })
          const plain = (after: number, upTo: number) =>
            rows.filter(
              ({ seq: at, message }) =>
                at > after && at <= upTo && message.author === ana && message.removedAt === undefined,
            )
          const [read, serverHead, held] = [receipt % (seq + 2), head % (seq + 2), from % (seq + 2)]
          // The window holds what came after the server counted, and of the rest one piece, perhaps none.
          const completeAfter = Math.min(held, serverHead)
          const completeTo = Math.max(completeAfter, to % (seq + 2))
          const onServer = plain(read, serverHead)
          const lastSeq = rows.findLast((one) => one.seq <= serverHead)?.seq ?? 0
          const counted = countUnread(
            input({
              rows: rows.filter((one) => one.seq > completeAfter && (one.seq <= completeTo || one.seq > serverHead)),
              completeAfter,
              completeTo,
              receipt: read,
              server: {
                head: serverHead,
                lastSeq,
                receipt: read,
                unread: onServer.length,
                mentions: onServer.filter((one) => one.message.mentions.length > 0).length,
              },
            }),
          )
          const wanted = plain(read, seq)
          expect(counted).toMatchObject({
            count: wanted.length,
            forYou: wanted.filter((one) => one.message.mentions.length > 0).length,
          })
          // After reading all, every surface shows nothing.
          expect(
            countUnread(
              input({
                rows,
                completeAfter,
                receipt: seq,
                server: { head: serverHead, lastSeq, receipt: 0, unread: 5, mentions: 5 },
              }),
            ),
          ).toMatchObject({ count: 0, forYou: 0 })
        },
      ),
    )
  })
})

describe('receipts', () => {
  it('fold by maximum, in any order', () => {
    const mark = fc.record({ user: fc.constantFrom(me, ana), seq: fc.nat({ max: 50 }) })
    fc.assert(
      fc.property(fc.array(mark), fc.array(mark), (one, other) => {
        const fold = (marks: typeof one) => marks.reduce<Receipts>(reduceReceipts, new Map())
        const all = [...one, ...other]
        const highest = (user: UserId) =>
          Math.max(0, ...all.filter((entry) => entry.user === user).map(({ seq }) => seq))
        for (const folded of [fold(all), fold([...other, ...one]), fold([...all, ...all].reverse())])
          for (const user of [me, ana]) expect(folded.get(user) ?? 0).toBe(highest(user))
      }),
    )
  })

  it('give the same map back for one that is no news', () => {
    const receipts: Receipts = new Map([[me, 7]])
    expect(reduceReceipts(receipts, { user: me, seq: 7 })).toBe(receipts)
    expect(reduceReceipts(receipts, { user: me, seq: 6 })).toBe(receipts)
  })
})

describe('the totals of all rooms', () => {
  it('leave muted rooms out, and tell what is for me from the rest', () => {
    const of = (count: number, forYou: number, muted = false) => ({ room, count, forYou, muted })
    expect(sumUnread([of(5, 2), of(3, 0), of(9, 9, true), of(0, 0)])).toEqual({
      ...{ unread: 8, forYou: 2, hasOthers: true, rooms: 2 },
    })
    expect(sumUnread([of(2, 2), of(90, 90), of(20, 20)])).toMatchObject({ unread: 100, forYou: 100, rooms: 3 })
    expect(sumUnread([of(9, 9, true)])).toEqual({ unread: 0, forYou: 0, hasOthers: false, rooms: 0 })
    expect(sumUnread([])).toEqual({ unread: 0, forYou: 0, hasOthers: false, rooms: 0 })
  })
})
