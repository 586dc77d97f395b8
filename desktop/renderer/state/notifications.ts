import { parseRoomId } from '../../../common/ids.ts'
import type { DesktopNote } from '../../bridge.ts'
import { desktopBridge } from './desktop-link.ts'
import { readSlice, watchSlice } from './engine-store.ts'
import { currentWords } from './language-choice.ts'
import { findNotable, noteText } from './notable-rooms.ts'
import { nameOf, roomTitleOf } from './room-words.ts'
import { showRoom, useView } from './view-store.ts'

/** Tells the system what is meant for me while I look elsewhere; a click on it goes to that room. */
export function watchNotable(): () => void {
  const stop = watchSlice('rooms', (rooms, known) => {
    const [session, users] = [readSlice('session'), readSlice('users')]
    if (session.kind !== 'signed-in') return
    const watched = document.hasFocus() ? useView.getState().openRoom : undefined
    for (const room of findNotable(known, rooms, { me: session.me.id, watched })) {
      const say = currentWords()
      const author = room.preview ? nameOf(say, users, room.preview.author) : ''
      const title = roomTitleOf(say, room, users)
      // The tag makes several windows, and many messages, one notification a room.
      notify({ title, text: noteText(say, room, author), room: room.id, tag: room.id })
    }
  })
  const stopOpening = desktopBridge()?.onOpenRoom((room) => showRoom(parseRoomId(room)))
  return () => {
    stop()
    stopOpening?.()
  }
}

function notify(note: DesktopNote): void {
  const bridge = desktopBridge()
  if (bridge !== undefined) {
    bridge.notify(note)
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
