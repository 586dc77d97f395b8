import { expect, test } from 'vitest'
import type { RoomId } from '../../../common/ids.ts'
import type { EngineState, TimelineRow } from '../../engine-contract.ts'
import { reduceSlice } from './mirrored-state.ts'

const drafts = {
  '1.aaaaaaaaaaaaaa': { text: 'about Thursday' },
  '1.bbbbbbbbbbbbbb': { text: 'hm' },
} as EngineState['drafts']

test('a change replaces the entries it names and keeps the others; null takes one away', () => {
  const typed = { slice: 'drafts', reason: 'draft', entries: { '1.aaaaaaaaaaaaaa': { text: 'about Friday' } } } as const
  expect(reduceSlice<'drafts'>(drafts, typed)).toEqual({ ...drafts, '1.aaaaaaaaaaaaaa': { text: 'about Friday' } })
  const sent = { slice: 'drafts', reason: 'draft', entries: { '1.aaaaaaaaaaaaaa': null } } as const
  expect(reduceSlice<'drafts'>(drafts, sent)).toEqual({ '1.bbbbbbbbbbbbbb': { text: 'hm' } })
})

test('a slice of one value becomes that value', () => {
  expect(reduceSlice<'roomsLoaded'>(false, { slice: 'roomsLoaded', reason: 'restored', value: true })).toBe(true)
})

test('rows that a change of a timeline does not name stay the same objects, and so does a list without changes', () => {
  const room = '1.aaaaaaaaaaaaaa' as RoomId
  const row = (seq: number) => ({ kind: 'notice', seq }) as TimelineRow
  const view = { room, hasMoreBefore: true, loading: 'idle' } as const
  const rows = [row(1), row(2), row(3)]
  const timelines: EngineState['timelines'] = { [room]: { ...view, rows } }
  const reduce = (change: object) =>
    reduceSlice<'timelines'>(timelines, { slice: 'timelines', reason: 'messages', rows: { [room]: change } } as never)[
      room
    ]
  const next = reduce({ view: { ...view, hasMoreBefore: false }, from: 1, removed: 1, rows: [row(20), row(21)] })
  expect(next).toEqual({ ...view, hasMoreBefore: false, rows: [row(1), row(20), row(21), row(3)] })
  expect([next?.rows[0] === rows[0], next?.rows[3] === rows[2]]).toEqual([true, true])
  const still = reduce({ view: { ...view, loading: 'older' }, from: 3, removed: 0, rows: [] })
  expect(still).toEqual({ ...view, loading: 'older', rows })
  expect(still?.rows).toBe(rows)
})
