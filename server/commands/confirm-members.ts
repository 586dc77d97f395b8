import type { ShardGap, ShardStore } from '../store/shard-store.ts'

/** Nothing, for all of them, or the number of a shard; undefined where it is something else. */
export function parseShardWish(words: readonly string[]): number | 'all' | undefined {
  const [shard, ...rest] = words
  if (shard === undefined) return 'all'
  return rest.length === 0 && /^(0|[1-9]\d{0,5})$/.test(shard) ? Number(shard) : undefined
}

export async function listGaps(shards: Pick<ShardStore, 'loadShards'>): Promise<string[]> {
  const rows = await shards.loadShards()
  const lines = rows.flatMap(({ shard, state }) => state.gaps.map((gap) => `Shard ${shard}: ${describeGap(gap)}`))
  return lines.length > 0 ? lines : ['Nothing is lost.']
}

/** Confirms every gap of the shard that waits. What is lost stays lost: pages that touch it are never called complete. */
export async function confirmGaps(
  shards: Pick<ShardStore, 'loadShard' | 'putShard'>,
  shard: number,
  nowAt: number,
): Promise<string[]> {
  for (;;) {
    const row = await shards.loadShard(shard)
    const waiting = row.state.gaps.filter(({ confirmedAt }) => confirmedAt === undefined)
    if (waiting.length === 0) return [`Nothing waits in shard ${shard}.`]
    const gaps = row.state.gaps.map((gap) => ({ ...gap, confirmedAt: gap.confirmedAt ?? nowAt }))
    if (await shards.putShard({ ...row, state: { ...row.state, gaps } })) {
      return [`Confirmed. The rooms of shard ${shard} issue credentials again.`]
    }
  }
}

function describeGap({ fromSeq, toSeq, foundAt, confirmedAt }: ShardGap): string {
  const what = `what stood from ${fromSeq} to ${toSeq} is lost (found ${new Date(foundAt).toISOString()})`
  return confirmedAt === undefined
    ? `${what}; look through the members of its rooms, then confirm.`
    : `${what}; confirmed ${new Date(confirmedAt).toISOString()}.`
}
