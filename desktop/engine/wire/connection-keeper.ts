import { backoffMs } from '../../../common/backoff.ts'
import type { UserId } from '../../../common/ids.ts'
import type { ConnectionView } from '../../engine-contract.ts'
import type { EngineDeps } from '../engine-deps.ts'
import type { CredentialKeeper, HeldCredential } from './credential-keeper.ts'
import { roomsOfCredential } from './credential-keeper.ts'
import type { DeviceKey } from './device-key.ts'
import { listenToRooms } from './room-listener.ts'
import type { Signal } from './room-signal.ts'
import type { BrokerLink } from './socket-link.ts'
import { openBrokerLink } from './socket-link.ts'
import { buildPause } from './wakeable-pause.ts'
import type { LinkEnd } from './wire-fault.ts'

/**
 * Keeps one connection to the broker, for all windows. Connects anew with backoff when it ends, and swaps it for one
 * under a newer credential without missing anything: the new one connects, subscribes and flushes, and only then the
 * old one is drained. For that while both are heard; the fold takes each sequence once.
 */
export type ConnectionKeeper = {
  start(): void
  /** Drains and ends. */
  stop(): Promise<void>
  link(): BrokerLink | undefined
  /** Of the credential that is in use; undefined while not connected. */
  credentialVersion(): string | undefined
  /**
   * The rights may have changed: fetch a credential, and swap where it is another version. False where that could not be
   * done now; it is tried again by itself.
   */
  checkCredential(): Promise<boolean>
  retryNow(): void
  /** What the system says about the network, when it changes. */
  onNetwork(online: boolean): void
}

export type ConnectionEvents = {
  readonly onView: (view: ConnectionView) => void
  readonly onSignal: (signal: Signal) => void
  /** Subscribed and heard from. `swapped`: without a gap, from the connection before. */
  readonly onUp: (up: { readonly swapped: boolean }) => void
  readonly onDown: () => void
}

type Keeping = {
  readonly deps: EngineDeps
  readonly me: UserId
  readonly key: DeviceKey
  readonly credentials: CredentialKeeper
  readonly events: ConnectionEvents
}
type Live = { readonly link: BrokerLink; readonly credential: HeldCredential }

const probeOfflineMs = 30_000
const flushMs = 5_000

export function buildConnectionKeeper({ deps, me, key, credentials, events }: Keeping): ConnectionKeeper {
  const { clock, chance } = deps
  const pause = buildPause(clock)
  let live: Live | undefined
  let stopped = false
  let networkGone = false
  let swapping: Promise<boolean> | undefined
  let nextCheck: Promise<boolean> | undefined
  let cancelRenewal = () => {}
  let downAt = clock.now()

  async function open(credential: HeldCredential): Promise<BrokerLink | LinkEnd> {
    const { openSocket } = deps
    const { servers, jwt } = credential
    const opened = await openBrokerLink({ servers, jwt, key, user: me, clock, ...(openSocket && { openSocket }) })
    if (!opened.ok) return opened.error
    const link = opened.value
    listenToRooms(link, { me, rooms: roomsOfCredential(credential) }, events.onSignal)
    // The broker may let us in and refuse us in one breath; on a closed connection a flush is never answered.
    const outcome = await Promise.race([link.flush(flushMs), link.ended])
    if (outcome === true) return link
    link.abandon()
    return outcome === false ? { kind: 'network' } : outcome
  }

  function goLive(next: Live, swapped: boolean) {
    live = next
    // Whatever was said of the network: here it is.
    networkGone = false
    events.onView({ kind: 'online' })
    scheduleRenewal(next.credential)
    events.onUp({ swapped })
  }

  /** Half of its life, give or take a tenth, so that not everyone renews at once after an outage. */
  function scheduleRenewal({ lifeMs, fetchedAt }: HeldCredential, tries = 0, atLeastMs = 0) {
    cancelRenewal()
    const due = fetchedAt + lifeMs * (0.45 + 0.1 * chance()) - clock.now()
    const backoff = backoffMs(tries, chance(), { mostMs: Math.max(1_000, lifeMs / 10) })
    // At most what it would be for a new one: the clock may have been put back.
    const delay = tries === 0 ? Math.min(due, lifeMs * 0.55) : Math.max(backoff, atLeastMs)
    cancelRenewal = clock.after(Math.max(0, Math.min(delay, 2 ** 31 - 1)), () => void swap({ always: true, tries }))
  }

  async function swapOnce({ always, tries }: { always: boolean; tries: number }): Promise<boolean> {
    if (stopped) return false
    const fresh = await credentials.renew()
    const before = live
    if (stopped || before === undefined) return false
    if (!fresh.ok) {
      scheduleRenewal(before.credential, tries + 1, fresh.error.retryAfterMs)
      return false
    }
    if (!always && fresh.value.version === before.credential.version) return true
    const link = await open(fresh.value)
    if ('kind' in link) {
      if (live === before) scheduleRenewal(before.credential, tries + 1)
      return false
    }
    // Cut off meanwhile: the loop below connects, and what was missed is filled by its sync.
    if (stopped || live !== before || !before.link.isOpen()) {
      link.abandon()
      return false
    }
    goLive({ link, credential: fresh.value }, true)
    wakeLoop()
    await before.link.drain()
    return true
  }
  async function swap(how: { always: boolean; tries: number }): Promise<boolean> {
    while (swapping !== undefined) await swapping
    swapping = swapOnce(how).finally(() => {
      swapping = undefined
    })
    return swapping
  }

  /** One under way may have asked before the rights changed; the one after it is for all who wait. */
  function checkCredential(): Promise<boolean> {
    if (swapping === undefined && nextCheck === undefined) return swap({ always: false, tries: 0 })
    nextCheck ??= Promise.allSettled([swapping]).then(() => {
      nextCheck = undefined
      return swap({ always: false, tries: 0 })
    })
    return nextCheck
  }

  let wakeLoop = () => {}
  /** Until the link that is live has ended, however often it is swapped meanwhile. */
  async function whileLive(): Promise<LinkEnd> {
    for (;;) {
      const watched: Live | undefined = live
      if (watched === undefined) return { kind: 'network' }
      const swapped = new Promise<undefined>((resolve) => {
        wakeLoop = () => resolve(undefined)
      })
      const end = await Promise.race([watched.link.ended, swapped])
      if (stopped) return { kind: 'network' }
      if (end !== undefined && live === watched) return end
    }
  }

  async function connectOnce(): Promise<{ readonly retryAfterMs?: number } | 'was-live'> {
    const credential = await credentials.take()
    if (!credential.ok) {
      return credential.error.retryAfterMs === undefined ? {} : { retryAfterMs: credential.error.retryAfterMs }
    }
    if (stopped) return {}
    const link = await open(credential.value)
    if ('kind' in link) {
      if (link.kind === 'credential') credentials.onRefused(credential.value)
      return {}
    }
    if (stopped) {
      link.abandon()
      return {}
    }
    goLive({ link, credential: credential.value }, false)
    const end = await whileLive()
    const ended: Live | undefined = live
    live = undefined
    cancelRenewal()
    downAt = clock.now()
    if (end.kind === 'credential' && ended !== undefined) credentials.onRefused(ended.credential)
    if (!stopped) events.onDown()
    return 'was-live'
  }

  async function run() {
    let tries = 0
    while (!stopped) {
      events.onView({ kind: 'connecting', sinceAt: downAt })
      const startedAt = clock.now()
      const outcome = await connectOnce()
      if (stopped) return
      // A connection that stood for a while starts the counting anew; one that is cut at once does not.
      tries = outcome === 'was-live' && clock.now() - startedAt > 5_000 ? 1 : tries + 1
      const wait = networkGone ? probeOfflineMs : backoffMs(tries, chance(), { firstMs: 250 })
      const delay = Math.max(wait, outcome === 'was-live' ? 0 : (outcome.retryAfterMs ?? 0))
      events.onView({
        kind: 'offline',
        sinceAt: downAt,
        ...(networkGone ? {} : { nextTryAt: clock.now() + delay }),
      })
      await pause.wait(delay)
    }
  }

  return {
    start: () => void run(),
    async stop() {
      stopped = true
      cancelRenewal()
      pause.wake()
      const last = live
      live = undefined
      wakeLoop()
      await last?.link.drain()
    },
    link: () => (live?.link.isOpen() === true ? live.link : undefined),
    credentialVersion: () => live?.credential.version,
    checkCredential,
    retryNow: () => pause.wake(),
    onNetwork(online) {
      networkGone = !online
      if (online) pause.wake()
      else live?.link.cut()
    },
  }
}
