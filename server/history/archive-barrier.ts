import { appError } from '../../common/app-error.ts'
import type { Result } from '../../common/result.ts'
import { err } from '../../common/result.ts'

/** How far a shard is archived, and whether that was all there was when it was asked. */
export type BarrierOutcome = { readonly complete: boolean; readonly archivedTo: number }

export type ArchiveBarrier = {
  /**
   * Waits until the archive has what the shard's stream had when this was called, at most a second (docs/protocol.md#barrier). So a
   * client that subscribes first and asks second misses nothing. Where the stream cannot be asked it is not complete.
   * Rejects with `StoreUnavailableError` where the position cannot be read.
   */
  readonly reach: (shard: number) => Promise<BarrierOutcome>
  /** The same for several, with one question to the database for all of them. */
  readonly reachAll: (shards: readonly number[]) => Promise<ReadonlyMap<number, BarrierOutcome>>
  /** From an archiver in this process: the position has moved. */
  readonly onAdvanced: (shard: number, positionSeq: number) => void
}

export type BarrierPorts = {
  /** The stream's last sequence. */
  readonly loadStreamLastSeq: (shard: number) => Promise<Result<number>>
  /** Of every shard that has one. */
  readonly loadPositions: () => Promise<ReadonlyMap<number, number>>
  readonly waitMs?: number
}

const defaultWaitMs = 1_000
const pollMs = 25

type Waiter = { readonly toSeq: number; readonly done: (reached: boolean) => void }

export function buildArchiveBarrier(ports: BarrierPorts): ArchiveBarrier {
  const waitMs = ports.waitMs ?? defaultWaitMs
  const known = new Map<number, number>()
  const waiters = new Map<number, Set<Waiter>>()
  const askLastSeq = shareCalls(ports.loadStreamLastSeq)
  const askPositions = shareCalls(ports.loadPositions)

  function onAdvanced(shard: number, positionSeq: number): void {
    // A position only rises, so the highest we heard of holds, whoever said it.
    if (positionSeq <= (known.get(shard) ?? -1)) return
    known.set(shard, positionSeq)
    for (const waiter of waiters.get(shard) ?? []) if (waiter.toSeq <= positionSeq) waiter.done(true)
  }

  function waitFor(shard: number, toSeq: number): Promise<boolean> {
    return new Promise((answer) => {
      const all = waiters.get(shard) ?? new Set()
      waiters.set(shard, all)
      const waiter: Waiter = {
        toSeq,
        done: (reached) => {
          clearTimeout(timer)
          all.delete(waiter)
          answer(reached)
        },
      }
      const timer = setTimeout(() => waiter.done(false), waitMs)
      all.add(waiter)
      void poll()
    })
  }

  const isWaited = () => [...waiters.values()].some(({ size }) => size > 0)
  let isPolling = false
  /** The archiver may be in another process. One poll for however many wait. Faults are passed over: they have a time limit. */
  async function poll(): Promise<void> {
    if (isPolling) return
    isPolling = true
    while (isWaited()) {
      await new Promise((next) => setTimeout(next, pollMs))
      if (isWaited()) await loadPositions().catch(() => undefined)
    }
    isPolling = false
  }

  async function loadPositions(): Promise<void> {
    for (const [shard, at] of await askPositions(0)) onAdvanced(shard, at)
  }

  async function reachAll(shards: readonly number[]): Promise<ReadonlyMap<number, BarrierOutcome>> {
    const asked = await Promise.all(
      shards.map(async (shard) => [shard, await orUnanswered(askLastSeq(shard), waitMs)] as const),
    )
    const isKnown = asked.every(([shard, last]) => last.ok && (known.get(shard) ?? -1) >= last.value)
    if (!isKnown) await loadPositions()
    const at = (shard: number) => known.get(shard) ?? 0
    const reached = asked.map(async ([shard, last]) => {
      if (!last.ok) return [shard, { complete: false, archivedTo: at(shard) }] as const
      const complete = at(shard) >= last.value || (await waitFor(shard, last.value))
      return [shard, { complete, archivedTo: at(shard) }] as const
    })
    return new Map(await Promise.all(reached))
  }

  return {
    onAdvanced,
    reachAll,
    reach: async (shard) => (await reachAll([shard])).get(shard) ?? { complete: false, archivedTo: 0 },
  }
}

/** A broker that is away is noticed late: whoever asks for history is not kept waiting for that. */
function orUnanswered<T>(question: Promise<Result<T>>, withinMs: number): Promise<Result<T>> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<Result<T>>((answer) => {
    timer = setTimeout(() => answer(err(appError('nats-unavailable'))), withinMs)
  })
  return Promise.race([question, late]).finally(() => clearTimeout(timer))
}

/**
 * Many callers, few calls: whoever comes while a call is under way shares the next one, never that one, since its answer
 * may be older than the question.
 */
function shareCalls<T>(call: (shard: number) => Promise<T>): (shard: number) => Promise<T> {
  const running = new Map<number, Promise<unknown>>()
  const next = new Map<number, Promise<T>>()
  const begin = (shard: number): Promise<T> => {
    const mine = call(shard)
    running.set(shard, mine)
    const over = () => {
      if (running.get(shard) === mine) running.delete(shard)
    }
    mine.then(over, over)
    return mine
  }
  return (shard) => {
    const current = running.get(shard)
    if (current === undefined) return begin(shard)
    const queued = next.get(shard)
    if (queued !== undefined) return queued
    const after = current
      .catch(() => undefined)
      .then(() => {
        next.delete(shard)
        return begin(shard)
      })
    next.set(shard, after)
    return after
  }
}
