import { EventEmitter } from 'node:events'
import { describe, expect, it } from 'vitest'
import { parseShellConfig } from './shell-config.ts'
import { buildWindowOptions, denyPermissions, guardNavigation, mayOpenOutside } from './window-guards.ts'

/** The part of Electron's WebContents the guard speaks to, on Node's own emitter. */
function buildContents() {
  const emitter = new EventEmitter()
  let open: (details: { url: string }) => { action: string } = () => ({ action: 'allow' })
  const outside: string[] = []
  guardNavigation(
    {
      on: (event, listener) => emitter.on(event, listener),
      setWindowOpenHandler: (handler) => {
        open = handler as unknown as typeof open
      },
    },
    (url) => outside.push(url),
  )
  const goTo = (event: string, url: string) => {
    let prevented = false
    emitter.emit(event, {
      url,
      preventDefault: () => {
        prevented = true
      },
    })
    return prevented
  }
  return { goTo, open: (url: string) => open({ url }).action, outside }
}

describe('the window', () => {
  it('is sandboxed, isolated and without Node', () => {
    const { webPreferences } = buildWindowOptions('/preload.cjs')
    expect(webPreferences).toMatchObject({
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webSecurity: true,
      webviewTag: false,
    })
  })

  it('stays in the app and opens links outside', () => {
    const { goTo, outside } = buildContents()
    expect(goTo('will-navigate', 'app://natter/rooms')).toBe(false)
    expect(goTo('will-navigate', 'https://example.org/')).toBe(true)
    expect(goTo('will-navigate', 'file:///etc/passwd')).toBe(true)
    expect(goTo('will-redirect', 'https://example.org/redirected')).toBe(true)
    expect(outside).toEqual(['https://example.org/'])
  })

  it('opens no second window, whatever asks', () => {
    const { open, outside } = buildContents()
    expect(open('https://example.org/')).toBe('deny')
    expect(open('app://natter/')).toBe('deny')
    expect(open('javascript:alert(1)')).toBe('deny')
    expect(outside).toEqual(['https://example.org/'])
  })

  it('refuses webviews', () => {
    expect(buildContents().goTo('will-attach-webview', 'app://natter/')).toBe(true)
  })

  it.each([
    ['https://example.org', true],
    ['mailto:eva@example.org', true],
    ['javascript:alert(1)', false],
    ['file:///etc/passwd', false],
    ['smb://host/share', false],
    ['ms-msdt:/id', false],
    ['not a url', false],
  ])('opens %s outside: %s', (url, may) => {
    expect(mayOpenOutside(url)).toBe(may)
  })

  it('grants the page nothing of the machine but writing text to the clipboard', () => {
    type Handlers = Parameters<typeof denyPermissions>[0]
    const taken = new Map<string, (...args: never[]) => unknown>()
    const take = (name: string) => (handler: unknown) => taken.set(name, handler as () => unknown)
    denyPermissions({
      setPermissionRequestHandler: take('request'),
      setPermissionCheckHandler: take('check'),
      setDevicePermissionHandler: take('device'),
      setDisplayMediaRequestHandler: take('display'),
    } as unknown as Handlers)
    const check = taken.get('check') as unknown as (contents: null, permission: string, origin: string) => boolean
    for (const permission of [
      'media',
      'geolocation',
      'notifications',
      'clipboard-read',
      'hid',
      'openExternal',
      'fileSystem',
    ]) {
      expect(check(null, permission, 'app://natter/'), permission).toBe(false)
    }
    expect(check(null, 'clipboard-sanitized-write', 'app://natter/')).toBe(true)
    expect(check(null, 'clipboard-sanitized-write', 'https://example.org/')).toBe(false)
    const device = taken.get('device') as unknown as () => boolean
    expect(device()).toBe(false)
  })
})

describe('the server the shell looks for', () => {
  it('is the one on this machine by default', () => {
    expect(parseShellConfig({})).toEqual({ serverUrl: new URL('http://127.0.0.1:8480') })
  })
  it('is never reached in the clear over a network', () => {
    expect(parseShellConfig({ NATTER_SERVER_URL: 'http://chat.example.org' })).toMatchObject({
      fault: expect.stringContaining('https'),
    })
  })
  it('is named when it makes no sense', () => {
    expect(parseShellConfig({ NATTER_SERVER_URL: 'nonsense' })).toMatchObject({
      fault: expect.stringContaining('"nonsense"'),
    })
  })
})
