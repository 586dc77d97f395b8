export type GuardLimits = {
  /** Of one user, over all connections; what the broker refuses counts like what it takes. */
  readonly messages: { readonly burst: number; readonly perSecond: number }
  readonly bytes: { readonly burst: number; readonly perSecond: number }
  /** Of one key. */
  readonly connects: { readonly burst: number; readonly perSecond: number }
  readonly connectionsOfKey: number
  /** Of one user, each a look in which a connection was active and no message went: it changed what it listens to. */
  readonly silentChanges: { readonly burst: number; readonly perSecond: number }
}

/**
 * Far above what people may say (`eventsPerMinute`) and what a client does of its own accord: who comes back says up to
 * 1,000 receipts at once, a line that breaks makes that twice.
 */
export function buildGuardLimits(eventsPerMinute: number): GuardLimits {
  const eventsPerSecond = eventsPerMinute / 60
  return {
    messages: { burst: Math.max(2_500, 4 * eventsPerMinute), perSecond: Math.max(50, 5 * eventsPerSecond) },
    bytes: { burst: 32 * 2 ** 20, perSecond: Math.max(1_600_000, 160_000 * eventsPerSecond) },
    // Two hundred at once are closed down to five; who goes on opening them is a flood too.
    connects: { burst: 400, perSecond: 5 },
    connectionsOfKey: 5,
    // Four looks a second: five devices that come back at once over a slow line, a thousand rooms each, are within it.
    silentChanges: { burst: 60, perSecond: 0.5 },
  }
}
