import { join } from 'node:path'
import { app, type BaseWindow, nativeImage } from 'electron'
import type { DesktopUnread } from '../../bridge.ts'
import type { Words } from '../../words/words.ts'
import { trayWords } from '../system/tray-menu.ts'

/** What is for me, on the icon: as a number on macOS and Linux, on Windows as a mark over the one in the task bar. */
export function showUnread(frame: BaseWindow, total: DesktopUnread, say: Words, iconFolder: string): void {
  if (process.platform !== 'win32') {
    app.setBadgeCount(total.forYou)
    return
  }
  const mark = total.forYou > 0 ? nativeImage.createFromPath(join(iconFolder, 'overlay.png')) : null
  frame.setOverlayIcon(mark, trayWords(say, { unread: total, quiet: false }))
}
