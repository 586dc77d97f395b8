import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { app, BaseWindow, dialog, ipcMain, Notification, shell, type WebContentsView } from 'electron'
import { bridgeSignals } from '../../preload/bridge-channels.ts'
import { openAccountBook } from '../account-book.ts'
import { buildKeptFile } from '../atomic-file.ts'
import { handleBridge } from '../bridge-handlers.ts'
import { type BridgeRegistry, buildBridgeRegistry } from '../bridge-registry.ts'
import { buildLinkOpener } from '../link-opener.ts'
import { buildOutside } from '../outside-links.ts'
import { buildShellAccounts } from '../shell-accounts.ts'
import { buildShellWindow } from '../shell-window.ts'
import { buildUnreadBoard } from '../unread-board.ts'
import { guardNavigation } from '../window-guards.ts'
import { buildAccountPages } from './account-pages.ts'

export type RunningShell = { openLink(link: string | undefined): void }

export type StartOptions = {
  readonly buildFolder: string
  readonly serverUrl: string | undefined
  readonly startLinks: readonly string[]
}

/** Wires the shell: after the app is ready, and once. */
export async function startShell({ buildFolder, serverUrl, startLinks }: StartOptions): Promise<RunningShell> {
  const log = (line: string) => console.warn(`natter: ${line}`)
  const dataFolder = app.getPath('userData')
  const book = await openAccountBook(buildKeptFile(join(dataFolder, 'accounts.json')), log)
  const openOutside = buildOutside({ shell, ask: async () => false, log })
  app.on('web-contents-created', (_event, contents) => guardNavigation(contents, openOutside))
  app.on('window-all-closed', () => app.quit())

  const frame = new BaseWindow({
    width: 1280,
    height: 800,
    minWidth: 360,
    minHeight: 480,
    show: false,
    title: 'Natter',
  })
  const pages = buildAccountPages({
    book,
    buildFolder,
    isPackaged: app.isPackaged,
    authority: () => accounts.authority(),
  })
  const window = buildShellWindow<WebContentsView>({ window: frame, openPage: pages.open })
  const unread = buildUnreadBoard(({ forYou }) => app.setBadgeCount(forYou))
  const accounts = buildShellAccounts({
    book,
    window,
    unread,
    fetch: (url, init) => pages.setUpSession.fetch(url, init),
    now: () => performance.now(),
    localServer: 'http://127.0.0.1:8480',
    openFile: async () => {
      const { filePaths } = await dialog.showOpenDialog({ properties: ['openFile'] })
      return filePaths[0] === undefined ? undefined : readFile(filePaths[0])
    },
    wipe: (id) => pages.sessionOf(id).clearStorageData(),
  })
  const links = buildLinkOpener({
    shown: () => window.shown(),
    send: (account, places) => window.send({ kind: 'account', account }, bridgeSignals.places, places),
    bringForward: () => window.bringForward(),
  })
  const registry: BridgeRegistry = buildBridgeRegistry({ ipc: ipcMain, callerOf: window.callerOf, log })
  handleBridge(registry, {
    ...accounts,
    openOutside,
    setUnread(account, counts) {
      unread.set(account, counts)
      accounts.tell()
    },
    notify(account, { title, text, room }) {
      const notification = new Notification({ title, body: text })
      notification.on('click', () => {
        accounts.show(account)
        links.open(account, { kind: 'room', room })
      })
      notification.show()
    },
    onListening: (account) => links.onListening(account),
    listAccounts: accounts.list,
    showAccount: accounts.show,
    addAccount: accounts.add,
    removeAccount: accounts.remove,
  })

  if (serverUrl !== undefined) await accounts.ensureServer(serverUrl)
  accounts.start()
  window.bringForward()
  app.on('activate', () => window.bringForward())
  for (const link of startLinks) links.openText(link)
  return { openLink: links.openText }
}
