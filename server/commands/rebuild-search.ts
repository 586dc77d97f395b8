import type { HeldLease } from '../leases/held-lease.ts'
import { buildSearchIndexer } from '../search/search-indexer.ts'
import type { Store } from '../store/store-port.ts'

export type RebuildStep = { readonly taken: number; readonly byServer: boolean }

const lookEveryMs = 500

/**
 * Throws the index away and has it filled anew: by the server where one runs, else here. People write and search meanwhile;
 * answers say that they are not complete. Resolves when all that was archived at the beginning can be found again.
 */
export async function rebuildSearch(
  store: Pick<Store, 'search' | 'shards'>,
  lease: Pick<HeldLease, 'take' | 'release'>,
  onStep: (step: RebuildStep) => void = () => {},
): Promise<void> {
  await store.search.clear()
  const wanted = await store.shards.loadPlaces()
  const indexer = buildSearchIndexer(store)
  let taken = 0
  for (;;) {
    const isHere = await lease.take()
    if (isHere) taken += (await indexer.round()).taken
    const places = await store.search.loadPlaces()
    const isDone = [...wanted].every(([shard, { seq }]) => {
      const place = places.get(shard)?.place
      return place !== undefined && place.backlog === undefined && place.seq >= seq
    })
    onStep({ taken, byServer: !isHere })
    if (isDone) break
    if (!isHere) await new Promise((next) => setTimeout(next, lookEveryMs))
  }
  await lease.release()
}
