import { describe, expect, it } from 'vitest'
import { buildPreferences, denyPermissions, guardNavigation } from './window-guards.ts'

type Listener = (event: { preventDefault(): void; url?: string; isMainFrame?: boolean }) => void

function buildContents() {
  const listeners = new Map<string, Listener>()
  const outside: string[] = []
  let open: (details: { url: string }) => { action: string } = () => ({ action: 'allow' })
  const contents = {
    on: (event: string, listener: Listener) => listeners.set(event, listener),
    setWindowOpenHandler: (handler: unknown) => {
      open = handler as typeof open
    },
  }
  guardNavigation(contents, (url) => outside.push(url))
  const isStopped = (event: string, url: string, isMainFrame = true) => {
    let stopped = false
    listeners.get(event)?.({
      url,
      isMainFrame,
      preventDefault: () => {
        stopped = true
      },
    })
    return stopped
  }
  return { isStopped, open: (url: string) => open({ url }).action, outside }
}

describe('the window', () => {
  it('is sandboxed, isolated and without Node, each said', () => {
    const session = {} as Electron.Session
    expect(buildPreferences({ preload: '/preload.cjs', session, isPackaged: true })).toEqual({
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      webviewTag: false,
      navigateOnDragDrop: false,
      spellcheck: true,
      devTools: false,
      preload: '/preload.cjs',
      session,
    })
    expect(buildPreferences({ preload: '', session, isPackaged: false }).devTools).toBe(true)
  })

  it('stays in the app and hands links to what opens them outside', () => {
    const { isStopped, outside } = buildContents()
    expect(isStopped('will-navigate', 'app://natter/rooms')).toBe(false)
    for (const url of ['https://example.org/', 'file:///etc/passwd', 'app://natter@evil/', 'app://natter.evil/']) {
      expect(isStopped('will-navigate', url), url).toBe(true)
      expect(isStopped('will-redirect', url), url).toBe(true)
      expect(isStopped('will-frame-navigate', url), url).toBe(true)
    }
    expect(outside).toEqual(['https://example.org/', 'file:///etc/passwd', 'app://natter@evil/', 'app://natter.evil/'])
  })

  it('has no frames, not even of its own', () => {
    expect(buildContents().isStopped('will-frame-navigate', 'app://natter/', false)).toBe(true)
  })

  it('opens no second window, whatever asks', () => {
    const { open } = buildContents()
    for (const url of ['https://example.org/', 'app://natter/', 'javascript:alert(1)', 'about:blank']) {
      expect(open(url)).toBe('deny')
    }
  })

  it('refuses webviews', () => {
    expect(buildContents().isStopped('will-attach-webview', 'app://natter/')).toBe(true)
  })
})

type Handlers = Parameters<typeof denyPermissions>[0]

function takeHandlers() {
  const taken = new Map<string, unknown>()
  const take = (name: string) => (handler: unknown) => void taken.set(name, handler)
  denyPermissions({
    setPermissionRequestHandler: take('request'),
    setPermissionCheckHandler: take('check'),
    setDevicePermissionHandler: take('device'),
    setDisplayMediaRequestHandler: take('display'),
    setUSBProtectedClassesHandler: take('usb'),
    setBluetoothPairingHandler: take('bluetooth'),
  } as unknown as Handlers)
  return <Handler>(name: string) => taken.get(name) as Handler
}

describe('permissions', () => {
  type Check = (contents: null, permission: string, origin: string, details: { isMainFrame: boolean }) => boolean
  type Request = (
    contents: { getURL(): string },
    permission: string,
    answer: (granted: boolean) => void,
    details: { isMainFrame: boolean },
  ) => void
  const refused = ['media', 'geolocation', 'notifications', 'clipboard-read', 'hid', 'serial', 'usb', 'openExternal']
  const more = ['fileSystem', 'midi', 'midiSysex', 'pointerLock', 'idle-detection', 'display-capture', 'unknown']

  it('are refused but for three, and these to the main frame of our own page only', () => {
    const handler = takeHandlers()
    const check = handler<Check>('check')
    const requested = (permission: string, url: string, isMainFrame: boolean) => {
      let granted: boolean | undefined
      handler<Request>('request')({ getURL: () => url }, permission, (given) => (granted = given), { isMainFrame })
      return granted
    }
    for (const permission of [...refused, ...more]) {
      expect(check(null, permission, 'app://natter/', { isMainFrame: true }), permission).toBe(false)
      expect(requested(permission, 'app://natter/', true), permission).toBe(false)
    }
    for (const permission of ['clipboard-sanitized-write', 'fullscreen', 'persistent-storage']) {
      expect(check(null, permission, 'app://natter/', { isMainFrame: true })).toBe(true)
      expect(check(null, permission, 'app://natter/', { isMainFrame: false })).toBe(false)
      expect(check(null, permission, 'https://example.org/', { isMainFrame: true })).toBe(false)
      expect(requested(permission, 'app://natter/', true)).toBe(true)
      expect(requested(permission, 'app://natter/', false)).toBe(false)
      expect(requested(permission, 'app://natter.evil/', true)).toBe(false)
    }
  })

  it('for devices, screens and pairing are refused altogether', () => {
    const handler = takeHandlers()
    expect(handler<() => boolean>('device')()).toBe(false)
    const answers: unknown[] = []
    handler<(request: null, answer: (streams: unknown) => void) => void>('display')(null, (given) =>
      answers.push(given),
    )
    handler<(details: null, answer: (response: unknown) => void) => void>('bluetooth')(null, (given) =>
      answers.push(given),
    )
    expect(answers).toEqual([null, { confirmed: false }])
  })
})
