import { expect, test } from 'vitest'
import type { RoomId } from '../../common/ids.ts'
import { buildLeftRoomsPatch } from './left-rooms.ts'
import { startSettings } from './person-settings.ts'
import { applyPatch } from './settings-patch.ts'

const [mine, left] = [`0.${'a'.repeat(14)}`, `0.${'b'.repeat(14)}`] as [RoomId, RoomId]
const isMine = (room: RoomId) => room === mine

test('what was set for rooms that were left goes, and for others stays', () => {
  const settings = {
    ...startSettings,
    hiddenRooms: { [left]: 4 },
    unreadFrom: { [mine]: 3, [left]: 2 },
    notifications: { ...startSettings.notifications, rooms: { [mine]: { level: 'all' }, [left]: { level: 'none' } } },
  } as const
  const patch = buildLeftRoomsPatch(settings, isMine)
  expect(patch).toEqual({
    hiddenRooms: { [left]: null },
    unreadFrom: { [left]: null },
    notifications: { rooms: { [left]: null } },
  })
  expect(applyPatch({ ...settings }, patch ?? {})).toMatchObject({
    hiddenRooms: {},
    unreadFrom: { [mine]: 3 },
    notifications: { rooms: { [mine]: { level: 'all' } } },
  })
})

test('where nothing was left nothing is sent', () => {
  expect(buildLeftRoomsPatch({ ...startSettings, unreadFrom: { [mine]: 3 } }, isMine)).toBeUndefined()
  expect(buildLeftRoomsPatch(startSettings, () => false)).toBeUndefined()
})
