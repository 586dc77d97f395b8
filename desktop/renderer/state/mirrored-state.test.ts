import { expect, test } from 'vitest'
import type { RoomId } from '../../../common/ids.ts'
import type { EngineState, TimelineRow } from '../../engine-contract.ts'
import { reducePatch, startingState } from './mirrored-state.ts'

const draft = { ...startingState, drafts: { '1.aaaaaaaaaaaaaa': 'about Thursday', '1.bbbbbbbbbbbbbb': 'hm' } }

test('a patch replaces the entries it names and keeps the others', () => {
  const next = reducePatch(draft, { drafts: { '1.aaaaaaaaaaaaaa': 'about Friday' } })
  expect(next.drafts).toEqual({ '1.aaaaaaaaaaaaaa': 'about Friday', '1.bbbbbbbbbbbbbb': 'hm' })
})

test('null takes an entry away', () => {
  expect(reducePatch(draft, { drafts: { '1.aaaaaaaaaaaaaa': null } }).drafts).toEqual({ '1.bbbbbbbbbbbbbb': 'hm' })
})

test('slices that a patch does not name stay the same objects', () => {
  const next = reducePatch(draft, { roomsLoaded: true })
  expect(next.roomsLoaded).toBe(true)
  expect(next.drafts).toBe(draft.drafts)
  expect(next.rooms).toBe(draft.rooms)
})

test('rows that a change of a timeline does not name stay the same objects, and so does a list without changes', () => {
  const room = '1.aaaaaaaaaaaaaa' as RoomId
  const row = (seq: number) => ({ kind: 'notice', seq }) as TimelineRow
  const view = { room, hasMoreBefore: true, loading: 'idle' } as const
  const rows = [row(1), row(2), row(3)]
  const state: EngineState = { ...startingState, timelines: { [room]: { ...view, rows } } }
  const change = { view: { ...view, hasMoreBefore: false }, from: 1, removed: 1, rows: [row(20), row(21)] }
  const next = reducePatch(state, { timelineChanges: { [room]: change } }).timelines[room]
  expect(next).toEqual({ ...view, hasMoreBefore: false, rows: [row(1), row(20), row(21), row(3)] })
  expect([next?.rows[0] === rows[0], next?.rows[3] === rows[2]]).toEqual([true, true])
  const quiet = { view: { ...view, loading: 'older' as const }, from: 3, removed: 0, rows: [] }
  const still = reducePatch(state, { timelineChanges: { [room]: quiet } }).timelines[room]
  expect(still).toEqual({ ...view, loading: 'older', rows })
  expect(still?.rows).toBe(rows)
})
