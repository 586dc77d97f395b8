import { expect, test } from 'vitest'
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
