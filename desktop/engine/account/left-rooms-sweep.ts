import type { Sync } from '../../../common/http-contract/sync-contract.ts'
import type { RoomId } from '../../../common/ids.ts'
import { buildLeftRoomsPatch } from '../../settings/left-rooms.ts'
import type { RoomBook } from '../sync/room-book.ts'
import type { SettingsKeeper } from './settings-keeper.ts'

/**
 * Once a run takes away what was set for rooms that were left, wherever that was done: when the answer names all rooms, and the
 * settings are those of the same moment.
 */
export function buildLeftRoomsSweep(
  book: Pick<RoomBook, 'get'>,
  settings: Pick<SettingsKeeper, 'version' | 'current' | 'change'>,
): (sync: Pick<Sync, 'roomIds' | 'settings'>) => void {
  let isDone = false
  return (sync) => {
    if (isDone || settings.version() !== sync.settings.version) return
    isDone = true
    const mine = new Set<RoomId>(sync.roomIds)
    const patch = buildLeftRoomsPatch(settings.current(), (room) => mine.has(room) || book.get(room) !== undefined)
    if (patch !== undefined) void settings.change(patch)
  }
}
