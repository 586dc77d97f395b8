import { join } from 'node:path'
import { app, protocol } from 'electron'
import { parseShellConfig, type ShellConfig } from '../accounts/shell-config.ts'
import { linkOfArguments, linkScheme } from '../links/deep-link.ts'
import { parseLaunchInfo } from '../notes/note-address.ts'
import { registerAppScheme } from '../serving/app-scheme.ts'
import type { RunningShell } from './start-shell.ts'
import { startShell } from './start-shell.ts'

/** Written by the build, from package.json: without a package Electron takes its own version for the app's. */
declare const __APP_VERSION__: string

/**
 * The desktop's entry: the only folder, with `desktop/preload`, that asks Electron for values. What has to be said before
 * the app is ready is said here; the rest is wired in start-shell.ts, and everything worth testing is in the files that it
 * imports, which take what they need as ports.
 */
const config = parseShellConfig(process.env)

if ('fault' in config) {
  console.error(config.fault)
  app.exit(1)
} else {
  // The lock is one a folder: two folders are two installations.
  if (config.dataFolder !== undefined) app.setPath('userData', config.dataFolder)
  if (app.requestSingleInstanceLock()) run(config)
  else app.quit()
}

/** By which Windows finds the app that a notification belongs to, from one run to the next. */
const toastActivator = '{5E1C8F5A-3D0B-4B6E-9B1F-7A0C2D94E6B3}'

function run({ serverUrl, appImage }: ShellConfig): void {
  registerAppScheme(protocol)
  app.enableSandbox()
  // Windows tells by it whose a notification is; it is the builder's appId.
  app.setAppUserModelId('chat.natter.desktop')
  // Windows asks the app itself whose links are whose; the others read it from the package.
  if (app.isPackaged && process.platform === 'win32')
    app.setAsDefaultProtocolClient(linkScheme, process.execPath, ['--'])
  if (process.platform === 'win32') app.setToastActivatorCLSID(toastActivator)
  let shell: RunningShell | undefined
  /** What came before there was anything to open it, in the order in which it came. */
  const early: ((shell: RunningShell) => void)[] = []
  const whenThere = (act: (shell: RunningShell) => void) => (shell === undefined ? early.push(act) : act(shell))
  const openLink = (link: string | undefined) => whenThere((there) => there.openLink(link))
  // On macOS the link that started the app comes before it is ready, or never.
  app.on('open-url', (event, url) => {
    event.preventDefault()
    openLink(url)
  })
  app.on('second-instance', (_event, argv) => openLink(linkOfArguments(argv)))
  const startLink = linkOfArguments(process.argv.slice(1))
  if (startLink !== undefined) openLink(startLink)
  // macOS says here, and only here, which notification the app was started by.
  app.once('ready', (_event, launchInfo) => {
    const activation = parseLaunchInfo(launchInfo)
    if (activation !== undefined) whenThere((there) => there.openNote(activation))
  })
  void app.whenReady().then(async () => {
    // From `build/shell/main.js`; in the package the same two folders lie side by side.
    const buildFolder = join(import.meta.dirname, '..')
    shell = await startShell({ buildFolder, serverUrl, appImage, appVersion: __APP_VERSION__ })
    for (const act of early.splice(0)) act(shell)
  })
}
