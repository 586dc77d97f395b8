import type { RoomId } from '../../../common/ids.ts'
import type { Result } from '../../../common/result.ts'
import type { PersonSettings } from '../../settings/person-settings.ts'
import type { SettingsPatch } from '../../settings/settings-patch.ts'
import type { RoomBook } from '../sync/room-book.ts'

/**
 * "Unread from here", on all devices: it stands in the settings, and rooms show what stands there. No receipt goes back, so
 * whoever reads the room again, here or elsewhere, takes it away there.
 */
export type UnreadMarks = {
  /** Answers as the settings do: an error only where they could not be changed, and then the mark is gone again. */
  set(room: RoomId, seq: number): Promise<Result<null>>
  clear(room: RoomId): void
  /** The settings may say something else now, or there are other rooms. */
  apply(): void
}

type Marking = {
  readonly book: Pick<RoomBook, 'rooms' | 'get' | 'change'>
  readonly settings: {
    readonly current: () => PersonSettings
    readonly change: (patch: SettingsPatch) => Promise<Result<null>>
  }
}

export function buildUnreadMarks({ book, settings }: Marking): UnreadMarks {
  return {
    set: (room, seq) => settings.change({ unreadFrom: { [room]: seq } }),
    clear(room) {
      if (settings.current().unreadFrom[room] !== undefined) void settings.change({ unreadFrom: { [room]: null } })
    },
    apply() {
      const { unreadFrom } = settings.current()
      for (const room of book.rooms()) {
        const seq = unreadFrom[room]
        if (seq === book.get(room)?.unreadFrom?.seq) continue
        book.change(room, ({ unreadFrom: _, ...entry }) => {
          // Whoever looks on has just said so, or has it on the screen: seeing it now is not reading it anew.
          return seq === undefined ? entry : { ...entry, unreadFrom: { seq, isNew: entry.isOpen } }
        })
      }
    },
  }
}
