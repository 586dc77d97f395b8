import type { NatsConnection } from 'nats'
import { z } from 'zod'

/** Where it is kept which servers of the broker there are; so a server that is silent when we start is missed all the same. */
export type NodeMemory = {
  readonly putNode: (name: string, seenAt: number) => Promise<void>
  readonly loadNodes: () => Promise<ReadonlyMap<string, number>>
  readonly removeNode: (name: string) => Promise<void>
}

/**
 * The servers of the broker by name. One that does not answer may be paused, or cut off from the others, with people on it
 * who still hear everything: it counts as missing until it answers, says that it stops, or has been silent for as long as
 * a credential lives.
 */
export type NodeRoll = {
  readonly onAnswered: (names: Iterable<string>) => Promise<void>
  /** Those that are known beside these. */
  readonly loadMissing: (answered: ReadonlySet<string>) => Promise<readonly string[]>
}

/** Longer than any credential that is issued now; one of a shorter life has expired long before. */
const forgottenAfterMs = 86_400_000
const notedEveryMs = 60_000

export function openNodeRoll(system: NatsConnection, memory: NodeMemory, lifeMs = forgottenAfterMs): NodeRoll {
  const notedAt = new Map<string, number>()
  system.subscribe('$SYS.SERVER.*.SHUTDOWN', {
    callback: (fault, message) => {
      const name = fault === null ? parseServerName(message.string()) : undefined
      if (name === undefined) return
      // It closes its connections before it goes. When it comes back it answers, and is known again.
      notedAt.delete(name)
      memory.removeNode(name).catch(() => undefined)
    },
  })
  return {
    onAnswered: async (names) => {
      for (const name of names) {
        if (Date.now() - (notedAt.get(name) ?? 0) < notedEveryMs) continue
        await memory.putNode(name, Date.now())
        notedAt.set(name, Date.now())
      }
    },
    loadMissing: async (answered) => {
      const missing: string[] = []
      for (const [name, seenAt] of await memory.loadNodes()) {
        if (answered.has(name)) continue
        if (Date.now() - seenAt > lifeMs) await memory.removeNode(name)
        else missing.push(name)
      }
      return missing
    },
  }
}

const eventSchema = z.object({ server: z.object({ name: z.string().min(1) }) })

function parseServerName(text: string): string | undefined {
  try {
    return eventSchema.safeParse(JSON.parse(text)).data?.server.name
  } catch {
    return undefined
  }
}

/** For where nothing has to outlive the process. */
export function buildNodeMemory(): NodeMemory {
  const nodes = new Map<string, number>()
  return {
    putNode: async (name, seenAt) => void nodes.set(name, seenAt),
    loadNodes: async () => nodes,
    removeNode: async (name) => void nodes.delete(name),
  }
}
