import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import {
  app,
  BaseWindow,
  dialog,
  ipcMain,
  Menu,
  powerMonitor,
  safeStorage,
  screen,
  shell,
  type WebContentsView,
} from 'electron'
import { parseRoomId } from '../../../common/ids.ts'
import type { DesktopPlace } from '../../bridge.ts'
import { bridgeSignals } from '../../preload/bridge-channels.ts'
import { findLanguage, findLocale } from '../../words/languages.ts'
import { loadWords } from '../../words/load-words.ts'
import { openAccountBook } from '../accounts/account-book.ts'
import { buildShellAccounts } from '../accounts/shell-accounts.ts'
import { handleBridge } from '../bridge/bridge-handlers.ts'
import { buildBridgeRegistry } from '../bridge/bridge-registry.ts'
import { buildKeptFile } from '../keeping/atomic-file.ts'
import { openSecretVault } from '../keeping/secret-vault.ts'
import { buildShellLog } from '../keeping/shell-log.ts'
import { openShellSettings } from '../keeping/shell-settings.ts'
import { buildLinkOpener, callerKey } from '../links/link-opener.ts'
import { buildOutside } from '../links/outside-links.ts'
import type { NoteActivation } from '../notes/note-address.ts'
import { buildNoteDesk } from '../notes/note-desk.ts'
import { buildAppMenu, stepZoom } from '../system/app-menu.ts'
import { hiddenFlag, setLoginStart } from '../system/login-start.ts'
import { readIdleMs, watchPower } from '../system/power-watch.ts'
import { buildUnreadBoard } from '../system/unread-board.ts'
import { buildCaptureGate } from '../windows/capture-gate.ts'
import { buildClosingWindow } from '../windows/closing-window.ts'
import { buildRoomWindows } from '../windows/room-windows.ts'
import { buildShellWindow } from '../windows/shell-window.ts'
import { guardNavigation } from '../windows/window-guards.ts'
import { placeWindow } from '../windows/window-place.ts'
import { buildAccountPages } from './account-pages.ts'
import { askForDevice } from './device-question.ts'
import { buildMessageBoxes } from './message-boxes.ts'
import { hearLeftNotes } from './note-means.electron.ts'
import { openNoteWays } from './note-ways.ts'
import { careForPage } from './page-care.ts'
import { openTrayIcon } from './tray-icon.ts'
import { showUnread } from './unread-sign.ts'
import { openUpdates } from './update-watch.ts'

export type RunningShell = { openLink(link: string | undefined): void; openNote(activation: NoteActivation): void }

export type StartOptions = {
  readonly buildFolder: string
  readonly serverUrl: string | undefined
  readonly appImage: string | undefined
  readonly appVersion: string
}

/** Wires the shell: after the app is ready, and once. */
export async function startShell(options: StartOptions): Promise<RunningShell> {
  const { buildFolder, serverUrl, appImage, appVersion } = options
  const { log, text: logText } = buildShellLog(
    () => new Date(),
    (line) => console.warn(`natter: ${line}`),
  )
  const dataFolder = app.getPath('userData')
  const kept = (name: string) => buildKeptFile(join(dataFolder, name))
  const iconFolder = join(buildFolder, 'shell')
  const read = app.getPreferredSystemLanguages()
  const language = findLanguage(read)
  const say = await loadWords(language, findLocale(language, read))
  const boxes = buildMessageBoxes(say)
  const settings = await openShellSettings(kept('settings.json'), log)
  const book = await openAccountBook(kept('accounts.json'), log)
  const vault = await openSecretVault({
    safeStorage,
    isLinux: process.platform === 'linux',
    file: kept('secrets.json'),
    askWeak: boxes.askWeak,
    onTrouble(trouble) {
      log(`secrets: ${trouble}`)
      if (trouble === 'back-end-changed') boxes.sayKeysChanged()
    },
  })
  const gate = buildCaptureGate({ now: () => Date.now(), askSystem: askForDevice })
  const openOutside = buildOutside({ shell, ask: boxes.askHttp, log })
  app.on('web-contents-created', (_event, contents) => {
    guardNavigation(contents, openOutside)
    gate.watch(contents)
    careForPage(contents, { say, boxes, settings, log })
  })

  const listScreens = () => screen.getAllDisplays().map(({ workArea }) => workArea)
  const frameOptions = {
    minWidth: 360,
    minHeight: 480,
    show: false,
    title: 'Natter',
    autoHideMenuBar: true,
    ...(process.platform === 'linux' && { icon: join(iconFolder, 'window.png') }),
  }
  const frame = new BaseWindow({ ...frameOptions, ...placeWindow(settings.get().window, listScreens()) })
  if (settings.get().window?.isMaximized === true) frame.maximize()
  const pages = buildAccountPages({
    book,
    vault,
    buildFolder,
    isPackaged: app.isPackaged,
    authority: () => accounts.authority(),
    onUser: (id, user) => accounts.onUser(id, user),
    onBrokers: (id, brokers) => accounts.onBrokers(id, brokers),
    gate,
    spellLanguages: () => settings.get().spellLanguages ?? read,
    log,
  })
  const window = buildShellWindow<WebContentsView>({ window: frame, openPage: pages.open })
  const rooms = buildRoomWindows<WebContentsView>({
    main: window,
    settings,
    screens: listScreens,
    openFrame: (place) => new BaseWindow({ ...frameOptions, ...place, minHeight: 320 }),
    openPage: pages.open,
  })
  const unread = buildUnreadBoard((total) => {
    showUnread(frame, total, say, iconFolder)
    tellTray()
  })
  const accounts = buildShellAccounts({
    book,
    window: { ...window, tellAll: rooms.tellAll },
    unread,
    fetch: (url, init) => pages.setUpSession.fetch(url, init),
    now: () => performance.now(),
    localServer: 'http://127.0.0.1:8480',
    openFile: async () => {
      const { filePaths } = await dialog.showOpenDialog({ properties: ['openFile'] })
      return filePaths[0] === undefined ? undefined : readFile(filePaths[0])
    },
    appVersion,
    signOut: pages.signOut,
    reopen(id) {
      log('a server has other brokers than before')
      const caller = { kind: 'account', account: id } as const
      const isShown = callerKey(window.shown() ?? caller) === id
      const again = rooms.setAside(id)
      window.close(caller)
      if (isShown) window.show(caller)
      else window.ensure(caller)
      again()
    },
    async wipe(id) {
      rooms.setAside(id)
      await vault.removeAll(`${id}/`)
      await pages.wipe(id)
    },
    onChange: () => tellTray(),
    onInvited: (account, code) => links.open({ kind: 'account', account }, { kind: 'invite', code }),
  })
  const links = buildLinkOpener({
    shown: window.shown,
    accountOn: accounts.accountOn,
    showAccount: accounts.show,
    showSetUp: accounts.addAnother,
    send: (caller, place) => rooms.send(caller, bridgeSignals.places, place),
    bringForward: rooms.bringForward,
  })
  rooms.onReload(links.onGone)
  /** In the room's own window, where it has one. */
  function goTo(account: string, place: DesktopPlace) {
    const room = place.kind === 'room' ? parseRoomId(place.room) : undefined
    if (room !== undefined && rooms.has(account, room)) return links.open({ kind: 'account', account, room }, place)
    accounts.show(account)
    links.open({ kind: 'account', account }, place)
  }
  const waysFor = await openNoteWays({ say, shellFolder: iconFolder, isPackaged: app.isPackaged })
  const notes = buildNoteDesk({
    waysFor,
    isQuiet: () => settings.get().quiet,
    onGo: goTo,
    onAct: (account, place) => links.tell({ kind: 'account', account }, place),
    now: () => performance.now(),
    after(ms, run) {
      const timer = setTimeout(run, ms)
      return () => clearTimeout(timer)
    },
    log,
  })
  /** Also of an account that is not here any more, or never was. */
  function openNote(activation: NoteActivation) {
    if (book.get(activation.account) !== undefined) notes.activate(activation)
  }
  const updates = await openUpdates({
    dataFolder,
    buildFolder,
    appImage,
    appVersion,
    askInstall: boxes.askInstall,
    onChange(update) {
      rooms.tellAll(bridgeSignals.update, update)
      tellTray()
    },
    log,
  })
  handleBridge(buildBridgeRegistry({ ipc: ipcMain, callerOf: rooms.callerOf, log }), {
    ...accounts,
    openOutside,
    setUnread(account, counts) {
      unread.set(account, counts)
      accounts.tell()
    },
    notify: notes.show,
    withdrawNote: notes.clear,
    beginCapture: gate.begin,
    endCapture: gate.end,
    openRoomWindow: rooms.open,
    leaveTo: goTo,
    onListening: links.onListening,
    update: updates.view,
    doUpdate: (what) => updates[what](),
    serverAddress: (account) => book.get(account)?.server ?? '',
    listAccounts: accounts.list,
    showAccount: accounts.show,
    addAccount: accounts.add,
    removeAccount: accounts.remove,
    idleForMs: () => readIdleMs(powerMonitor),
  })

  const tray = openTrayIcon(say, iconFolder, {
    open: () => window.bringForward(),
    showUpdate() {
      const caller = window.shown()
      if (caller?.kind === 'account') links.open(caller, { kind: 'about' })
      else window.bringForward()
    },
    showAccount(id) {
      accounts.show(id)
      window.bringForward()
    },
    setQuiet(quiet) {
      settings.change({ quiet })
      tellTray()
    },
    setStartAtLogin(start) {
      settings.change({ startAtLogin: start })
      tellTray()
      const ports = {
        platform: process.platform,
        app,
        programPath: appImage ?? process.execPath,
        autostartFile: join(app.getPath('appData'), 'autostart', 'chat.natter.desktop.desktop'),
      }
      setLoginStart(ports, { start, hidden: settings.get().startHidden }).catch(() => log('no start at login'))
    },
    async saveLog() {
      const { filePath } = await dialog.showSaveDialog({ defaultPath: 'natter.log' })
      if (filePath !== undefined) await writeFile(filePath, logText()).catch(() => log('the log could not be saved'))
    },
    quit: () => app.quit(),
  })
  function tellTray() {
    const { quiet, startAtLogin } = settings.get()
    const update = updates.view()
    tray.update({ unread: unread.total(), accounts: accounts.list(), quiet, startAtLogin, update })
  }
  const closing = buildClosingWindow({
    settings,
    hasTray: () => tray.isThere,
    hide: () => frame.hide(),
    quit: () => app.quit(),
    explain: boxes.explainTray,
  })
  frame.on('close', (event) => {
    const { x, y, width, height } = frame.getNormalBounds()
    settings.change({ window: { x, y, width, height, isMaximized: frame.isMaximized() } })
    closing.onClose(event)
  })
  app.on('before-quit', () => {
    rooms.onQuit()
    closing.onQuit()
    notes.clearAll()
  })
  // Where the window stood is on disk before the process ends.
  app.once('will-quit', (event) => {
    event.preventDefault()
    void settings.flush().finally(() => app.exit(0))
  })
  app.on('window-all-closed', () => app.quit())
  app.on('activate', window.bringForward)
  Menu.setApplicationMenu(
    Menu.buildFromTemplate(
      buildAppMenu(say, {
        platform: process.platform,
        isPackaged: app.isPackaged,
        zoom(step) {
          settings.change({ zoomLevel: stepZoom(settings.get().zoomLevel, step) })
          rooms.setZoom(settings.get().zoomLevel)
        },
      }),
    ),
  )
  watchPower({
    powerMonitor,
    now: () => Date.now(),
    every(ms, run) {
      const timer = setInterval(run, ms)
      timer.unref()
      return () => clearInterval(timer)
    },
    tell: (power) => rooms.tellAll(bridgeSignals.power, power),
  })

  // Started hidden, they wait as the main window does.
  frame.once('show', () => rooms.restore(book.list().map(({ id }) => id)))
  if (serverUrl !== undefined) await accounts.ensureServer(serverUrl)
  accounts.start()
  tellTray()
  void updates.start()
  // Started with the computer, it waits in the tray; where there is none it has nowhere to wait.
  if (!process.argv.includes(hiddenFlag) || !tray.isThere) window.bringForward()
  hearLeftNotes(openNote)
  return { openLink: links.openText, openNote }
}
