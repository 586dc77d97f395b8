import type { ArchiveBarrier, BarrierOutcome } from './archive-barrier.ts'

type Gap = { readonly fromSeq: number; readonly toSeq: number }
type Standing = { readonly epoch: number; readonly forkSeq: number; readonly gaps: readonly Gap[] }

/** `complete` only where the stream is known to be the one that was archived. */
export type TrustedOutcome = BarrierOutcome & Standing

export type TrustedBarrier = {
  readonly reach: (shard: number) => Promise<TrustedOutcome>
  readonly reachAll: (shards: readonly number[]) => Promise<ReadonlyMap<number, TrustedOutcome>>
}

export type TrustPorts = {
  readonly load: (shard: number) => Promise<Standing>
  readonly isTrusted: (shard: number) => Promise<boolean>
}

/**
 * A stream that was restored from a backup counts from an earlier sequence again, so an archive that is ahead of it says
 * nothing about what it holds. The comparison comes last: the broker may have come back while the barrier waited.
 */
export function withTrust(barrier: Pick<ArchiveBarrier, 'reach' | 'reachAll'>, trust: TrustPorts): TrustedBarrier {
  const judge = async (shard: number, outcome: BarrierOutcome): Promise<TrustedOutcome> => {
    const complete = outcome.complete && (await trust.isTrusted(shard))
    const { epoch, forkSeq, gaps } = await trust.load(shard)
    return { ...outcome, complete, epoch, forkSeq, gaps }
  }
  return {
    reach: async (shard) => judge(shard, await barrier.reach(shard)),
    reachAll: async (shards) => {
      const reached = [...(await barrier.reachAll(shards))]
      return new Map(
        await Promise.all(reached.map(async ([shard, outcome]) => [shard, await judge(shard, outcome)] as const)),
      )
    },
  }
}

export type PageRange = {
  readonly place: {
    readonly before?: number | undefined
    readonly after?: number | undefined
    readonly changedAfter?: number | undefined
  }
  readonly page: { readonly hasMoreBefore: boolean; readonly hasMoreAfter: boolean }
  /** Of all that is in the page. */
  readonly seqs: readonly number[]
}

/** Whether something that belongs into the page may be among what is in neither stream nor archive any more. */
export function touchesGap(gaps: readonly Gap[], { place, page, seqs }: PageRange): boolean {
  const { before, after, changedAfter } = place
  const lowest =
    changedAfter ?? after ?? (page.hasMoreBefore ? Math.min(...seqs, before ?? Number.POSITIVE_INFINITY) : 0)
  const isOpen = changedAfter !== undefined || !page.hasMoreAfter
  const highest = isOpen ? (before ?? Number.POSITIVE_INFINITY) : Math.max(...seqs, after ?? 0)
  return gaps.some(({ fromSeq, toSeq }) => toSeq > lowest && fromSeq < highest)
}
