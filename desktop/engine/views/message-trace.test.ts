import fc from 'fast-check'
import { expect, test } from 'vitest'
import { appError } from '../../../common/app-error.ts'
import type { EventId, FileId, RoomId, UserId } from '../../../common/ids.ts'
import type { OutboxEntry } from '../../../common/reducers/outbox-reducer.ts'
import { archiveOf, waitingOf } from './message-trace.ts'

const idOf = (index: number) => String(index).padStart(26, '0') as EventId
const entry = (index: number, more: Partial<OutboxEntry> = {}): OutboxEntry => ({
  id: idOf(index),
  room: `1.${'t'.repeat(14)}` as RoomId,
  author: 'a' as UserId,
  event: { v: 1, kind: 'message.posted', id: idOf(index), at: 1, text: 'x', format: 'plain' },
  ...{ addedAt: 1, state: 'queued', attempts: 0, triedBefore: false },
  ...more,
})

test('what waits says what it waits for: those before it, its files, the next try and why', () => {
  const error = appError('busy')
  const entries = [
    entry(1, { state: 'stored', seq: 4 }),
    entry(2, { state: 'stuck', error }),
    entry(3, { state: 'waiting', error, nextTryAt: 99, triedBefore: true, awaits: ['f' as FileId] }),
  ]
  expect(waitingOf(entries, idOf(2))).toEqual({ state: 'stuck', behind: 0, files: 0, triedBefore: false, error })
  expect(waitingOf(entries, idOf(3))).toEqual({
    ...{ state: 'waiting', behind: 1, files: 1, triedBefore: true },
    ...{ error, nextTryAt: 99 },
  })
  expect(waitingOf(entries, idOf(4))).toBeUndefined()
})

const answer = fc.option(fc.record({ head: fc.nat(20), hasMessage: fc.boolean() }), { nil: undefined })

test('the archive is said to hold a message only where it said so, and to lack it only where it was asked', () => {
  fc.assert(
    fc.property(
      fc.option(fc.nat(20), { nil: undefined }),
      fc.nat(20),
      answer,
      fc.boolean(),
      (seq, head, said, online) => {
        const { kind, asked, head: known } = archiveOf(seq, head, said, online)
        expect(asked).toBe(said !== undefined)
        expect(known).toBe(Math.max(head, said?.head ?? 0))
        if (kind === 'holds')
          expect(said?.hasMessage === true || (said === undefined && head >= (seq ?? 21))).toBe(true)
        if (kind === 'lacks') expect(said?.hasMessage === false && said.head >= (seq ?? 21)).toBe(true)
        if (kind === 'unknown') expect(online).toBe(false)
        if (seq === undefined) expect(kind).toBe('not-yet')
      },
    ),
  )
})
