import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { EventId, RoomId, UserId } from '../../../common/ids.ts'
import type { TimelineRow } from '../../engine-contract.ts'
import { buildTimelineItems, countNewAfter, lastOwnMessage, runGapMs } from './timeline-items.ts'

const ana = 'anaanaanaanaanaa' as UserId
const eva = 'evaevaevaevaevae' as UserId
const noon = new Date(2026, 10, 20, 12).getTime()

function message(seq: number, author: UserId, at: number, state: 'stored' | 'queued' = 'stored'): TimelineRow {
  return {
    kind: 'message',
    state,
    message: {
      id: `message-${seq}` as EventId,
      room: '1.aaaaaaaaaaaaaa' as RoomId,
      seq,
      version: seq,
      author,
      at,
      text: `text ${seq}`,
      format: 'plain',
      mentions: [],
      attachments: [],
      reactions: [],
    },
  }
}

function joined(seq: number, at: number): TimelineRow {
  const id = `event-${seq}` as EventId
  return { kind: 'notice', seq, at, event: { v: 1, kind: 'member.joined', id, at, by: ana, user: eva, role: 'member' } }
}

const shape = (rows: readonly TimelineRow[], dividerSeq?: number) =>
  buildTimelineItems(rows, { dividerSeq, me: eva }).map((item) => {
    if (item.kind === 'message') return `${item.startsRun ? '(' : ''}${item.row.message.seq}${item.endsRun ? ')' : ''}`
    return item.kind === 'notices' ? `notices ${item.rows.length}` : item.kind
  })

test('a room begins with who made it, once its first row is there, and does not say that twice', () => {
  const [id, kind, name] = ['event-1' as EventId, 'room.created', 'Harbour'] as const
  const event = { v: 1, id, kind, name, at: noon, by: ana, roomKind: 'group', members: [{ user: ana, role: 'owner' }] }
  const rows = [{ kind: 'notice', seq: 1, at: noon, event }, joined(2, noon), message(3, ana, noon)] as TimelineRow[]
  const items = buildTimelineItems(rows, { me: eva, fromStart: true })
  expect(items[0]).toMatchObject({ kind: 'beginning', madeBy: ana })
  expect(items.slice(1).map((item) => item.kind)).toEqual(['day', 'notices', 'message'])
  expect(items[2]).toMatchObject({ rows: [{ seq: 2 }] })
  expect(shape(rows)).toEqual(['day', 'notices 2', '(3)'])
  expect(buildTimelineItems(rows.slice(1), { me: eva, fromStart: true })[0]).toMatchObject({ madeBy: undefined })
})

test('one author within five minutes is one block, and another author or a pause starts the next', () => {
  const rows = [
    message(1, ana, noon),
    message(2, ana, noon + 1000),
    message(3, eva, noon + 2000),
    message(4, ana, noon + 3000),
    message(5, ana, noon + 3000 + runGapMs),
  ]
  expect(shape(rows)).toEqual(['day', '(1', '2)', '(3)', '(4)', '(5)'])
})

test('midnight starts a new day and a new block', () => {
  const midnight = new Date(2026, 10, 21).getTime()
  expect(shape([message(1, ana, midnight - 1000), message(2, ana, midnight + 1000)])).toEqual([
    'day',
    '(1)',
    'day',
    '(2)',
  ])
})

test('the divider stands before the first message of somebody else after the receipt, once', () => {
  const rows = [message(1, ana, noon), message(2, eva, noon + 1), message(3, ana, noon + 2), message(4, ana, noon + 3)]
  expect(shape(rows, 1)).toEqual(['day', '(1)', '(2)', 'divider', '(3', '4)'])
  expect(shape(rows, 4)).not.toContain('divider')
  expect(shape(rows)).not.toContain('divider')
})

test('a run of notices is one line', () => {
  expect(shape([joined(1, noon), joined(2, noon), message(3, ana, noon), joined(4, noon)])).toEqual([
    'day',
    'notices 2',
    '(3)',
    'notices 1',
  ])
})

test('what is new after a sequence counts only the stored words of others', () => {
  const rows = [message(1, ana, noon), message(2, ana, noon), message(3, eva, noon), message(9, eva, noon, 'queued')]
  expect(countNewAfter(rows, 1, eva)).toBe(1)
  expect(countNewAfter(rows, 0, eva)).toBe(2)
})

test('the Up arrow finds my last stored message', () => {
  const rows = [message(1, eva, noon), message(2, ana, noon), message(3, eva, noon, 'queued')]
  expect(lastOwnMessage(rows, eva)?.message.seq).toBe(1)
  expect(lastOwnMessage([], eva)).toBeUndefined()
})

test('every row is drawn once, in order, under a key that is there once', () => {
  const anyRow = fc.record({ mine: fc.boolean(), gap: fc.integer({ min: 0, max: 90_000_000 }), note: fc.boolean() })
  fc.assert(
    fc.property(fc.array(anyRow, { maxLength: 60 }), fc.nat(60), (list, dividerSeq) => {
      let at = noon
      const rows = list.map(({ mine, gap, note }, index) => {
        at += gap
        return note ? joined(index + 1, at) : message(index + 1, mine ? eva : ana, at)
      })
      const items = buildTimelineItems(rows, { dividerSeq, me: eva })
      const drawn = items.flatMap((item) => {
        if (item.kind === 'message') return [item.row.message.seq]
        return item.kind === 'notices' ? item.rows.map((row) => row.seq) : []
      })
      expect(drawn).toEqual(rows.map((_, index) => index + 1))
      expect(new Set(items.map((item) => item.key)).size).toBe(items.length)
    }),
  )
})
