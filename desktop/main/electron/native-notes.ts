import { Notification } from 'electron'
import type { DesktopNote } from '../../bridge.ts'

/** Kept while they are shown, or the collector takes them, and nobody hears the click. */
const shown = new Map<string, Notification>()

/** Electron's own notification; a later one with the same tag takes the place of the earlier. */
export function showNote({ title, text, tag }: DesktopNote, onClick: () => void): void {
  if (!Notification.isSupported()) return
  shown.get(tag)?.close()
  const notification = new Notification({ title, body: text })
  shown.set(tag, notification)
  const forget = () => void (shown.get(tag) === notification && shown.delete(tag))
  notification.on('click', () => {
    forget()
    onClick()
  })
  notification.on('close', forget)
  notification.show()
}
