import { expect, test } from 'vitest'
import type { FileId } from '../../../common/ids.ts'
import { buildLookOnce } from './look-once.ts'

test('a file is looked at once, and who asks second waits for that look too', async () => {
  const file = 'f'.repeat(16) as FileId
  const ended: (() => void)[] = []
  const { look, isBegun } = buildLookOnce(() => new Promise((resolve) => ended.push(resolve)))
  const seen: string[] = []
  expect(isBegun(file)).toBe(false)
  const first = look(file).then(() => seen.push('first'))
  const second = look(file, new Blob()).then(() => seen.push('second'))
  expect(isBegun(file)).toBe(true)
  await new Promise((resolve) => setTimeout(resolve))
  expect(seen).toEqual([])
  expect(ended).toHaveLength(1)
  ended[0]?.()
  await Promise.all([first, second])
  expect(seen).toEqual(['first', 'second'])
})
