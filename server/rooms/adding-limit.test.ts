import { expect, test } from 'vitest'
import { buildUserId } from '../../common/ids.ts'
import { buildAddingLimit } from './adding-limit.ts'

const person = (n: number) => buildUserId(new Uint8Array(32).fill(n))

test('a stranger brings somebody into so many rooms an hour and no more, and hears what helps', () => {
  let at = 0
  const limit = buildAddingLimit(30, () => at)
  const [bad, ana, ben] = [person(1), person(2), person(3)]
  for (let n = 0; n < 30; n++) expect(limit.add(bad, [ana]).ok).toBe(true)
  expect(limit.add(bad, [ana])).toMatchObject({ error: { code: 'too-many-requests', retryAfterMs: 120_000 } })
  expect(limit.add(bad, [ana])).toMatchObject({
    error: { detail: expect.stringContaining('Let them make the room and add you, or wait 2 minutes.') },
  })
  // Neither others who add her, nor others whom the stranger adds.
  expect(limit.add(ben, [ana]).ok).toBe(true)
  expect(limit.add(bad, [ben]).ok).toBe(true)
  at += 120_000
  expect(limit.add(bad, [ana]).ok).toBe(true)
  expect(limit.add(bad, [ana]).ok).toBe(false)
})

test('many together get no further than three of them', () => {
  const limit = buildAddingLimit(30, () => 0)
  let added = 0
  for (let by = 10; by < 60; by++) for (let n = 0; n < 30; n++) if (limit.add(person(by), [person(2)]).ok) added++
  expect(added).toBe(90)
})

test('what came to nothing is given back, and of several nobody counts where one is refused', () => {
  const limit = buildAddingLimit(30, () => 0)
  const [bad, ana, ben] = [person(1), person(2), person(3)]
  for (let n = 0; n < 100; n++) {
    const added = limit.add(bad, [ana])
    if (!added.ok) throw new Error('refused')
    added.value.giveBack()
    added.value.giveBack()
  }
  for (let n = 0; n < 30; n++) expect(limit.add(bad, [ana]).ok).toBe(true)
  for (let n = 0; n < 100; n++) expect(limit.add(bad, [ben, ana]).ok).toBe(false)
  for (let n = 0; n < 30; n++) expect(limit.add(bad, [ben]).ok).toBe(true)
})
