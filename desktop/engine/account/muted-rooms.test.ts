import { expect, test } from 'vitest'
import type { RoomId } from '../../../common/ids.ts'
import { startSettings } from '../../settings/person-settings.ts'
import { buildTestClock } from '../engine-test-clock.ts'
import { buildMutedRooms } from './muted-rooms.ts'

const [tea, sea, lake] = ['1', '2', '3'].map((digit) => `0.${digit.repeat(14)}`) as [RoomId, RoomId, RoomId]

test('a room that is muted for a while speaks again by itself, and each change is said once', async () => {
  const clock = buildTestClock()
  const changed: RoomId[] = []
  const muted = buildMutedRooms(clock, (room) => changed.push(room))
  const now = clock.now()
  const day = 24 * 3_600_000
  const rooms = {
    [tea]: { mutedUntil: now + 60_000 },
    [sea]: { mutedUntil: now + 3 * day },
    [lake]: { level: 'none' },
  } as const
  muted.onSettings({ ...startSettings.notifications, rooms })
  expect(changed).toEqual([tea, sea, lake])
  expect([tea, sea, lake].map(muted.until)).toEqual([now + 60_000, now + 3 * day, Number.POSITIVE_INFINITY])
  await clock.advance(60_000)
  expect(changed.slice(3)).toEqual([tea])
  expect(muted.until(tea)).toBeUndefined()
  await clock.advance(3 * day)
  expect(changed.slice(4)).toEqual([sea])
  muted.onSettings(startSettings.notifications)
  expect(changed.slice(5)).toEqual([lake])
})
