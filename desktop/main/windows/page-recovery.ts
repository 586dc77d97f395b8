/** A page that died too often is left alone: what kills it would kill it again. */
const mostRestarts = 3
const withinMs = 60_000

export type RecoveryPorts = {
  readonly now: () => number
  readonly reload: () => void
  /** It is not started again by itself: the person is told, and may. */
  readonly onGivenUp: () => void
  readonly log: (line: string) => void
}

/** Loads a page again whose process is gone. What was written is with the engine, or in what the page keeps for its next load. */
export function buildPageRecovery({ now, reload, onGivenUp, log }: RecoveryPorts): (reason: string) => void {
  let restarts: number[] = []
  return (reason) => {
    // It was ended because it was to end.
    if (reason === 'clean-exit') return
    log(`a page is gone: ${reason}`)
    restarts = [...restarts.filter((at) => now() - at < withinMs), now()]
    if (restarts.length > mostRestarts) onGivenUp()
    else reload()
  }
}
