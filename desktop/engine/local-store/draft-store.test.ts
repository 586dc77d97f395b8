import { expect, test } from 'vitest'
import { parseDraft } from './draft-store.ts'

const file = 'a'.repeat(16)

test('a draft comes back with the voice that was kept in it, and without one that is none', () => {
  expect(parseDraft({ text: '', voice: file })).toEqual({ text: '', voice: file })
  expect(parseDraft({ text: 'words', voice: '../../etc' })).toBeUndefined()
  expect(parseDraft('words')).toEqual({ text: 'words' })
})
