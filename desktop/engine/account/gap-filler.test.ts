import { expect, test } from 'vitest'
import type { RoomId } from '../../../common/ids.ts'
import { buildTestClock } from '../engine-test-clock.ts'
import { buildGapFiller } from './gap-filler.ts'

const [open, closed] = ['0.aaaaaaaaaaaaaa', '0.bbbbbbbbbbbbbb'] as [RoomId, RoomId]

test('a gap is filled at once where somebody looks on, elsewhere once and at a moment of one’s own', async () => {
  const clock = buildTestClock()
  const filled: RoomId[] = []
  const deps = { clock, chance: () => 0.5 }
  const fill = async (room: RoomId) => filled.push(room)
  const gaps = buildGapFiller({ deps, isOpen: (room) => room === open, fill })
  for (const room of [closed, closed, open]) gaps.onGap(room)
  expect(filled).toEqual([open])
  await clock.advance(4_999)
  expect(filled).toEqual([open])
  await clock.advance(2)
  expect(filled).toEqual([open, closed])
  gaps.onGap(closed)
  gaps.stop()
  await clock.advance(20_000)
  expect(filled).toHaveLength(2)
})
