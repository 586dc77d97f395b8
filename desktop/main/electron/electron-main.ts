import { join } from 'node:path'
import { app, BrowserWindow, ipcMain, Notification, net, protocol, session, shell } from 'electron'
import { bridgeChannels } from '../../preload/bridge-channels.ts'
import { appUrl, registerAppScheme } from '../app-scheme.ts'
import { handleBridge } from '../bridge-handlers.ts'
import { serveApp } from '../serve-app.ts'
import { parseShellConfig } from '../shell-config.ts'
import { buildWindowOptions, denyPermissions, guardNavigation, mayOpenOutside } from '../window-guards.ts'

/**
 * The desktop's entry: the only folder, with `desktop/preload`, that asks Electron for values. It wires; everything
 * worth testing is in the files it imports, which take what they need as ports.
 */
const buildFolder = join(import.meta.dirname, '..', '..', '..')
const config = parseShellConfig(process.env)

if ('fault' in config) {
  console.error(config.fault)
  app.exit(1)
} else if (app.requestSingleInstanceLock()) {
  registerAppScheme(protocol)
  app.enableSandbox()
  app.on('second-instance', () => focusWindow())
  app.on('window-all-closed', () => app.quit())
  app.on('web-contents-created', (_event, contents) => guardNavigation(contents, openOutside))
  void app.whenReady().then(() => {
    denyPermissions(session.defaultSession)
    serveApp(
      { protocol, fetch: (url, init) => net.fetch(url, init) },
      { webFolder: join(buildFolder, 'web'), serverUrl: config.serverUrl },
    )
    handleBridge({
      ipc: ipcMain,
      setBadgeCount: (count) => app.setBadgeCount(count),
      openOutside,
      showNotification: ({ title, text }, onClick) => {
        const notification = new Notification({ title, body: text })
        notification.on('click', onClick)
        notification.show()
      },
      openRoom: (room) => {
        focusWindow()
        BrowserWindow.getAllWindows()[0]?.webContents.send(bridgeChannels.openRoom, room)
      },
    })
    openWindow()
    app.on('activate', () => focusWindow())
  })
} else {
  app.quit()
}

function openWindow(): void {
  const window = new BrowserWindow(buildWindowOptions(join(buildFolder, 'desktop', 'preload', 'preload.cjs')))
  window.once('ready-to-show', () => window.show())
  void window.loadURL(appUrl)
}

function focusWindow(): void {
  const [window] = BrowserWindow.getAllWindows()
  if (window === undefined) {
    openWindow()
    return
  }
  if (window.isMinimized()) window.restore()
  window.show()
  window.focus()
}

function openOutside(url: string): void {
  if (mayOpenOutside(url)) void shell.openExternal(url)
}
