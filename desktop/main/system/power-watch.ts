type PowerEvents = {
  on(event: 'suspend' | 'resume' | 'unlock-screen' | 'shutdown', listener: () => void): unknown
}

type IdleState = {
  getSystemIdleTime(): number
  getSystemIdleState(idleThresholdSec: number): string
}
const dayMs = 86_400_000

/** How long nobody has touched the machine. Where the system cannot say, nobody is taken for gone. */
export function readIdleMs(powerMonitor: IdleState): number {
  try {
    if (powerMonitor.getSystemIdleState(1) === 'locked') return dayMs
    return Math.max(0, powerMonitor.getSystemIdleTime()) * 1_000
  } catch {
    return 0
  }
}

/** A clock that jumps so far between two beats has slept: Linux does not always say so. */
const beatMs = 5_000
const jumpMs = 20_000

export type PowerPorts = {
  readonly powerMonitor: PowerEvents
  readonly now: () => number
  readonly every: (ms: number, run: () => void) => () => void
  readonly tell: (power: 'suspend' | 'resume') => void
}

/** Before sleep connections close, after it they come back at once; of several signs for one waking the first counts. */
export function watchPower({ powerMonitor, now, every, tell }: PowerPorts): () => void {
  let isAsleep = false
  let lastBeatAt = now()
  let lastWakeAt = Number.NEGATIVE_INFINITY
  const wake = () => {
    if (!isAsleep && now() - lastWakeAt < jumpMs) return
    isAsleep = false
    lastWakeAt = now()
    tell('resume')
  }
  powerMonitor.on('suspend', () => {
    if (isAsleep) return
    isAsleep = true
    tell('suspend')
  })
  powerMonitor.on('resume', wake)
  powerMonitor.on('unlock-screen', wake)
  return every(beatMs, () => {
    const slept = now() - lastBeatAt > jumpMs
    lastBeatAt = now()
    if (slept) wake()
  })
}
