import { expect, test } from 'vitest'
import type { RoomId, UserId } from '../../../common/ids.ts'
import { noChips } from '../state/search-view.ts'
import { readTypedChip, type TypedSource } from './typed-chips.ts'

const source: TypedSource = {
  people: [
    { id: 'ana' as UserId, names: ['ana', 'Ana Lindqvist'] },
    { id: 'anabel' as UserId, names: ['anabel', 'Anabel'] },
    { id: 'ben' as UserId, names: ['ben', 'Ben Okafor'] },
  ],
  rooms: [{ id: 'harbour' as RoomId, names: ['Harbour rebuild'] }],
}
const read = (typed: string) => readTypedChip(typed, noChips, () => source)

test.each([
  ['from:ben ', { typed: '', change: { from: ['ben'] } }],
  ['piles from:@BE ', { typed: 'piles ', change: { from: ['ben'] } }],
  // Whoever is called exactly so is meant, though another begins so.
  ['from:ana ', { typed: '', change: { from: ['ana'] } }],
  ['in:"harbour rebuild" ', { typed: '', change: { rooms: ['harbour'] } }],
  ['has:LINK ', { typed: '', change: { has: 'link' } }],
  ['mentions:me ', { typed: '', change: { mentions: true } }],
  ['before:2025-11-21 ', { typed: '', change: { before: new Date(2025, 10, 21).getTime() } }],
])('%o becomes a chip', (typed, chip) => {
  expect(read(typed)).toEqual(chip)
})

test.each([
  'from:ben',
  'from:an ',
  'from:nobody ',
  'in:elsewhere ',
  'has:luck ',
  'after:2025-02-30 ',
  'wherefrom:ben ',
])('%o stays the words it is', (typed) => {
  expect(read(typed)).toBeUndefined()
})

test('nobody is named for words that are no chip', () => {
  const never = () => {
    throw new Error('asked for everybody')
  }
  expect(readTypedChip('from here to there ', noChips, never)).toBeUndefined()
})
