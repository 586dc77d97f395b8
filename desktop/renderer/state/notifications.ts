import { parseEventId, parseRoomId } from '../../../common/ids.ts'
import { parseInviteCode } from '../../../common/invite-link.ts'
import { unreadLabel } from '../../../common/reducers/unread-reducer.ts'
import type { DesktopNote, DesktopPlace } from '../../bridge.ts'
import type { NoticeView } from '../../engine-contract.ts'
import type { Language } from '../../words/languages.ts'
import type { Words } from '../../words/words.ts'
import { desktopBridge } from './desktop-link.ts'
import { readSlice } from './engine-store.ts'
import { currentWords } from './language-choice.ts'
import { nameOf, roomTitleOf } from './room-words.ts'
import { showInvite, showPlace, showRoom, showSettings } from './view-store.ts'

/** Where a link or a click on what the desktop told leads: to that room, that message, or to the question of an invitation. */
export function watchNotices(): () => void {
  return desktopBridge()?.onGo(go) ?? (() => undefined)
}

function go(place: DesktopPlace): void {
  if (place.kind === 'invite') {
    showInvite(parseInviteCode(place.code))
    return
  }
  if (place.kind === 'about') {
    showSettings('about')
    return
  }
  const room = parseRoomId(place.room)
  const message = parseEventId(place.message)
  if (room !== undefined) showPlace(message === undefined ? { room } : { room, message })
}

type ReadWords = (words: string, language: Language) => Promise<string>
let readWords: ReadWords = async (words) => words

/** How words are made ready to be told: whoever has the names of emoji says it. */
export function readNoticesWith(read: ReadWords): void {
  readWords = read
}

/** Tells the system what the engine has decided to tell, once for all windows. */
export async function tellSystem(notice: NoticeView): Promise<void> {
  const say = currentWords()
  const users = readSlice('users')
  const room = readSlice('rooms')[notice.room]
  if (notice.kind === 'rooms') {
    const text = say('notification.in-rooms', { count: notice.count, rooms: notice.rooms })
    notify({ title: say('notification.while-away'), text, room: notice.room, tag: 'rooms' })
    return
  }
  if (room === undefined) return
  const read = { ...notice, text: await readWords(notice.text, say.language) }
  // The tag makes many notices of a room one.
  const text = noteText(say, read, { author: nameOf(say, users, notice.author), isDirect: room.kind === 'direct' })
  notify({ title: roomTitleOf(say, room, users), text, room: room.id, tag: room.id })
}

type RoomNotice = Extract<NoticeView, { readonly kind: 'room' }>

/** Many messages are one notification: it says what came last, and how many there are. */
export function noteText(
  say: Words,
  { text, count }: Pick<RoomNotice, 'text' | 'count'>,
  { author, isDirect }: { readonly author: string; readonly isDirect: boolean },
): string {
  const words = isDirect ? text : say('rooms.said-by', { name: author, text })
  return count > 1 ? `${words}\n${say('notification.new-for-you', { count: unreadLabel(count) })}` : words
}

function notify(note: DesktopNote): void {
  const bridge = desktopBridge()
  if (bridge !== undefined) {
    void bridge.notify(note)
    return
  }
  if (notificationLeave() !== 'granted') return
  const shown = new Notification(note.title, { body: note.text, tag: note.tag, icon: '/mark.svg' })
  shown.onclick = () => {
    window.focus()
    showRoom(parseRoomId(note.room))
    shown.close()
  }
}

/** What the browser says about notifications; the desktop needs no leave. */
export function notificationLeave(): NotificationPermission | 'absent' | 'desktop' {
  if (desktopBridge() !== undefined) return 'desktop'
  return typeof Notification === 'undefined' ? 'absent' : Notification.permission
}

/** Browsers answer only to a click. */
export async function askNotificationLeave(): Promise<NotificationPermission | 'absent' | 'desktop'> {
  if (notificationLeave() === 'default') await Notification.requestPermission()
  return notificationLeave()
}
