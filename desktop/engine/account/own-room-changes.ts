import type { RoomId } from '../../../common/ids.ts'

/**
 * Rooms that this device entered or left while `/sync` was under way: its answer may be from before, and must neither
 * take away the one nor bring back the other.
 */
export type OwnRoomChanges = {
  /** What happened before now is in the answer. */
  onAsking(): void
  onEntered(room: RoomId): void
  onLeft(room: RoomId): void
  hasEntered(room: RoomId): boolean
  hasLeft(room: RoomId): boolean
}

export function buildOwnRoomChanges(): OwnRoomChanges {
  const changes = new Map<RoomId, 'entered' | 'left'>()
  return {
    onAsking: () => changes.clear(),
    onEntered: (room) => void changes.set(room, 'entered'),
    onLeft: (room) => void changes.set(room, 'left'),
    hasEntered: (room) => changes.get(room) === 'entered',
    hasLeft: (room) => changes.get(room) === 'left',
  }
}
