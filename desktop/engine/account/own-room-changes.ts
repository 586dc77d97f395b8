import type { RoomId } from '../../../common/ids.ts'

/**
 * Rooms that this device entered or left while `/sync` was under way: its answer may be from before, and must neither
 * take away the one nor bring back the other. And those that it is leaving now: that they go is no news.
 */
export type OwnRoomChanges = {
  /** What happened before now is in the answer. */
  onAsking(): void
  onEntered(room: RoomId): void
  onLeft(room: RoomId): void
  /** Resolves with what `leave` did. */
  whileLeaving<T>(room: RoomId, leave: () => Promise<T>): Promise<T>
  isLeaving(room: RoomId): boolean
  hasEntered(room: RoomId): boolean
  hasLeft(room: RoomId): boolean
  /** Nothing of the kind happened since it was asked. */
  isQuiet(): boolean
}

export function buildOwnRoomChanges(): OwnRoomChanges {
  const changes = new Map<RoomId, 'entered' | 'left'>()
  const leaving = new Set<RoomId>()
  return {
    onAsking: () => changes.clear(),
    onEntered: (room) => void changes.set(room, 'entered'),
    onLeft: (room) => void changes.set(room, 'left'),
    async whileLeaving(room, leave) {
      leaving.add(room)
      try {
        return await leave()
      } finally {
        leaving.delete(room)
      }
    },
    isLeaving: (room) => leaving.has(room),
    hasEntered: (room) => changes.get(room) === 'entered',
    hasLeft: (room) => changes.get(room) === 'left',
    isQuiet: () => changes.size === 0,
  }
}
