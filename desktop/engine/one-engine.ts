import type { EngineClock } from './engine-clock.ts'

/**
 * One engine an installation, whatever the browser does with workers and whichever version is loaded: a Web Lock says who
 * it is. The newest asks, the older one stops, drains, lets go, and tells its tabs to load again.
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
}

export type Tenure = {
  /** Resolves when another engine asks for the place: stop, then `release`. */
  readonly asked: Promise<void>
  release(): void
}

const lockName = 'natter-engine'
/** An engine that doesn't let go in this time hangs, or its process is frozen: then the place is taken. */
const patienceMs = 8_000

export function takePlace({ locks, channel, clock, id }: OneEngineDeps): Promise<Tenure> {
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
      channel.onmessage = (event) => {
        if (event.data?.kind === 'take-over' && event.data.id !== id) onAsked()
      }
      resolve({ asked, release })
      return released
    }
    function onLost(cause: unknown) {
      // Stolen from us while we held it: the same as being asked, only later.
      if (holds) onAsked()
      else reject(cause)
    }
    const waiting = new AbortController()
    cancelSteal = clock.after(patienceMs, () => {
      waiting.abort()
      locks.request(lockName, { steal: true }, hold).catch(onLost)
    })
    locks.request(lockName, { signal: waiting.signal }, hold).catch((cause) => {
      if (!waiting.signal.aborted) onLost(cause)
    })
    channel.postMessage({ kind: 'take-over', id })
  })
}
