import type { RoomId } from '../../common/ids.ts'
import type { PersonSettings } from './person-settings.ts'
import type { SettingsPatch } from './settings-patch.ts'

/**
 * What takes away all that was set for rooms one is not in any more: else it would lie there for ever, and count to what settings
 * may hold. Undefined: there is nothing.
 */
export function buildLeftRoomsPatch(
  settings: PersonSettings,
  isMine: (room: RoomId) => boolean,
): SettingsPatch | undefined {
  const { hiddenRooms, unreadFrom, notifications } = settings
  const [hidden, unread, told] = [hiddenRooms, unreadFrom, notifications.rooms].map((rooms) => nullsOf(rooms, isMine))
  if (hidden === undefined && unread === undefined && told === undefined) return undefined
  return {
    ...(hidden && { hiddenRooms: hidden }),
    ...(unread && { unreadFrom: unread }),
    ...(told && { notifications: { rooms: told } }),
  }
}

function nullsOf(rooms: Readonly<Record<RoomId, unknown>>, isMine: (room: RoomId) => boolean) {
  const left = (Object.keys(rooms) as RoomId[]).filter((room) => !isMine(room))
  return left.length === 0 ? undefined : Object.fromEntries(left.map((room) => [room, null]))
}
