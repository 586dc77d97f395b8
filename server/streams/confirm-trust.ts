import { setTimeout as delay } from 'node:timers/promises'
import type { StreamTrust } from './stream-trust.ts'

/** One look: the place is read anew each time, before the stream, or a shard that another copy moves would look behind. */
export type LookAtStream<Place> = () => Promise<{ readonly place: Place; readonly trust: StreamTrust }>

/** How long a leader that stalled may answer with what it had before it hears that another leads. */
const stalledMs = 1_500
const lookEveryMs = 250

/**
 * A stream that agrees with its archive agrees at the first look. That it does not is believed only where every look says
 * so: in a cluster a leader that stalled and wakes answers with an end that is long passed, and a fence is not for that.
 */
export async function confirmTrust<Place>(
  look: LookAtStream<Place>,
  signal: AbortSignal,
  forMs = stalledMs,
  everyMs = lookEveryMs,
): Promise<{ readonly place: Place; readonly trust: StreamTrust }> {
  let last = await look()
  const { kind, isReplicated } = last.trust
  if (kind === 'agrees') return last
  // Alone, a broker has nobody who knows better; the place may have moved while it was asked.
  const until = Date.now() + (isReplicated ? forMs : 0)
  do {
    if (isReplicated) await delay(everyMs, undefined, { signal })
    last = await look()
    if (last.trust.kind !== kind)
      return last.trust.kind === 'agrees' ? last : await confirmTrust(look, signal, forMs, everyMs)
  } while (Date.now() < until)
  return last
}
