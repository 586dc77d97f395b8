import type { EngineClock } from './engine-clock.ts'

/**
 * One engine an installation, whatever the browser does with workers and whichever version is loaded: a Web Lock says who
 * it is. Who comes asks; the one who is there stops, drains, lets go, and tells its tabs to load again, unless it is of a
 * later build: then whoever asked is of yesterday, and steps back. So two versions never take turns.
 */
export type OneEngineDeps = {
  readonly locks: Pick<LockManager, 'request'>
  readonly channel: {
    postMessage(message: unknown): void
    onmessage: ((event: MessageEvent) => unknown) | null
  }
  readonly clock: EngineClock
  /** Random, to tell one's own words from another's. */
  readonly id: string
  /** When this version was built. */
  readonly builtAt: number
}

export type Tenure = {
  /** Resolves when another engine asks for the place: stop, then `release`. */
  readonly asked: Promise<void>
  release(): void
}

const lockName = 'natter-engine'
/** An engine that doesn't let go in this time hangs, or its process is frozen: then the place is taken. */
const patienceMs = 8_000

type Said =
  | { readonly kind: 'take-over'; readonly id: string; readonly builtAt?: number }
  | { readonly kind: 'newer-here'; readonly to: string }

/** `outdated`: a later version runs here. */
export function takePlace({ locks, channel, clock, id, builtAt }: OneEngineDeps): Promise<Tenure | 'outdated'> {
  let onAsked = () => {}
  const asked = new Promise<void>((resolve) => {
    onAsked = resolve
  })
  let release = () => {}
  const released = new Promise<void>((resolve) => {
    release = resolve
  })
  return new Promise((resolve, reject) => {
    let holds = false
    let cancelSteal = () => {}
    function hold(): Promise<void> {
      holds = true
      cancelSteal()
      channel.onmessage = ({ data }: MessageEvent<Said>) => {
        if (data?.kind !== 'take-over' || data.id === id) return
        // Versions before this one said nothing of their age.
        if ((data.builtAt ?? 0) >= builtAt) onAsked()
        else say({ kind: 'newer-here', to: data.id })
      }
      resolve({ asked, release })
      return released
    }
    function onLost(cause: unknown) {
      // Stolen from us while we held it: the same as being asked, only later.
      if (holds) onAsked()
      else reject(cause)
    }
    const say = (said: Said) => channel.postMessage(said)
    const waiting = new AbortController()
    channel.onmessage = ({ data }: MessageEvent<Said>) => {
      if (holds || data?.kind !== 'newer-here' || data.to !== id) return
      cancelSteal()
      waiting.abort()
      resolve('outdated')
    }
    cancelSteal = clock.after(patienceMs, () => {
      waiting.abort()
      locks.request(lockName, { steal: true }, hold).catch(onLost)
    })
    locks.request(lockName, { signal: waiting.signal }, hold).catch((cause) => {
      if (!waiting.signal.aborted) onLost(cause)
    })
    say({ kind: 'take-over', id, builtAt })
  })
}
