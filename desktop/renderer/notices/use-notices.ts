import { createContext, useContext, useMemo, useState } from 'react'
import type { RoomId, UserId } from '../../../common/ids.ts'
import type { NotificationSettings, NotifyLevel } from '../../settings/person-settings.ts'
import type { SettingsPatch } from '../../settings/settings-patch.ts'
import { errorWords } from '../../words/error-words.ts'
import { changeSettings } from '../commands.ts'
import { useSlice } from '../state/engine-store.ts'
import { useWords } from '../state/language-choice.ts'

export function useNoticeSettings(): NotificationSettings {
  return useSlice('settings', ({ notifications }) => notifications)
}

type NoticePatch = NonNullable<SettingsPatch['notifications']>
export type NoticeChanges = {
  readonly change: (patch: NoticePatch) => void
  /** `undefined`: as all rooms. */
  readonly setLevel: (room: RoomId, level: NotifyLevel | undefined) => void
  readonly mute: (room: RoomId, until: number) => void
  readonly unmute: (room: RoomId) => void
  /** As all rooms, and not muted. */
  readonly forget: (room: RoomId) => void
  readonly letThrough: (user: UserId, isLet: boolean) => void
  /** Why the last change was not taken; it has jumped back by then. */
  readonly problem: string | undefined
}

/** Changes are seen at once; one that the server does not take jumps back, and `problem` says why. */
export function useNoticeChanges(): NoticeChanges {
  const say = useWords()
  const [problem, setProblem] = useState<string>()
  return useMemo(() => {
    const change = (notifications: NoticePatch) => {
      setProblem(undefined)
      void changeSettings({ notifications }).then(
        (changed) => !changed.ok && setProblem(errorWords(say, changed.error)),
      )
    }
    return {
      change,
      setLevel: (room, level) => change({ rooms: { [room]: { level: level ?? null, mutedUntil: null } } }),
      mute: (room, until) => change({ rooms: { [room]: { mutedUntil: until } } }),
      unmute: (room) => change({ rooms: { [room]: { mutedUntil: null } } }),
      forget: (room) => change({ rooms: { [room]: null } }),
      letThrough: (user, isLet) => change({ people: { [user]: isLet ? true : null } }),
      problem,
    }
  }, [say, problem])
}

/** One place of a page says what went wrong, for all that is changed on it. */
export const NoticeChangesContext = createContext<NoticeChanges | undefined>(undefined)

export function usePageChanges(): NoticeChanges {
  const changes = useContext(NoticeChangesContext)
  if (changes === undefined) throw new Error('a part of the notification settings was drawn outside of them')
  return changes
}
