import { join } from 'node:path'
import { app, protocol } from 'electron'
import { parseShellConfig, type ShellConfig } from '../accounts/shell-config.ts'
import { linkOfArguments, linkScheme } from '../links/deep-link.ts'
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

function run({ serverUrl, appImage }: ShellConfig): void {
  registerAppScheme(protocol)
  app.enableSandbox()
  // Windows tells by it whose a notification is; it is the builder's appId.
  app.setAppUserModelId('chat.natter.desktop')
  // Windows asks the app itself whose links are whose; the others read it from the package.
  if (app.isPackaged && process.platform === 'win32')
    app.setAsDefaultProtocolClient(linkScheme, process.execPath, ['--'])
  let shell: RunningShell | undefined
  /** Links that came before there was anything to open them. */
  const early: string[] = []
  const openLink = (link: string | undefined) => {
    if (shell !== undefined) shell.openLink(link)
    else if (link !== undefined) early.push(link)
  }
  // On macOS the link that started the app comes before it is ready, or never.
  app.on('open-url', (event, url) => {
    event.preventDefault()
    openLink(url)
  })
  app.on('second-instance', (_event, argv) => openLink(linkOfArguments(argv)))
  early.push(...[linkOfArguments(process.argv.slice(1))].filter((link) => link !== undefined))
  void app.whenReady().then(async () => {
    // From `build/shell/main.js`; in the package the same two folders lie side by side.
    const buildFolder = join(import.meta.dirname, '..')
    shell = await startShell({ buildFolder, serverUrl, appImage, appVersion: __APP_VERSION__, startLinks: early })
  })
}
