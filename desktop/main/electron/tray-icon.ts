import { join } from 'node:path'
import { Menu, nativeImage, nativeTheme, Tray } from 'electron'
import type { Words } from '../../words/words.ts'
import { buildTrayMenu, type TrayActions, type TrayState, trayMark, trayWords } from '../system/tray-menu.ts'

export type TrayIcon = { readonly isThere: boolean; update(state: TrayState): void }

/** The icon in the bar, where the system has one for it. */
export function openTrayIcon(say: Words, folder: string, actions: TrayActions): TrayIcon {
  let last = ''
  function picture(state: TrayState) {
    const look = process.platform === 'darwin' ? 'Template' : nativeTheme.shouldUseDarkColors ? '-dark' : '-light'
    return join(folder, `tray-${trayMark(state)}${look}.png`)
  }
  let tray: Tray
  try {
    tray = new Tray(nativeImage.createFromPath(join(folder, 'tray-none-light.png')))
  } catch {
    // A desktop without a place for it: the window then does not hide.
    return { isThere: false, update: () => undefined }
  }
  tray.on('click', actions.open)
  let shown: TrayState | undefined
  function update(state: TrayState) {
    shown = state
    const path = picture(state)
    if (path !== last) tray.setImage(nativeImage.createFromPath(path))
    last = path
    tray.setToolTip(trayWords(say, state))
    // On Linux a menu is what it was when it was set.
    tray.setContextMenu(Menu.buildFromTemplate(buildTrayMenu(say, state, actions)))
  }
  nativeTheme.on('updated', () => shown !== undefined && update(shown))
  return { isThere: true, update }
}
