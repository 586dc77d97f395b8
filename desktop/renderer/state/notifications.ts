import type { MessageId, RoomId } from '../../../common/ids.ts'
import { parseEventId, parseRoomId } from '../../../common/ids.ts'
import { parseInviteCode } from '../../../common/invite-link.ts'
import type { DesktopNote, DesktopNoteOutcome, DesktopPlace } from '../../bridge.ts'
import type { NoticeView } from '../../engine-contract.ts'
import type { Language } from '../../words/languages.ts'
import { desktopBridge } from './desktop-link.ts'
import { readSlice } from './engine-store.ts'
import { currentWords } from './language-choice.ts'
import { noteWords } from './note-words.ts'
import { nameOf, roomTitleOf } from './room-words.ts'
import { showInvite, showPlace, showSettings } from './view-store.ts'

/** What somebody may do in a notification itself, without coming here. */
export type NoteVerbs = {
  readonly reply: (room: RoomId, text: string) => void
  readonly markRead: (room: RoomId) => void
  readonly quietForAnHour: () => void
}

/**
 * Where a link or a click on what the desktop told leads: to that room, that message, or to the question of an invitation.
 * What was answered or pressed in a notification is done here.
 */
export function watchNotices(verbs: NoteVerbs): () => void {
  return desktopBridge()?.onGo((place) => follow(place, verbs)) ?? (() => undefined)
}

function follow(place: DesktopPlace, { reply, markRead, quietForAnHour }: NoteVerbs): void {
  const room = 'room' in place ? parseRoomId(place.room) : undefined
  if (place.kind === 'quiet') quietForAnHour()
  else if (place.kind === 'about') showSettings('about')
  else if (place.kind === 'invite') showInvite(parseInviteCode(place.code))
  else if (room === undefined) return
  else if (place.kind === 'reply') reply(room, place.text)
  else if (place.kind === 'read') markRead(room)
  else goTo(room, parseEventId(place.message))
}

function goTo(room: RoomId, message: MessageId | undefined): void {
  showPlace(message === undefined ? { room } : { room, message })
}

type ReadWords = (words: string, language: Language) => Promise<string>
let readWords: ReadWords = async (words) => words

/** How words are made ready to be told: whoever has the names of emoji says it. */
export function readNoticesWith(read: ReadWords): void {
  readWords = read
}

let telling: Promise<unknown> = Promise.resolve()

/**
 * Tells the system what the engine has decided to tell, once for all windows; and takes it back. One after the other: words
 * that take a while to be made ready must not come after they were taken back.
 */
export function tellSystem(notice: NoticeView): void {
  telling = telling.then(() => tellNow(notice)).catch(() => undefined)
}

async function tellNow(notice: NoticeView): Promise<void> {
  if (notice.kind === 'withdrawn') return withdraw(notice.room ?? manyTag)
  const say = currentWords()
  const users = readSlice('users')
  const room = readSlice('rooms')[notice.room]
  if (room === undefined) return
  const { shows } = readSlice('settings').notifications
  const isOne = notice.kind === 'room'
  const told = isOne ? { ...notice, text: await readWords(notice.text, say.language) } : notice
  const names = {
    author: isOne ? nameOf(say, users, notice.author) : '',
    room: roomTitleOf(say, room, users),
    isDirect: room.kind === 'direct',
  }
  void notify({
    ...noteWords(say, told, names, shows),
    room: notice.room,
    message: notice.message,
    // The tag makes many notices of a room one.
    tag: isOne ? notice.room : manyTag,
    hasSound: notice.hasSound,
    canAct: isOne && shows === 'name-and-text',
  })
}

const manyTag = 'rooms'

/** Somebody wants to see whether they would be told, and what is in the way. */
export async function tellTest(): Promise<DesktopNoteOutcome> {
  const say = currentWords()
  const { sound } = readSlice('settings').notifications
  const text = say('notification.test-text')
  return notify({ title: say('notification.test-title'), text, tag: 'test', hasSound: sound, canAct: false })
}

/** What this page has told by the web's own means, by tag: the desktop keeps its own. */
const shown = new Map<string, Notification>()

async function notify(note: DesktopNote): Promise<DesktopNoteOutcome> {
  const bridge = desktopBridge()
  if (bridge !== undefined) return bridge.notify(note).catch(() => ({ kind: 'failed' }) as const)
  const leave = notificationLeave()
  return leave === 'granted' ? notifyByWeb(note) : { kind: 'no-leave', isDenied: leave === 'denied' }
}

function notifyByWeb({ title, text, tag, room, message, hasSound }: DesktopNote): Promise<DesktopNoteOutcome> {
  const startedAt = performance.now()
  let note: Notification
  try {
    note = new Notification(title, { body: text, tag, icon: '/mark.svg', silent: !hasSound })
  } catch {
    // Browsers of phones take them from a service worker alone.
    return Promise.resolve({ kind: 'failed' })
  }
  shown.set(tag, note)
  const forget = () => shown.get(tag) === note && shown.delete(tag)
  note.onclick = () => {
    window.focus()
    const to = parseRoomId(room)
    if (to !== undefined) goTo(to, parseEventId(message))
    note.close()
  }
  note.onclose = forget
  return new Promise((resolve) => {
    note.onshow = () => resolve({ kind: 'shown', by: 'browser', tookMs: Math.round(performance.now() - startedAt) })
    note.onerror = () => resolve({ kind: 'failed' })
    setTimeout(() => resolve({ kind: 'failed' }), mostMs)
  })
}
/** A browser that says nothing for so long has not shown it. */
const mostMs = 5_000

function withdraw(tag: string): void {
  void desktopBridge()
    ?.withdrawNote(tag)
    .catch(() => undefined)
  shown.get(tag)?.close()
  shown.delete(tag)
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
