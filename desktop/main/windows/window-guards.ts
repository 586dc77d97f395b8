import { isAppUrl } from '../serving/app-scheme.ts'

/** The page is as far from the machine as Electron can put it. Each is said, so that no default of a later version decides. */
export const hardenedPreferences = {
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
} as const satisfies Electron.WebPreferences

export function buildPreferences(options: {
  readonly preload: string
  readonly session: Electron.Session
  /** A release has no developer tools: what is pasted into them is the person's whole account. */
  readonly isPackaged: boolean
}): Electron.WebPreferences {
  const { preload, session, isPackaged } = options
  return { ...hardenedPreferences, devTools: !isPackaged, preload, session }
}

type GuardedContents = Pick<Electron.WebContents, 'setWindowOpenHandler'> & {
  on(event: GuardedEvent, listener: (event: GuardedDetails, url?: unknown) => void): unknown
}
type GuardedEvent = 'will-navigate' | 'will-redirect' | 'will-frame-navigate' | 'will-attach-webview'
type GuardedDetails = { preventDefault(): void; readonly url?: string; readonly isMainFrame?: boolean }

/** A window shows the app and nothing else: links open outside, navigation away, new windows and webviews are refused. */
export function guardNavigation(contents: GuardedContents, openOutside: (url: string) => void): void {
  contents.setWindowOpenHandler(({ url }) => {
    openOutside(url)
    return { action: 'deny' }
  })
  for (const event of ['will-navigate', 'will-redirect', 'will-frame-navigate'] as const) {
    contents.on(event, (details) => {
      const isOurs = details.url !== undefined && isAppUrl(details.url)
      // The app has no frames: one that goes anywhere was put there by somebody else.
      if (isOurs && details.isMainFrame !== false) return
      details.preventDefault()
      if (event === 'will-navigate' && details.url !== undefined) openOutside(details.url)
    })
  }
  contents.on('will-attach-webview', (details) => details.preventDefault())
}
