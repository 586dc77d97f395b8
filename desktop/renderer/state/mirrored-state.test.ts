import { expect, test } from 'vitest'
import type { RoomId } from '../../../common/ids.ts'
import type { EngineState, TimelineRow } from '../../engine-contract.ts'
import type { SliceChange } from '../../line-contract.ts'
import { foldChanges, startingState } from './mirrored-state.ts'

const fold = (state: Partial<EngineState>, ...changes: readonly object[]) =>
  foldChanges((slice) => state[slice] ?? startingState[slice], changes as readonly SliceChange[])

const drafts = {
  '1.aaaaaaaaaaaaaa': { text: 'about Thursday' },
  '1.bbbbbbbbbbbbbb': { text: 'hm' },
} as EngineState['drafts']

test('a change replaces the entries it names and keeps the others; null takes one away', () => {
  const typed = { slice: 'drafts', reason: 'draft', entries: { '1.aaaaaaaaaaaaaa': { text: 'about Friday' } } } as const
  expect(fold({ drafts }, typed).drafts).toEqual({ ...drafts, '1.aaaaaaaaaaaaaa': { text: 'about Friday' } })
  const sent = { slice: 'drafts', reason: 'draft', entries: { '1.aaaaaaaaaaaaaa': null } } as const
  expect(fold({ drafts }, sent).drafts).toEqual({ '1.bbbbbbbbbbbbbb': { text: 'hm' } })
})

test('a slice of one value becomes that value', () => {
  expect(fold({}, { slice: 'roomsLoaded', reason: 'restored', value: true })).toEqual({ roomsLoaded: true })
})

test('rows that a change of a timeline does not name stay the same objects, and so does a list without changes', () => {
  const room = '1.aaaaaaaaaaaaaa' as RoomId
  const row = (seq: number) => ({ kind: 'notice', seq }) as TimelineRow
  const view = { room, hasMoreBefore: true, loading: 'idle' } as const
  const rows = [row(1), row(2), row(3)]
  const timelines: EngineState['timelines'] = { [room]: { ...view, rows } }
  const reduce = (change: object) =>
    fold({ timelines }, { slice: 'timelines', reason: 'messages', rows: { [room]: change } }).timelines?.[room]
  const next = reduce({ view: { ...view, hasMoreBefore: false }, from: 1, removed: 1, rows: [row(20), row(21)] })
  expect(next).toEqual({ ...view, hasMoreBefore: false, rows: [row(1), row(20), row(21), row(3)] })
  expect([next?.rows[0] === rows[0], next?.rows[3] === rows[2]]).toEqual([true, true])
  const still = reduce({ view: { ...view, loading: 'older' }, from: 3, removed: 0, rows: [] })
  expect(still).toEqual({ ...view, loading: 'older', rows })
  expect(still?.rows).toBe(rows)
})

test('of many changes in one frame each slice is copied once, after what it was, and what was is left as it was', () => {
  const [one, two] = ['1.aaaaaaaaaaaaaa', '1.bbbbbbbbbbbbbb']
  const before = { ...drafts }
  const change = (entries: object) => ({ slice: 'drafts', reason: 'draft', entries })
  const next = fold(
    { drafts },
    change({ [one]: { text: 'first' } }),
    { slice: 'roomsLoaded', reason: 'restored', value: true },
    change({ [one]: null }),
    change({ '1.cccccccccccccc': { text: 'second' } }),
  )
  expect(next).toEqual({
    drafts: { [two]: { text: 'hm' }, '1.cccccccccccccc': { text: 'second' } },
    roomsLoaded: true,
  })
  expect(drafts).toEqual(before)
  expect(next.drafts?.['1.bbbbbbbbbbbbbb' as RoomId]).toBe(drafts['1.bbbbbbbbbbbbbb' as RoomId])
  // A whole value that comes between is not ours to write into.
  const whole = { [two]: { text: 'whole' } }
  const then = fold({ drafts }, change({ [one]: null }), { slice: 'drafts', value: whole }, change({ [two]: null }))
  expect(then.drafts).toEqual({})
  expect(whole).toEqual({ [two]: { text: 'whole' } })
})
