import { isAppUrl } from './app-scheme.ts'

/** The one window's preferences: the page is as far from the machine as Electron can put it. */
export const hardenedPreferences = {
  sandbox: true,
  contextIsolation: true,
  nodeIntegration: false,
  nodeIntegrationInWorker: false,
  nodeIntegrationInSubFrames: false,
  webSecurity: true,
  allowRunningInsecureContent: false,
  webviewTag: false,
  spellcheck: true,
  navigateOnDragDrop: false,
} as const satisfies Electron.WebPreferences

export function buildWindowOptions(preload: string): Electron.BrowserWindowConstructorOptions {
  return {
    width: 1280,
    height: 800,
    minWidth: 360,
    minHeight: 480,
    show: false,
    title: 'Natter',
    backgroundColor: '#f6f4f0',
    webPreferences: { ...hardenedPreferences, preload },
  }
}

/** The schemes a link may open in the system's browser or mail program; everything else stays shut. */
const outsideSchemes = new Set(['https:', 'http:', 'mailto:'])

export function mayOpenOutside(url: string): boolean {
  try {
    return outsideSchemes.has(new URL(url).protocol)
  } catch {
    return false
  }
}

type GuardedContents = Pick<Electron.WebContents, 'setWindowOpenHandler'> & {
  on(
    event: 'will-navigate' | 'will-redirect' | 'will-attach-webview',
    listener: (event: { preventDefault(): void; url?: string }, url?: unknown) => void,
  ): unknown
}

/** The window shows the app and nothing else: links open outside, navigation away and webviews are refused. */
export function guardNavigation(contents: GuardedContents, openOutside: (url: string) => void): void {
  contents.setWindowOpenHandler(({ url }) => {
    if (mayOpenOutside(url)) openOutside(url)
    return { action: 'deny' }
  })
  for (const event of ['will-navigate', 'will-redirect'] as const) {
    contents.on(event, (details) => {
      if (details.url !== undefined && isAppUrl(details.url)) return
      details.preventDefault()
      if (event === 'will-navigate' && details.url !== undefined && mayOpenOutside(details.url))
        openOutside(details.url)
    })
  }
  contents.on('will-attach-webview', (details) => details.preventDefault())
}

/**
 * Nothing the page asks of the machine is granted; what the app is to have one day comes in here by name.
 * `clipboard-sanitized-write` is the exception: copying a message is what the person pressed.
 */
export function denyPermissions(
  session: Pick<
    Electron.Session,
    | 'setPermissionRequestHandler'
    | 'setPermissionCheckHandler'
    | 'setDevicePermissionHandler'
    | 'setDisplayMediaRequestHandler'
  >,
): void {
  const granted = (permission: string, origin: string) => permission === 'clipboard-sanitized-write' && isAppUrl(origin)
  session.setPermissionRequestHandler((contents, permission, answer) => answer(granted(permission, contents.getURL())))
  session.setPermissionCheckHandler((_contents, permission, origin) => granted(permission, origin))
  session.setDevicePermissionHandler(() => false)
  session.setDisplayMediaRequestHandler((_request, answer) => answer(null))
}
