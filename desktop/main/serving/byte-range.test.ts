import { describe, expect, it } from 'vitest'
import { parseByteRange } from './byte-range.ts'

describe('a range of bytes', () => {
  it.each([
    ['bytes=0-4', { start: 0, end: 4 }],
    ['bytes=4-', { start: 4, end: 9 }],
    ['bytes=-3', { start: 7, end: 9 }],
    ['bytes=-300', { start: 0, end: 9 }],
    ['bytes=8-300', { start: 8, end: 9 }],
    ['bytes=10-', 'outside'],
    ['bytes=-0', 'outside'],
    ['bytes=4-2', undefined],
    ['bytes=-', undefined],
    ['bytes=0-1,3-4', undefined],
    ['lines=0-1', undefined],
    [`bytes=${'9'.repeat(400)}-`, undefined],
    [null, undefined],
  ])('of ten, asked as %s', (header, range) => {
    expect(parseByteRange(header, 10)).toEqual(range)
  })
})
