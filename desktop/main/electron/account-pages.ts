import { join } from 'node:path'
import { type Session, session, WebContentsView } from 'electron'
import type { AccountBook } from '../account-book.ts'
import { prepareAccountSession, prepareSetUpSession } from '../account-session.ts'
import { appUrl } from '../app-scheme.ts'
import type { BridgeCaller } from '../bridge-registry.ts'
import { openBuiltFiles } from '../built-files.ts'
import { buildServerRelay } from '../server-relay.ts'
import { buildPreferences } from '../window-guards.ts'

export type PagesOptions = {
  readonly book: AccountBook
  /** What the build made: `web/` and `shell/`. */
  readonly buildFolder: string
  readonly isPackaged: boolean
  readonly authority: () => string | undefined
}

/** Electron's side of a page: its session, and the view that it is drawn in. */
export type AccountPages = {
  open(caller: BridgeCaller): { readonly view: WebContentsView; readonly address: string }
  readonly setUpSession: Session
  sessionOf(id: string): Session
}

export function buildAccountPages({ book, buildFolder, isPackaged, authority }: PagesOptions): AccountPages {
  const readFile = openBuiltFiles(join(buildFolder, 'web'))
  const now = () => Date.now()
  const prepared = new Map<string, Session>()
  const setUpSession = session.fromPartition('natter-set-up')
  prepareSetUpSession(setUpSession, { readFile, authority, now })

  /** A session has one handler a scheme: an account that is opened again keeps the one it has. */
  function sessionOf(id: string): Session {
    const known = prepared.get(id)
    if (known !== undefined) return known
    const own = session.fromPartition(`persist:natter-${id}`)
    const callServer = buildServerRelay(
      (url, init) => own.fetch(url, init),
      () => new URL(book.get(id)?.server ?? 'https://gone.invalid'),
    )
    const callShell = async () => new Response(null, { status: 404 })
    prepareAccountSession(own, book, id, { readFile, callServer, callShell, now })
    prepared.set(id, own)
    return own
  }

  return {
    open(caller) {
      const own = caller.kind === 'account' ? sessionOf(caller.account) : setUpSession
      const preload = join(buildFolder, 'shell', 'preload.cjs')
      const view = new WebContentsView({ webPreferences: buildPreferences({ preload, session: own, isPackaged }) })
      return { view, address: caller.kind === 'account' ? appUrl : `${appUrl}first-run.html` }
    },
    setUpSession,
    sessionOf,
  }
}
