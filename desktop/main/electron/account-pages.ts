import { join } from 'node:path'
import { type Session, session, WebContentsView } from 'electron'
import { apiPaths } from '../../../common/http-contract/api-paths.ts'
import type { AccountBook } from '../accounts/account-book.ts'
import { prepareAccountSession, prepareSetUpSession } from '../accounts/account-session.ts'
import type { BridgeCaller } from '../bridge/bridge-registry.ts'
import { buildShellDeviceKeys } from '../keeping/device-keys.ts'
import type { SecretVault } from '../keeping/secret-vault.ts'
import type { AppHandler } from '../serving/app-handler.ts'
import { appUrl } from '../serving/app-scheme.ts'
import { buildAuthRelay, type HeldAccess } from '../serving/auth-relay.ts'
import { openBuiltFiles } from '../serving/built-files.ts'
import { readBrokers } from '../serving/content-policy.ts'
import { buildDeviceCalls } from '../serving/device-calls.ts'
import { buildFileRelay } from '../serving/file-relay.ts'
import { buildServerRelay } from '../serving/server-relay.ts'
import { chooseSpellLanguages, dictionariesOf, noDictionaries } from '../system/spell-languages.ts'
import type { CaptureGate } from '../windows/capture-gate.ts'
import { buildPreferences } from '../windows/window-guards.ts'

export type PagesOptions = {
  readonly book: AccountBook
  /** What the build made: `web/` and `shell/`. */
  readonly buildFolder: string
  readonly isPackaged: boolean
  readonly authority: () => string | undefined
  readonly vault: SecretVault
  /** As the system or the person says; those that Chromium has no dictionary for are left out. */
  readonly spellLanguages: () => readonly string[]
  readonly onUser: (id: string, user: { readonly handle: string; readonly displayName: string }) => void
  /** Where the server says its brokers are, each time it says something. */
  readonly onBrokers: (id: string, brokers: readonly string[]) => void
  readonly gate: CaptureGate
  readonly log: (line: string) => void
}

/** Electron's side of a page: its session, and the view that it is drawn in. */
export type AccountPages = {
  open(caller: BridgeCaller): { readonly view: WebContentsView; readonly address: string }
  readonly setUpSession: Session
  /** At its server, for an account that goes from this computer. False: nobody there could be told. */
  signOut(id: string): Promise<boolean>
  /** All that Chromium keeps of it. */
  wipe(id: string): Promise<void>
}

export function buildAccountPages(options: PagesOptions): AccountPages {
  const { book, buildFolder, isPackaged, authority, vault, onUser, spellLanguages, onBrokers, gate, log } = options
  const readFile = openBuiltFiles(join(buildFolder, 'web'))
  const now = () => Date.now()
  const prepared = new Map<string, { readonly session: Session; readonly callServer: AppHandler }>()
  const setUpSession = session.fromPartition('natter-set-up')
  setUpSession.setSpellCheckerDictionaryDownloadURL(noDictionaries)
  prepareSetUpSession(setUpSession, { readFile, authority, now })

  /** A session has one handler a scheme: an account that is opened again keeps the one it has. */
  function prepare(id: string) {
    const known = prepared.get(id)
    if (known !== undefined) return known
    const own = session.fromPartition(`persist:natter-${id}`)
    const relay = buildServerRelay(
      (url, init) => own.fetch(url, init),
      () => new URL(book.get(id)?.server ?? 'https://gone.invalid'),
      (headers) => onBrokers(id, readBrokers(headers.get('content-security-policy'))),
    )
    const name = `${id}/refresh`
    const tokens = {
      load: () => vault.load(name),
      put: (token: string) => vault.put(name, token),
      remove: () => vault.remove(name),
    }
    let held: HeldAccess | undefined
    const callServer = buildFileRelay(
      buildAuthRelay({
        ...{ relay, tokens, log },
        onUser: (user) => onUser(id, user),
        onAccess: (access) => {
          held = access
        },
      }),
      () => held,
    )
    const callShell = buildDeviceCalls(buildShellDeviceKeys(vault, id))
    // Said first: whoever names languages has them fetched.
    own.setSpellCheckerDictionaryDownloadURL(dictionariesOf(book.get(id)?.server ?? noDictionaries))
    own.setSpellCheckerLanguages(chooseSpellLanguages(spellLanguages(), own.availableSpellCheckerLanguages))
    prepareAccountSession(own, book, id, { readFile, callServer, callShell, now, gate })
    const made = { session: own, callServer }
    prepared.set(id, made)
    return made
  }

  return {
    open(caller) {
      const own = caller.kind === 'account' ? prepare(caller.account).session : setUpSession
      const preload = join(buildFolder, 'shell', 'preload.cjs')
      const view = new WebContentsView({ webPreferences: buildPreferences({ preload, session: own, isPackaged }) })
      return { view, address: addressOf(caller) }
    },
    setUpSession,
    async signOut(id) {
      const request = new Request(`${appUrl.slice(0, -1)}${apiPaths.logout}`, { method: 'POST', body: '{}' })
      const { ok, status } = await prepare(id).callServer(request)
      // It knows of no such session: that is what was wanted.
      return ok || (status >= 400 && status < 500 && status !== 429)
    },
    async wipe(id) {
      const own = prepare(id).session
      prepared.delete(id)
      await Promise.all([own.clearStorageData(), own.clearCache(), own.clearAuthCache()])
    },
  }
}

function addressOf(caller: BridgeCaller): string {
  if (caller.kind === 'set-up') return `${appUrl}first-run.html`
  // As in a browser, where such a window is opened by the page itself (renderer/state/single-room.ts).
  return caller.room === undefined ? appUrl : `${appUrl}?room=${caller.room}`
}
