import type { DesktopPlace } from '../../bridge.ts'
import type { BridgeCaller } from '../bridge/bridge-registry.ts'
import { parseDeepLink } from './deep-link.ts'

/** Of places to look at; what was done in a notification is never given up for one. */
const mostPlaces = 8
const mostDone = 500

export type LinkOpenerDeps = {
  readonly shown: () => BridgeCaller | undefined
  /** An account on the server of that origin, if there is one. */
  readonly accountOn: (server: string) => string | undefined
  readonly showAccount: (account: string) => void
  readonly showSetUp: () => void
  readonly send: (caller: BridgeCaller, place: DesktopPlace) => void
  readonly bringForward: (caller: BridgeCaller | undefined) => void
}

/**
 * Leads a page to where a link or a notification points. A link to a room names no account: it goes to the one that is
 * shown. An invitation names its server: it goes to an account there, else to the page where a server is chosen. What comes
 * before a page listens (a cold start, a page that loads again) waits; somebody who clicks often means the last ones.
 */
export type LinkOpener = {
  /** As the system hands it over; what is none of ours only brings the window forward. */
  openText(link: string | undefined): void
  open(caller: BridgeCaller, place: DesktopPlace): void
  /** What was answered or pressed in a notification: the window stays where it is. */
  tell(caller: BridgeCaller, place: DesktopPlace): void
  onListening(caller: BridgeCaller): void
  /** The page is gone, or loads again. */
  onGone(caller: BridgeCaller): void
}

export function buildLinkOpener(deps: LinkOpenerDeps): LinkOpener {
  const { shown, accountOn, showAccount, showSetUp, send, bringForward } = deps
  const listening = new Set<string>()
  const waiting = new Map<string, DesktopPlace[]>()

  function open(caller: BridgeCaller, place: DesktopPlace) {
    bringForward(caller)
    tell(caller, place)
  }
  function tell(caller: BridgeCaller, place: DesktopPlace) {
    const key = callerKey(caller)
    if (listening.has(key)) return send(caller, place)
    waiting.set(key, trim([...(waiting.get(key) ?? []), place]))
  }
  function openInvite(place: Extract<DesktopPlace, { readonly kind: 'invite' }>, server: string) {
    const here = shown()
    const account = accountOn(server)
    if (account === undefined) {
      showSetUp()
      return open({ kind: 'set-up' }, place)
    }
    if (here?.kind !== 'account' || here.account !== account) showAccount(account)
    open({ kind: 'account', account }, place)
  }
  return {
    openText(link) {
      const place = parseDeepLink(link)
      const caller = shown()
      if (place?.kind === 'invite' && place.server !== undefined) return openInvite(place, place.server)
      const isForCaller = caller !== undefined && (caller.kind === 'account' || place?.kind === 'invite')
      if (place !== undefined && isForCaller) open(caller, place)
      else bringForward(caller)
    },
    open,
    tell,
    onListening(caller) {
      const key = callerKey(caller)
      listening.add(key)
      const places = waiting.get(key) ?? []
      waiting.delete(key)
      for (const place of places) send(caller, place)
    },
    onGone: (caller) => void listening.delete(callerKey(caller)),
  }
}

/** In their order. Somebody who clicks often means the last places; somebody who answers means each answer. */
function trim(places: readonly DesktopPlace[]): DesktopPlace[] {
  const isDone = ({ kind }: DesktopPlace) => kind === 'reply' || kind === 'read' || kind === 'quiet'
  const kept = new Set([
    ...places.filter((place) => !isDone(place)).slice(-mostPlaces),
    ...places.filter(isDone).slice(-mostDone),
  ])
  return places.filter((place) => kept.has(place))
}

/** Names a page: an account's own, one of its windows for a single room, or the one where a server is chosen. */
export function callerKey(caller: BridgeCaller): string {
  if (caller.kind === 'set-up') return ''
  return caller.room === undefined ? caller.account : `${caller.account}/${caller.room}`
}
