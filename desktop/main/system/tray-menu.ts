import type { DesktopAccount, DesktopUnread, DesktopUpdate } from '../../bridge.ts'
import { isolateText } from '../../words/isolate-text.ts'
import type { Words } from '../../words/words.ts'
import { menuLabel, plainLabel } from './plain-label.ts'

export type TrayActions = {
  readonly open: () => void
  readonly showAccount: (id: string) => void
  /** Where a newer version is told of. */
  readonly showUpdate: () => void
  readonly setQuiet: (quiet: boolean) => void
  readonly setStartAtLogin: (start: boolean) => void
  readonly saveLog: () => void
  readonly quit: () => void
}
export type TrayState = {
  readonly unread: DesktopUnread
  readonly accounts: readonly DesktopAccount[]
  readonly quiet: boolean
  readonly startAtLogin: boolean
  readonly update: DesktopUpdate
}
type MenuItem = Electron.MenuItemConstructorOptions

/** On Linux a click on the icon may never come, so the first line opens the window, and all there is to do is in here. */
export function buildTrayMenu(say: Words, state: TrayState, actions: TrayActions): MenuItem[] {
  const { accounts, quiet, startAtLogin } = state
  const several: MenuItem[] = accounts.map(({ id, serverName, user, isShown, unread }) => {
    const server = plainLabel(serverName)
    const name =
      user === undefined ? isolateText(server) : say('accounts.name', { name: plainLabel(user.displayName), server })
    const label = unread.unread === 0 ? name : `${name} · ${say('desktop.account-unread', { count: unread.unread })}`
    return { label: menuLabel(label), type: 'checkbox', checked: isShown, click: () => actions.showAccount(id) }
  })
  return [
    { label: say('desktop.open'), click: actions.open },
    ...updateItem(say, state.update, actions),
    ...(accounts.length > 1 ? [separator, ...several] : []),
    separator,
    { label: say('desktop.quiet'), type: 'checkbox', checked: quiet, click: () => actions.setQuiet(!quiet) },
    {
      label: say('desktop.start-at-login'),
      type: 'checkbox',
      checked: startAtLogin,
      click: () => actions.setStartAtLogin(!startAtLogin),
    },
    { label: say('desktop.save-log'), click: actions.saveLog },
    separator,
    { label: say('desktop.quit'), click: actions.quit },
  ]
}

/** A quiet word, and none of one that is for later. */
function updateItem(say: Words, update: DesktopUpdate, { showUpdate }: TrayActions): MenuItem[] {
  if ((update.kind !== 'found' && update.kind !== 'ready') || update.isLater) return []
  const { version } = update
  const label = say(update.kind === 'ready' ? 'desktop.update-ready' : 'desktop.update-found', { version })
  return [{ label, click: showUpdate }]
}

const separator: MenuItem = { type: 'separator' }

/** What the icon says: nothing, something, or something for me. */
export type TrayMark = 'none' | 'unread' | 'for-you' | 'quiet'

export function trayMark({ unread, quiet }: Pick<TrayState, 'unread' | 'quiet'>): TrayMark {
  if (quiet) return 'quiet'
  return unread.forYou > 0 ? 'for-you' : unread.unread > 0 ? 'unread' : 'none'
}

export function trayWords(say: Words, { unread, quiet }: Pick<TrayState, 'unread' | 'quiet'>): string {
  if (unread.forYou > 0) return say('desktop.tray-for-you', { count: unread.forYou })
  if (unread.unread > 0) return say('desktop.tray-unread', { count: unread.unread })
  return say(quiet ? 'desktop.tray-quiet' : 'desktop.tray-nothing')
}
