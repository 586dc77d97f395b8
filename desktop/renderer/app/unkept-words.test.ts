import { expect, test } from 'vitest'
import type { EngineState } from '../../engine-contract.ts'
import { hasUnkeptWords } from './unkept-words.ts'

type State = Parameters<typeof hasUnkeptWords>[0]
const nothing = { notes: {}, rooms: {}, drafts: {} } as State
const fault = { storage: { kind: 'storage', fault: 'gone' } } as EngineState['notes']
const edit = { message: 'm', text: 'changed' }
const held: readonly (readonly [string, object])[] = [
  ['a message that waits', { rooms: { r: { unsent: 1 } } }],
  ['words being written', { drafts: { r: { text: 'so' } } }],
  ['an edit under way', { drafts: { r: { text: '', edit } } }],
  ['files to send', { drafts: { r: { text: '', files: ['f'] } } }],
  ['an edit that was left', { drafts: { r: { text: '', aside: [edit] } } }],
]

test.each(held)('%s is lost with the page where no disk takes it, and only there', (_, state) => {
  expect(hasUnkeptWords({ ...nothing, ...state, notes: fault })).toBe(true)
  expect(hasUnkeptWords({ ...nothing, ...state })).toBe(false)
})

test('what is typed this moment is lost too', () => {
  expect(hasUnkeptWords({ ...nothing, notes: fault }, 'so')).toBe(true)
  expect(hasUnkeptWords(nothing, 'so')).toBe(false)
})

test('where nothing was written nothing is lost', () => {
  const read = { rooms: { r: {} }, drafts: { r: { text: ' ' } } } as object
  expect(hasUnkeptWords({ ...nothing, ...read, notes: fault })).toBe(false)
})
