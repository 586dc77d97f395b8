import { beforeAll, expect, test } from 'vitest'
import type { RoomId, UserId } from '../../../common/ids.ts'
import type { Language } from '../../words/languages.ts'
import { loadWords } from '../../words/load-words.ts'
import { noChips } from '../state/search-view.ts'
import { readTypedChip, type TypedSource } from './typed-chips.ts'

const people = [
  { id: 'ana' as UserId, names: ['ana', 'Ana Lindqvist'] },
  { id: 'anabel' as UserId, names: ['anabel', 'Anabel'] },
  { id: 'ben' as UserId, names: ['ben', 'Ben Okafor'] },
]
const rooms = [{ id: 'harbour' as RoomId, names: ['Harbour rebuild'] }]
const nowAt = new Date(2025, 10, 26).getTime()
const sources = {} as Record<Language, TypedSource>
beforeAll(async () => {
  for (const language of ['en', 'de'] as const) {
    const say = await loadWords(language)
    sources[language] = { say, calendar: { locale: language, nowAt }, people: () => people, rooms: () => rooms }
  }
})
const read = (typed: string, language: Language = 'en') => readTypedChip(typed, noChips, sources[language])

test.each([
  ['from:ben ', { typed: '', change: { from: ['ben'] } }],
  ['piles from:@BE ', { typed: 'piles ', change: { from: ['ben'] } }],
  // Whoever is called exactly so is meant, though another begins so.
  ['from:ana ', { typed: '', change: { from: ['ana'] } }],
  ['in:"harbour rebuild" ', { typed: '', change: { rooms: ['harbour'] } }],
  ['has:LINK ', { typed: '', change: { has: 'link' } }],
  ['mentions:me ', { typed: '', change: { mentions: true } }],
  ['before:2025-11-21 ', { typed: '', change: { before: new Date(2025, 10, 21).getTime() } }],
  ['piles after:yesterday ', { typed: 'piles ', change: { after: new Date(2025, 10, 25).getTime() } }],
  ['before:21 nov 2024 ', { typed: '', change: { before: new Date(2024, 10, 21).getTime() } }],
  ['before:nov 2024 ', { typed: '', change: { before: new Date(2024, 10, 1).getTime() } }],
  ['before:"21 nov" ', { typed: '', change: { before: new Date(2025, 10, 21).getTime() } }],
  ['is:pinned ', { typed: '', change: { has: 'pin' } }],
  ['has:photo ', { typed: '', change: { has: 'image' } }],
])('%o becomes a chip', (typed, chip) => {
  expect(read(typed)).toEqual(chip)
})

test.each([
  ['von:ben ', { from: ['ben'] }],
  ['in:"harbour rebuild" ', { rooms: ['harbour'] }],
  ['mit:Sprachnachricht ', { has: 'voice' }],
  ['hat:bild ', { has: 'image' }],
  ['ist:angeheftet ', { has: 'pin' }],
  ['erwähnt:mich ', { mentions: true }],
  ['erwahnt:me ', { mentions: true }],
  ['seit:gestern ', { after: new Date(2025, 10, 25).getTime() }],
  ['vor:21. März 2024 ', { before: new Date(2024, 2, 21).getTime() }],
  ['vor:21.11. ', { before: new Date(2025, 10, 21).getTime() }],
  ['from:ben ', { from: ['ben'] }],
  ['has:file ', { has: 'file' }],
])('%o becomes a chip to who reads German', (typed, change) => {
  expect(read(typed, 'de')).toEqual({ typed: '', change })
})

test.each([
  // A year may come yet, or a month.
  'before:november ',
  'before:21 ',
  'is:luck ',
  'von:ben ',
  'https://example.org ',
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
  const source = { ...sources.en, people: never, rooms: never }
  expect(readTypedChip('from here to there ', noChips, source)).toBeUndefined()
  expect(readTypedChip('at https://example.org ', noChips, source)).toBeUndefined()
})
