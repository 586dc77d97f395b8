import { expect, test } from 'vitest'
import { emptyMemory, oftenUsed, parseMemory, withUse } from './emoji-memory.ts'

test('what was used often comes first, both forms of it as one, and the usual ones fill the row', () => {
  const used = ['🌊', '❤', '🌊', '❤️', '❤'].reduce(withUse, emptyMemory)
  expect(oftenUsed(used, { line: 4 })).toEqual(['❤️', '🌊', '👍', '😂'])
  expect(oftenUsed(emptyMemory, { line: 3, most: 6 })).toEqual(['👍', '❤️', '😂'])
})

test('what was used long ago gives way to what is used now', () => {
  const long = Array.from({ length: 8 }, () => '🐙').reduce(withUse, emptyMemory)
  const now = Array.from({ length: 12 }, () => '🌊').reduce(withUse, long)
  expect(oftenUsed(now, { line: 1 })).toEqual(['🌊'])
  const many = Array.from({ length: 200 }, (_, index) => String.fromCodePoint(0x1f400 + index)).reduce(withUse, now)
  expect(many.used.length).toBe(36)
})

test.each([null, '', 'x', '[]', 'null', '{"tone":9,"used":{}}', '{"used":[["",1],[1,2],["👍"],null]}'])(
  '%j on disk is a memory of nothing',
  (kept) => {
    expect(parseMemory(kept)).toEqual(emptyMemory)
  },
)

test('what is written is read again', () => {
  const memory = { ...withUse(emptyMemory, '🌊'), tone: 3 } as const
  expect(parseMemory(JSON.stringify(memory))).toEqual(memory)
})
