import type { RoomId } from '../../../common/ids.ts'
import { nextUnmuteAt, quietRoomUntil } from '../../settings/notify-rules.ts'
import type { NotificationSettings } from '../../settings/person-settings.ts'
import type { EngineClock } from '../engine-clock.ts'

/** Which rooms are muted now. Those that are for a while speak again by themselves. */
export type MutedRooms = {
  /** `Infinity`: until somebody says otherwise. */
  until(room: RoomId): number | undefined
  onSettings(notifications: NotificationSettings): void
  stop(): void
}

/** Longer than a timer can wait. */
const longestMs = 24 * 3_600_000

export function buildMutedRooms(clock: EngineClock, onChange: (room: RoomId) => void): MutedRooms {
  let muted: ReadonlyMap<RoomId, number> = new Map()
  let cancel = () => {}

  function look(notifications: NotificationSettings) {
    cancel()
    const now = clock.now()
    const before = muted
    muted = new Map(
      (Object.keys(notifications.rooms) as RoomId[]).flatMap((room) => {
        const until = quietRoomUntil(notifications, room, now)
        return until === undefined ? [] : [[room, until] as const]
      }),
    )
    for (const room of new Set([...before.keys(), ...muted.keys()]))
      if (before.get(room) !== muted.get(room)) onChange(room)
    const next = nextUnmuteAt(notifications, now)
    cancel = next === undefined ? () => {} : clock.after(Math.min(next - now, longestMs), () => look(notifications))
  }
  return {
    until: (room) => muted.get(room),
    onSettings: look,
    stop: () => cancel(),
  }
}
