import { unreadLabel } from '../../../common/reducers/unread-reducer.ts'
import type { NoticeView } from '../../engine-contract.ts'
import type { NotificationSettings } from '../../settings/person-settings.ts'
import type { Words } from '../../words/words.ts'

type Told = Exclude<NoticeView, { readonly kind: 'withdrawn' }>
export type NoteNames = { readonly author: string; readonly room: string; readonly isDirect: boolean }
export type NoteWords = { readonly title: string; readonly text: string }

/**
 * What a notification says: who, where and what, or less of it where somebody who passes by may not see that. Many messages
 * are one: it says how many, and what came last.
 */
export function noteWords(say: Words, notice: Told, names: NoteNames, shows: NotificationSettings['shows']): NoteWords {
  if (shows === 'nothing') return { title: 'Natter', text: say('notification.new', { count: notice.count }) }
  if (notice.kind === 'rooms') {
    const text = say('notification.in-rooms', { count: notice.count, rooms: notice.rooms })
    return { title: say('notification.while-away'), text }
  }
  const title = titleOf(say, notice.count, names)
  if (shows === 'name') return { title, text: say('notification.new', { count: notice.count }) }
  const isSaid = names.isDirect || notice.count === 1
  return { title, text: isSaid ? notice.text : say('rooms.said-by', { name: names.author, text: notice.text }) }
}

function titleOf(say: Words, count: number, { author, room, isDirect }: NoteNames): string {
  if (count > 1) return say('notification.many-in', { count: unreadLabel(count), room: isDirect ? author : room })
  return isDirect ? author : say('notification.author-in', { name: author, room })
}
