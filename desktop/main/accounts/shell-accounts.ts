import type { ChosenAuthority, DesktopAccount, FoundServer, ServerCheck } from '../../bridge.ts'
import { bridgeSignals } from '../../preload/bridge-channels.ts'
import { coversBroker, mostBrokers } from '../serving/content-policy.ts'
import type { SessionFetch } from '../serving/server-relay.ts'
import type { UnreadBoard } from '../system/unread-board.ts'
import type { ShellWindow } from '../windows/shell-window.ts'
import type { AccountBook, ShellAccount } from './account-book.ts'
import type { OwnAuthority } from './own-authority.ts'
import { parseAuthority } from './own-authority.ts'
import { checkServer } from './server-check.ts'

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
  /** At its server; false where nobody there could be told. */
  readonly signOut: (id: string) => Promise<boolean>
  /** Its pages are loaded anew, under the policy of now. */
  readonly reopen: (id: string) => void
  readonly appVersion: string
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
  /** `unheard`: its server could not be told, and nothing was done. */
  remove(id: string, how: { readonly evenUnheard: boolean }): Promise<'removed' | 'unheard'>
  /** Where its server says now that its brokers are. */
  onBrokers(id: string, brokers: readonly string[]): void
  onUser(id: string, user: { readonly handle: string; readonly displayName: string }): void
  tell(): void
}

const setUp = { kind: 'set-up' } as const
const accountOf = (id: string) => ({ kind: 'account', account: id }) as const

export function buildShellAccounts(deps: ShellAccountsDeps): ShellAccounts {
  const { book, window, unread, fetch, now, localServer, openFile, onChange, onInvited } = deps
  const { signOut, wipe, reopen, appVersion } = deps
  let authority: OwnAuthority | undefined

  const check = (address: string) => checkServer(address, { fetch, now, appVersion })
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
    async remove(id, { evenUnheard }) {
      if (book.get(id) === undefined) return 'removed'
      if (!(await signOut(id)) && !evenUnheard) return 'unheard'
      window.close(accountOf(id))
      unread.remove(id)
      await book.remove(id)
      // Whatever the disk says to it, there is something to see.
      showWhatIs()
      await wipe(id)
      return 'removed'
    },
    onBrokers(id, brokers) {
      const account = book.get(id)
      const fresh = brokers.filter((broker) => account?.brokers.includes(broker) === false)
      if (account === undefined || fresh.length === 0) return
      // Those of before stay behind them: of several copies of a server each may name its own first.
      const all = [...new Set([...brokers, ...account.brokers])].slice(0, mostBrokers)
      const served = { serverUrl: new URL(account.server), brokers: account.brokers }
      const isOut = fresh.some((broker) => !coversBroker(served, broker))
      void book.change(id, { brokers: all }).then(() => isOut && reopen(id))
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
