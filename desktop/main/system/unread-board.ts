import type { DesktopUnread } from '../../bridge.ts'

const none: DesktopUnread = { unread: 0, forYou: 0 }
const most = 100

/** What is unread in all accounts together: the one sum behind badge, overlay, tray and switcher. */
export type UnreadBoard = {
  set(account: string, unread: DesktopUnread): void
  remove(account: string): void
  of(account: string): DesktopUnread
  total(): DesktopUnread
}

export function buildUnreadBoard(onChange: (total: DesktopUnread) => void): UnreadBoard {
  const accounts = new Map<string, DesktopUnread>()
  const total = (): DesktopUnread => {
    const sum = (key: keyof DesktopUnread) =>
      Math.min(
        most,
        [...accounts.values()].reduce((all, each) => all + each[key], 0),
      )
    return { unread: sum('unread'), forYou: sum('forYou') }
  }
  return {
    set(account, unread) {
      const before = accounts.get(account) ?? none
      if (before.unread === unread.unread && before.forYou === unread.forYou) return
      accounts.set(account, unread)
      onChange(total())
    },
    remove(account) {
      if (accounts.delete(account)) onChange(total())
    },
    of: (account) => accounts.get(account) ?? none,
    total,
  }
}
