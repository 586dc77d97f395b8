import type { RoomId, UserId } from '../../common/ids.ts'

/**
 * What somebody has set for themselves, on all their devices (`/me/settings`). All of it is objects and no lists, so that
 * what two devices change at the same time goes together field by field. What a newer client keeps beside it stays as it is
 * (settings-patch.ts), and is not seen here. Whoever adds a field adds it here, in `settings-schema.ts` and, where it is
 * always there, in `startSettings`.
 */
export type PersonSettings = {
  readonly notifications: NotificationSettings
  readonly appearance: AppearanceSettings
  /** Rooms that are not shown in the list: up to which sequence. What comes after brings them back. */
  readonly hiddenRooms: Readonly<Record<RoomId, number>>
  /** My own room, first in the list: notes to self. */
  readonly notesRoom?: RoomId
  /** "Mark unread from here": from this sequence on all counts as unread, until it is read again. */
  readonly unreadFrom: Readonly<Record<RoomId, number>>
  /** Of what I write; `isOff`: no server is asked what stands behind my links. */
  readonly linkPreviews: { readonly isOff?: boolean }
  /** What I have taken note of, of what those who run the server tell: not shown again, on no device. */
  readonly told: {
    /** Of what is for me alone: all up to this time. */
    readonly seenAt?: number
    readonly announcements: Readonly<Record<string, true>>
  }
}

export const notifyLevels = ['all', 'mentions', 'none'] as const
export type NotifyLevel = (typeof notifyLevels)[number]

export type NotificationSettings = {
  /** Where a room says nothing itself, by its kind. */
  readonly defaults: { readonly rooms: NotifyLevel; readonly direct: NotifyLevel }
  /** Rooms that differ. `mutedUntil`: nothing until then, and afterwards the level again. */
  readonly rooms: Readonly<Record<RoomId, { readonly level?: NotifyLevel; readonly mutedUntil?: number }>>
  /** Who comes through quiet hours and "do not disturb". */
  readonly people: Readonly<Record<UserId, true>>
  /** Words that are for me like a mention. */
  readonly words: Readonly<Record<string, true>>
  /** By the clock of the device: for each day 24 hours from midnight, `1` is quiet. */
  readonly quietHours: { readonly isOn: boolean; readonly week: QuietWeek }
  /** Nothing until then, wherever it comes from; set by "quiet for an hour". */
  readonly quietUntil?: number
  /** What somebody who passes by may see. */
  readonly shows: 'name-and-text' | 'name' | 'nothing'
  readonly sound: boolean
}

export const weekDays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const
export type WeekDay = (typeof weekDays)[number]
export type QuietWeek = Readonly<Record<WeekDay, string>>

/** What looks alike on all devices; absent: each device by itself. */
export type AppearanceSettings = {
  readonly theme?: 'system' | 'light' | 'dark'
  readonly density?: 'comfortable' | 'compact'
  readonly language?: string
}

export const loudDay = '0'.repeat(24)

/** Before anything is set. */
export const startSettings: PersonSettings = {
  notifications: {
    defaults: { rooms: 'mentions', direct: 'all' },
    rooms: {},
    people: {},
    words: {},
    quietHours: {
      isOn: true,
      week: { mon: loudDay, tue: loudDay, wed: loudDay, thu: loudDay, fri: loudDay, sat: loudDay, sun: loudDay },
    },
    shows: 'name-and-text',
    sound: true,
  },
  appearance: {},
  hiddenRooms: {},
  unreadFrom: {},
  linkPreviews: {},
  told: { announcements: {} },
}
