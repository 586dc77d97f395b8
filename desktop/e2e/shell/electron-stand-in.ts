import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { EventEmitter } from 'node:events'
import type { Browser, Page } from '@playwright/test'
import { loadMain } from './load-main.ts'
import { type ContentsOptions, StandInContents } from './stand-in-contents.ts'
import type { SystemProxy } from './stand-in-proxy.ts'
import type { RelayCertificate } from './stand-in-relay.ts'
import { StandInSession } from './stand-in-session.ts'
import type { ModuleShape, Shape } from './stand-in-shape.ts'
import { StandInView, StandInWindow } from './stand-in-window.ts'

type MenuItem = {
  readonly label?: string
  readonly role?: string
  readonly type?: string
  readonly checked?: boolean
  readonly enabled?: boolean
  readonly submenu?: readonly MenuItem[]
  readonly click?: (...values: unknown[]) => void
}
export type ShownNote = {
  /** By which the system knows it. */
  readonly id: string
  readonly title: string
  readonly body: string
  readonly hasReply: boolean
  readonly closed: boolean
  click(): void
  /** In the field of the notification itself, where the system has one. */
  reply(text: string): void
}

export type StandInOptions = {
  readonly browser: Browser
  /** What Electron calls `userData`; main is told by the environment. */
  readonly dataFolder: string
  readonly env?: Readonly<Record<string, string>>
  readonly argv?: readonly string[]
  readonly contextOptions?: object
  /** The system's store of keys: the same one over several starts. */
  readonly keychain?: Keychain
  /** What Chromium keeps on disk: the same one over several starts. */
  readonly sessions?: Sessions
  /** What the system's settings say of an address, and whether the pages' TLS is main's to judge (stand-in-session.ts). */
  readonly proxy?: SystemProxy
  readonly relay?: RelayCertificate
  /** What the system says before the app is ready. */
  readonly beforeReady?: (app: EventEmitter) => void
  /** macOS: the notification that the app was opened by, as `ready` tells it. */
  readonly launchInfo?: object
  /** Windows: what was pressed in a notification of an earlier run. */
  readonly activation?: { readonly type: string; readonly arguments: string; readonly reply?: string }
  /** macOS: the names of those that an earlier run has left. */
  readonly leftNotes?: readonly string[]
}
export type Sessions = Map<string, StandInSession>
export type Keychain = { key: Buffer; backend: 'gnome_libsecret' | 'basic_text'; isThere: boolean }

export function buildKeychain(): Keychain {
  return { key: randomBytes(32), backend: 'gnome_libsecret', isThere: true }
}

/** What main has asked of the system, and the means to be the system. */
export type StandIn = {
  readonly app: EventEmitter
  readonly record: Record<string, unknown[]>
  readonly contents: readonly StandInContents[]
  readonly windows: readonly StandInWindow[]
  readonly notes: readonly ShownNote[]
  readonly powerMonitor: EventEmitter
  readonly tray: () => { readonly menu: readonly MenuItem[]; readonly tooltip: string; click(): void } | undefined
  /** What the person presses in message boxes, and which file they choose, one after the other. */
  readonly answers: { boxes: number[]; files: string[][] }
  /** The page that is seen now. */
  page(): Promise<Page>
  stop(): Promise<void>
}

const standInKey = Symbol.for('natter.electron-stand-in')

/**
 * Starts the built main file, as it is, on this: Electron as far as Natter uses it, on Playwright and Chromium. It shows
 * that our code does what it should where Electron does what we believe; it was never held against a real one.
 */
export async function startStandIn(options: StandInOptions): Promise<StandIn> {
  const { browser, dataFolder, env = {}, argv = [], contextOptions = {}, keychain = buildKeychain() } = options
  const record: Record<string, unknown[]> = {}
  const listOf = (what: string): unknown[] => {
    record[what] ??= []
    return record[what]
  }
  const note = (what: string, ...values: unknown[]) => void listOf(what).push(values.length === 1 ? values[0] : values)
  const answers: StandIn['answers'] = { boxes: [], files: [] }
  const { sessions = new Map() as Sessions, activation, leftNotes } = options
  const contents: StandInContents[] = []
  const windows: StandInWindow[] = []
  const notes: ShownNote[] = []
  const handlers = new Map<string, (event: unknown, ...values: unknown[]) => unknown>()
  const powerMonitor = Object.assign(new EventEmitter(), {
    getSystemIdleTime: () => 0,
    getSystemIdleState: () => 'active',
  })
  let onExit = () => {}
  const exited = new Promise<void>((resolve) => {
    onExit = resolve
  })
  let isReady = false
  let tray: { menu: readonly MenuItem[]; tooltip: string; click(): void } | undefined
  let userData = dataFolder

  const app = Object.assign(new EventEmitter(), {
    isPackaged: false,
    name: 'Natter',
    dock: { setMenu: () => undefined, show: async () => undefined, hide: () => undefined },
    commandLine: { appendSwitch: (...values: unknown[]) => note('switch', ...values) },
    whenReady: () =>
      new Promise<void>((resolve) =>
        setImmediate(() => {
          options.beforeReady?.(app)
          isReady = true
          app.emit('ready', {}, options.launchInfo ?? {})
          resolve()
        }),
      ),
    isReady: () => isReady,
    requestSingleInstanceLock: () => true,
    enableSandbox() {
      if (isReady) throw new Error('enableSandbox after the app was ready')
      note('sandbox', true)
    },
    quit() {
      app.emit('before-quit', { preventDefault: () => undefined })
      for (const window of windows) window.close()
      app.emit('will-quit', { preventDefault: () => undefined })
      note('quit', true)
    },
    exit(code?: number) {
      note('exit', code)
      onExit()
    },
    relaunch: (options?: unknown) => note('relaunch', options),
    getPath: () => userData,
    setPath(_name: string, path: string) {
      userData = path
    },
    getVersion: () => '0.1.0',
    getLocale: () => 'en-GB',
    getPreferredSystemLanguages: () => ['en-GB'],
    setBadgeCount: (count?: number) => note('badge', count) === undefined,
    setAsDefaultProtocolClient: (...values: unknown[]) => note('protocol-client', ...values) === undefined,
    setAppUserModelId: (id: string) => note('app-id', id),
    setLoginItemSettings: (settings: unknown) => note('login-item', settings),
    getLoginItemSettings: () => ({ openAtLogin: false }),
    setAboutPanelOptions: () => undefined,
    hide: () => undefined,
    show: () => undefined,
  } satisfies Shape<Electron.App>)

  function invoke(from: StandInContents, frame: { url: string; parent: unknown }, channel: string, values: unknown[]) {
    const handler = handlers.get(channel)
    if (handler === undefined) throw new Error(`No handler registered for '${channel}'`)
    return handler({ sender: from, senderFrame: frame }, ...values)
  }
  class WebContentsView extends StandInView {
    constructor(viewOptions: ContentsOptions) {
      super(new StandInContents(viewOptions, invoke))
      contents.push(this.webContents)
      app.emit('web-contents-created', {}, this.webContents)
    }
  }
  class BaseWindow extends StandInWindow {
    constructor(windowOptions: Record<string, unknown> = {}) {
      super(windowOptions)
      windows.push(this)
      if (windowOptions.show !== false) this.show()
    }
    static getAllWindows = () => windows.filter((window) => !window.isDestroyed())
  }
  class Notification extends EventEmitter {
    static isSupported = () => true
    static handleActivation = activation && ((onActivated: (details: object) => void) => onActivated(activation))
    static getHistory =
      leftNotes &&
      (async () =>
        leftNotes.map((id) => {
          const note = new Notification({ id })
          notes.push(note.shown)
          return note
        }))
    private readonly shown: { -readonly [Part in keyof ShownNote]: ShownNote[Part] }
    readonly id: string
    constructor({ id = '', title = '', body = '', hasReply = false }: Partial<ShownNote>) {
      super()
      this.id = id
      const click = () => void this.emit('click', {})
      const reply = (text: string) => void this.emit('reply', { reply: text })
      this.shown = { id, title, body, hasReply, closed: false, click, reply }
    }
    show(): void {
      notes.push(this.shown)
      this.emit('show')
    }
    close(): void {
      this.shown.closed = true
    }
  }
  class Tray extends EventEmitter {
    constructor(image: unknown) {
      super()
      note('tray-image', image)
      tray = { menu: [], tooltip: '', click: () => void this.emit('click') }
    }
    setImage(image: unknown): void {
      note('tray-image', image)
    }
    setToolTip(words: string): void {
      if (tray !== undefined) tray.tooltip = words
    }
    setContextMenu({ items }: { items: readonly MenuItem[] }): void {
      if (tray !== undefined) tray.menu = items
    }
    isDestroyed = () => false
    destroy(): void {
      tray = undefined
    }
  }
  const sessionOf = (partition: string) => {
    const known = sessions.get(partition)
    if (known !== undefined) return known
    const made = new StandInSession(browser, { contextOptions, proxy: options.proxy, relay: options.relay })
    sessions.set(partition, made)
    return made
  }
  const image = (path: string) => ({ path, setTemplateImage: () => undefined, isEmpty: () => false })
  const display = {
    id: 1,
    workArea: { x: 0, y: 0, width: 1920, height: 1040 },
    bounds: { x: 0, y: 0, width: 1920, height: 1080 },
  }

  const electron = {
    app,
    BaseWindow,
    BrowserWindow: BaseWindow,
    WebContentsView,
    Notification,
    Tray,
    Menu: {
      buildFromTemplate: (template: readonly object[]) => ({
        // What main wrote, as it was written: that it is a menu is for main's own types to say.
        items: template as readonly never[],
        popup: () => note('popup', template),
      }),
      setApplicationMenu: (menu: unknown) => note('menu', menu),
    },
    MenuItem: class {},
    clipboard: { writeText: async (text: string) => note('clipboard', text) },
    dialog: {
      async showMessageBox(...values: unknown[]) {
        const box = values.at(-1) as { readonly cancelId?: number }
        note('box', box)
        // Where the test says nothing, the person presses Escape.
        return { response: answers.boxes.shift() ?? box.cancelId ?? 0, checkboxChecked: false }
      },
      async showOpenDialog() {
        const filePaths = answers.files.shift() ?? []
        return { canceled: filePaths.length === 0, filePaths }
      },
      async showSaveDialog() {
        const [filePath] = answers.files.shift() ?? []
        return { canceled: filePath === undefined, filePath }
      },
    },
    ipcMain: {
      handle(channel: string, handler: (event: never, ...values: unknown[]) => unknown) {
        if (handlers.has(channel)) throw new Error(`a second handler for ${channel}`)
        handlers.set(channel, handler as (event: unknown, ...values: unknown[]) => unknown)
      },
    },
    nativeImage: { createFromPath: image, createEmpty: () => image('') },
    nativeTheme: Object.assign(new EventEmitter(), { shouldUseDarkColors: false }),
    net: { isOnline: () => true },
    powerMonitor,
    protocol: {
      registerSchemesAsPrivileged(schemes: unknown) {
        if (isReady) throw new Error('schemes after the app was ready')
        note('schemes', schemes)
      },
    },
    safeStorage: {
      isAsyncEncryptionAvailable: async () => keychain.isThere,
      getSelectedStorageBackend: () => keychain.backend,
      async encryptStringAsync(text: string) {
        const iv = randomBytes(12)
        const cipher = createCipheriv('aes-256-gcm', keychain.key, iv)
        return Buffer.concat([iv, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()])
      },
      async decryptStringAsync(sealed: Buffer) {
        const decipher = createDecipheriv('aes-256-gcm', keychain.key, sealed.subarray(0, 12))
        decipher.setAuthTag(sealed.subarray(-16))
        const result = Buffer.concat([decipher.update(sealed.subarray(12, -16)), decipher.final()]).toString('utf8')
        return { result, shouldReEncrypt: false }
      },
    },
    screen: Object.assign(new EventEmitter(), {
      getAllDisplays: () => [display],
      getPrimaryDisplay: () => display,
      getDisplayMatching: () => display,
    }),
    session: { fromPartition: sessionOf, defaultSession: undefined },
    systemPreferences: { askForMediaAccess: async () => true },
    shell: { openExternal: async (url: string) => note('outside', url) },
  } satisfies ModuleShape

  const around = { env: { ...process.env }, argv: process.argv }
  // The same process runs the tests and main: what main reads of it is what the test says.
  for (const name of Object.keys(process.env)) if (name.startsWith('NATTER_')) delete process.env[name]
  Object.assign(process.env, { NATTER_DESKTOP_DATA: dataFolder }, env)
  process.argv = ['natter', ...argv]
  Reflect.set(globalThis, standInKey, electron)
  try {
    await loadMain()
  } finally {
    process.argv = around.argv
    for (const name of Object.keys(process.env)) if (!(name in around.env)) delete process.env[name]
    Object.assign(process.env, around.env)
  }

  async function page(): Promise<Page> {
    for (let tries = 0; tries < 200; tries++) {
      const shown = windows[0]?.views.find((view) => view.isShown)
      if (shown !== undefined) return shown.webContents.loaded
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
    throw new Error('main has shown no page')
  }
  return {
    app,
    record,
    contents,
    windows,
    notes,
    powerMonitor,
    tray: () => tray,
    answers,
    page,
    async stop() {
      app.emit('before-quit', { preventDefault: () => undefined })
      // Main holds the end up until what it keeps is on its disk: the next start reads it.
      let isHeldUp = false
      app.emit('will-quit', { preventDefault: () => (isHeldUp = true) })
      if (isHeldUp) await exited
      app.removeAllListeners()
      for (const session of sessions.values())
        await (options.sessions === undefined ? session.stop() : session.endRun())
    },
  }
}
