import type { ChosenAuthority, DesktopAccount, FoundServer, ServerCheck } from '../bridge.ts'
import { bridgeSignals } from '../preload/bridge-channels.ts'
import type { AccountBook, ShellAccount } from './account-book.ts'
import type { OwnAuthority } from './own-authority.ts'
import { parseAuthority } from './own-authority.ts'
import { checkServer } from './server-check.ts'
import type { SessionFetch } from './server-relay.ts'
import type { ShellWindow } from './shell-window.ts'
import type { UnreadBoard } from './unread-board.ts'

export type ShellAccountsDeps = {
  readonly book: AccountBook
  readonly window: Pick<ShellWindow, 'ensure' | 'show' | 'close' | 'tellAll' | 'shown'>
  readonly unread: UnreadBoard
  /** Of the set-up's session, which trusts the authority that was chosen last. */
  readonly fetch: SessionFetch
  readonly now: () => number
  readonly localServer: string
  /** The file that the person chose, if they did. */
  readonly openFile: () => Promise<Uint8Array | undefined>
  /** All that is kept of an account. */
  readonly wipe: (id: string) => Promise<void>
  readonly onChange: () => void
  /** An account was added by the link of an invitation: its page is to ask about it. */
  readonly onInvited: (id: string, code: string) => void
}

/** Which accounts there are, and which one is seen; the first run is an account that is not there yet. */
export type ShellAccounts = {
  /** Opens every account's page and shows the one that was shown last, or the first run. */
  start(): void
  /** `server`: of an environment that has chosen for the person. */
  ensureServer(server: string): Promise<void>
  list(): readonly DesktopAccount[]
  show(id: string): void
  addAnother(): void
  cancelSetUp(): void
  checkServer(address: string): Promise<ServerCheck>
  findLocalServer(): Promise<ServerCheck>
  chooseAuthority(): Promise<ChosenAuthority>
  /** The one that was chosen, for what is checked and added from now on. */
  authority(): string | undefined
  add(address: string): Promise<ServerCheck>
  /** An account on the server of that origin: the one that is shown, where there are several. */
  accountOn(server: string): string | undefined
  remove(id: string): Promise<void>
  onUser(id: string, user: { readonly handle: string; readonly displayName: string }): void
  tell(): void
}

const setUp = { kind: 'set-up' } as const
const accountOf = (id: string) => ({ kind: 'account', account: id }) as const

export function buildShellAccounts(deps: ShellAccountsDeps): ShellAccounts {
  const { book, window, unread, fetch, now, localServer, openFile, wipe, onChange, onInvited } = deps
  let authority: OwnAuthority | undefined

  const check = (address: string) => checkServer(address, { fetch, now })
  function view(account: ShellAccount): DesktopAccount {
    const { id, serverName, server, user } = account
    const isShown = id === book.shown()
    return { id, serverName, server, isShown, unread: unread.of(id), ...(user !== undefined && { user }) }
  }
  const list = () => book.list().map(view)
  const tell = () => {
    window.tellAll(bridgeSignals.accounts, list())
    onChange()
  }

  function show(id: string) {
    if (book.get(id) === undefined) return
    window.show(accountOf(id))
    window.close(setUp)
    authority = undefined
    void book.show(id).then(tell)
  }
  function showWhatIs() {
    const id = book.shown()
    if (id === undefined) window.show(setUp)
    else show(id)
  }
  async function add({ url, name, brokers, invite }: FoundServer): Promise<void> {
    const account = await book.add({
      server: url,
      serverName: name.slice(0, 200),
      brokers: [...brokers],
      ...(authority !== undefined && { authority: authority.pem }),
    })
    show(account.id)
    if (invite !== undefined) onInvited(account.id, invite)
  }

  return {
    start() {
      for (const { id } of book.list()) window.ensure(accountOf(id))
      showWhatIs()
    },
    async ensureServer(server) {
      if (book.list().some((account) => account.server === server)) return
      // It may be about to start: what it is called is asked again by the page.
      await book.add({ server, serverName: new URL(server).host, brokers: [] })
    },
    list,
    show,
    addAnother: () => window.show(setUp),
    cancelSetUp: showWhatIs,
    checkServer: check,
    findLocalServer: () => check(localServer),
    async chooseAuthority() {
      const file = await openFile()
      if (file === undefined) return { kind: 'cancelled' }
      const chosen = parseAuthority(file)
      if (chosen === undefined) return { kind: 'unfit' }
      authority = chosen
      return { kind: 'chosen', subject: chosen.subject, fingerprint: chosen.fingerprint }
    },
    authority: () => authority?.pem,
    async add(address) {
      const found = await check(address)
      if (!('fault' in found)) await add(found)
      return found
    },
    accountOn(server) {
      const there = book.list().filter((account) => new URL(account.server).origin === server)
      return (there.find(({ id }) => id === book.shown()) ?? there[0])?.id
    },
    async remove(id) {
      if (book.get(id) === undefined) return
      window.close(accountOf(id))
      unread.remove(id)
      await book.remove(id)
      await wipe(id)
      showWhatIs()
    },
    onUser(id, user) {
      const known = book.get(id)
      if (known === undefined) return
      if (known.user?.handle === user.handle && known.user.displayName === user.displayName) return
      void book.change(id, { user }).then(tell)
    },
    tell,
  }
}
