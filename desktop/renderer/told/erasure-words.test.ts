import { expect, test } from 'vitest'
import { erasedKinds, erasurePlaces, erasureRests } from '../../../common/http-contract/erasure-contract.ts'
import { sayEnglish, sayGerman } from '../../words/words-testbed.ts'
import { erasedNames, erasurePlaceNames, erasureRestNames, goneLine, wordsOf } from './erasure-words.ts'

test.each([sayEnglish, sayGerman])('everything that can go, or stay, has a name of its own', (say) => {
  const names = [
    ...erasedKinds.map((kind) => say(erasedNames[kind])),
    ...erasurePlaces.map((place) => say(erasurePlaceNames[place])),
    ...erasureRests.map((rest) => say(erasureRestNames[rest])),
  ]
  expect(new Set(names).size).toBe(names.length)
})

test('what went is a line of counts, and nothing where nothing did', () => {
  const gone = [
    { what: 'messages', where: 'store', count: 1_412 },
    { what: 'devices', where: 'store', count: 3 },
  ] as const
  expect(goneLine(sayEnglish, { gone: [...gone] })).toBe('Messages 1,412 · Devices 3')
  expect(goneLine(sayGerman, { gone: [...gone] })).toBe('Nachrichten 1.412 · Geräte 3')
  expect(goneLine(sayEnglish, { gone: [] })).toBe('')
})

test('what becomes of the messages is one of two things', () => {
  expect(wordsOf(sayEnglish, { messages: 'erase' })).not.toBe(wordsOf(sayEnglish, { messages: 'keep' }))
})
