import { expect, test } from 'vitest'
import { muteEnd } from './mute-times.ts'

test('an hour, until the next morning, a week', () => {
  const evening = new Date(2026, 10, 26, 22, 15)
  expect(muteEnd('hour', evening)).toBe(new Date(2026, 10, 26, 23, 15).getTime())
  expect(muteEnd('morning', evening)).toBe(new Date(2026, 10, 27, 8).getTime())
  expect(muteEnd('morning', new Date(2026, 10, 26, 3))).toBe(new Date(2026, 10, 26, 8).getTime())
  expect(muteEnd('week', evening)).toBe(new Date(2026, 11, 3, 22, 15).getTime())
})
