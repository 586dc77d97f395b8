import type { AppError } from '../../../common/app-error.ts'
import { parseRoomId, type RoomId } from '../../../common/ids.ts'

export type KeptWords = 'keep' | 'erase'
export type OwnedRoom = { readonly id: RoomId; readonly name: string }

/** The rooms that a "last-owner" names. */
export function ownedAlone({ code, more }: AppError): readonly OwnedRoom[] {
  const rooms = code === 'last-owner' ? more?.rooms : undefined
  if (!Array.isArray(rooms)) return []
  return rooms.flatMap((room: { readonly id?: unknown; readonly name?: unknown }) => {
    const id = parseRoomId(room.id)
    return id === undefined ? [] : [{ id, name: String(room.name ?? '') }]
  })
}
