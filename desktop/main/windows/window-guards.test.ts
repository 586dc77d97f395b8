import { describe, expect, it } from 'vitest'
import { buildPreferences, guardNavigation } from './window-guards.ts'

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
