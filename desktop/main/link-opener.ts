import type { DesktopPlace } from '../bridge.ts'
import type { BridgeCaller } from './bridge-registry.ts'
import { parseDeepLink } from './deep-link.ts'

const mostWaiting = 8

export type LinkOpenerDeps = {
  readonly shown: () => BridgeCaller | undefined
  readonly send: (account: string, place: DesktopPlace) => void
  readonly bringForward: () => void
}

/**
 * Leads a page to where a link or a notification points. A link names no account: it goes to the one that is shown. What
 * comes before a page listens (a cold start, a page that loads again) waits; somebody who clicks often means the last ones.
 */
export type LinkOpener = {
  /** As the system hands it over; what is none of ours only brings the window forward. */
  openText(link: string | undefined): void
  open(account: string, place: DesktopPlace): void
  onListening(account: string): void
  /** The page is gone, or loads again. */
  onGone(account: string): void
}

export function buildLinkOpener({ shown, send, bringForward }: LinkOpenerDeps): LinkOpener {
  const listening = new Set<string>()
  const waiting = new Map<string, DesktopPlace[]>()

  function open(account: string, place: DesktopPlace) {
    bringForward()
    if (listening.has(account)) return send(account, place)
    waiting.set(account, [...(waiting.get(account) ?? []), place].slice(-mostWaiting))
  }
  return {
    openText(link) {
      const place = parseDeepLink(link)
      const caller = shown()
      if (place !== undefined && caller?.kind === 'account') open(caller.account, place)
      else bringForward()
    },
    open,
    onListening(account) {
      listening.add(account)
      for (const place of waiting.get(account) ?? []) send(account, place)
      waiting.delete(account)
    },
    onGone: (account) => void listening.delete(account),
  }
}
