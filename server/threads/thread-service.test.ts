import { expect, test } from 'vitest'
import { cutVersions } from './thread-service.ts'

test('of what a message said before the newest is told, so much of it at most, and always what it says now', () => {
  const of = (...lengths: readonly number[]) => lengths.map((length) => ({ text: 'x'.repeat(length) }))
  const lengthsOf = (versions: readonly { readonly text: string }[]) =>
    cutVersions(versions).map(({ text }) => text.length)
  expect(lengthsOf(of(1, 2, 3))).toEqual([1, 2, 3])
  expect(lengthsOf(of(1, 600_000, 2, 400_000))).toEqual([2, 400_000])
  expect(lengthsOf(of(5, 2_000_000))).toEqual([2_000_000])
  expect(lengthsOf([])).toEqual([])
})
