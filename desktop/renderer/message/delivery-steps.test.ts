import { expect, test } from 'vitest'
import { appError } from '../../../common/app-error.ts'
import type { MessageId, RoomId, UserId } from '../../../common/ids.ts'
import { buildEventId } from '../../../common/ids.ts'
import { sayEnglish } from '../../words/words-testbed.ts'
import type { MessageRow } from '../timeline/timeline-items.ts'
import { deliverySteps, placeOf, readersOf } from './delivery-steps.ts'

const writtenAt = Date.UTC(2026, 10, 20, 14, 31, 5)
const [me, ana, ben, cai] = ['m', 'a', 'b', 'c'].map((letter) => letter.repeat(16) as UserId) as [
  UserId,
  UserId,
  UserId,
  UserId,
]
const id: MessageId = buildEventId(writtenAt, new Uint8Array(10))
const row = (more: Partial<MessageRow> = {}, of: object = {}): MessageRow => ({
  kind: 'message',
  message: {
    ...{ id, room: `1.${'t'.repeat(14)}` as RoomId, seq: 12, version: 12, author: me, at: writtenAt + 1_000 },
    ...{ text: 'x', format: 'plain' as const, mentions: [], attachments: [], reactions: [], ...of },
  },
  state: 'stored',
  ...more,
})
type Given = Parameters<typeof deliverySteps>[1]
const given: Given = {
  row: row(),
  trace: { archive: { kind: 'holds', head: 20, asked: true } },
  readers: { read: [], earlier: [], unknown: [] },
  nameOf: (user) => ({ [ana]: 'Ana', [ben]: 'Ben', [cai]: 'Cai' })[user] ?? '?',
  clock: { nowAt: writtenAt, locale: 'en-GB', timeZone: 'UTC', isLocal: true },
  isOnline: true,
  isSlow: false,
}
const linesOf = (more: Partial<Given>) =>
  deliverySteps(sayEnglish, { ...given, ...more }).map(
    ({ state, title, lines }) => `${state} | ${title} | ${lines.join(' ')}`,
  )

test('of a message from this device all is told that it knows', () => {
  const device = { queuedAt: writtenAt, tries: 1, triedAt: writtenAt + 10, ackedAt: writtenAt + 52, ackedSeq: 12 }
  const readers = { read: [ana], earlier: [ben], unknown: [cai] }
  expect(linesOf({ trace: { ...given.trace, device }, readers })).toEqual([
    'done | Written | 20 Nov 2026, 14:31:05, on this device.',
    'done | Stored | #12, at 20 Nov 2026, 14:31:06 by the server’s clock. The server took it 42 ms after it was sent.',
    'done | Archived | The archive has it: it said so just now.',
    'done | Read | By Ana. Receipts say how far somebody has read, not when. Not this far, as they say: Ben. Not known: Cai. Whoever says nothing may have read it.',
  ])
})

test('of one from elsewhere it does not make up what it does not know', () => {
  const [written, stored] = linesOf({})
  expect(written).toBe(
    'done | Written | 20 Nov 2026, 14:31:05, by the clock of the device it was written on. Which one that was is not known here.',
  )
  expect(stored).not.toContain('ms')
  expect(linesOf({ trace: { archive: { kind: 'unknown', head: 0, asked: false } } })[2]).toBe(
    'unknown | Archived | Not known: the archive cannot be asked now.',
  )
  expect(linesOf({ row: row({}, { thread: id }) })[3]).toContain('unknown | Read | Not known: how far others have read')
})

test('one that waits says for what, and nothing is read or archived before it is stored', () => {
  const waiting = { state: 'queued', behind: 2, files: 1, triedBefore: true } as const
  const trace = { archive: { kind: 'not-yet', head: 20, asked: false }, waiting } as const
  expect(linesOf({ row: row({ state: 'queued' }), trace, isOnline: false })).toEqual([
    expect.stringContaining('Written'),
    'waits | Not stored yet | It waits here for a connection, and goes out by itself. 2 messages of yours go out before it. 1 of its files is not at the server yet. It may have gone out before, so the archive is asked first: it is to be there once.',
    'waits | Archived | Not before it is stored.',
    'waits | Read | Not before it is stored.',
  ])
  const alone = { ...trace, waiting: { state: 'sending', behind: 0, files: 0, triedBefore: false } } as const
  expect(linesOf({ row: row({ state: 'sending' }), trace: alone })[1]).toContain('no answer has come yet')
  expect(
    linesOf({ row: row({ state: 'queued' }), trace: { ...alone, waiting: { ...alone.waiting, state: 'queued' } } })[1],
  ).toBe('waits | Not stored yet | It waits for its turn.')
})

test('one that was acknowledged and not heard has no place yet: nobody is said to have read it, and nothing is asked of the archive', () => {
  const acknowledged = row({}, { seq: 0, version: 0 })
  expect(placeOf(acknowledged)).toBeUndefined()
  const receipts = [{ user: ana, seq: 11 }]
  const readers = readersOf([{ user: ana }], receipts, { seq: placeOf(acknowledged), isCounted: () => true })
  expect(readers).toEqual({ read: [], earlier: [], unknown: [ana] })
  const device = { queuedAt: writtenAt, tries: 1, triedAt: writtenAt, ackedAt: writtenAt + 42, ackedSeq: 12 }
  const trace = { archive: { kind: 'not-yet', head: 11, asked: false }, device } as const
  expect(linesOf({ row: acknowledged, trace, readers }).slice(1)).toEqual([
    'done | Stored | The server has taken it; its place is heard any moment. The server took it 42 ms after it was sent.',
    'waits | Archived | Not yet: the archive has this room up to #11.',
    'unknown | Read | Not known: Ana. Whoever says nothing may have read it.',
  ])
})

test('one that failed, or that the archive did not take, says why', () => {
  const error = appError('event-refused')
  const trace = {
    archive: { kind: 'lacks', head: 20, asked: true },
    device: { queuedAt: writtenAt, tries: 1, ackedSeq: 14 },
    waiting: { state: 'refused', behind: 0, files: 0, triedBefore: true, error },
  } as const
  const lines = linesOf({ row: row({ state: 'stuck', error, entry: id }), trace })
  expect(lines[1]).toBe(
    'failed | Not taken | It came too late or was not allowed, so nobody sees it. The server stored it as #14; the archive did not take it.',
  )
  expect(lines[2]).toBe('failed | Archived | The archive has come to #20, past its place, and does not have it.')
})

test('who says nothing is not known, whoever has read less has not read it, and I am none of them', () => {
  const members = [me, ana, ben, cai].map((user) => ({ user }))
  const receipts = [
    { user: ana, seq: 12 },
    { user: ben, seq: 11 },
  ]
  expect(readersOf(members, receipts, { seq: 12, isCounted: (user) => user !== me })).toEqual({
    ...{ read: [ana], earlier: [ben], unknown: [cai] },
  })
})
