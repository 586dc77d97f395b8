import { expect, test } from 'vitest'
import { newEvent, newRoom, newUser } from '../rigs/conformance/store-samples.ts'
import { foldThreads } from './reads-run.ts'

const mark = { room: newRoom(), user: newUser(), seq: 1 }
const named = (count: number) => Object.fromEntries(Array.from({ length: count }, () => [newEvent(), 1]))

test('what two devices have read in threads counts together, and ids that are made up do not pile up', () => {
  const [both, phone, desk] = [newEvent(), newEvent(), newEvent()]
  const first = { ...mark, seq: 9, threads: { [both]: 9, [phone]: 3 } }
  const second = { ...mark, seq: 12, threads: { [both]: 7, [desk]: 12 } }
  expect(foldThreads(first, second)).toEqual({ ...mark, seq: 12, threads: { [both]: 9, [phone]: 3, [desk]: 12 } })
  let all = { ...mark, threads: {} }
  for (let time = 0; time < 10; time++) all = foldThreads(all, { ...mark, threads: named(50) })
  expect(Object.keys(all.threads).length).toBeLessThanOrEqual(100)
})
