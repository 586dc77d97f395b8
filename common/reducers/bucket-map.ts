/**
 * A map that is never changed in place and yet cheap to change: setting one of some hundred entries copies one bucket of a
 * few, not the whole. Reducers stay pure, and old states stay valid, at a microsecond a change.
 */
export type BucketMap<V> = { readonly size: number; readonly buckets: readonly (ReadonlyMap<string, V> | undefined)[] }

const bucketCount = 128

export function buildBucketMap<V>(): BucketMap<V> {
  return { size: 0, buckets: [] }
}

export function getEntry<V>(map: BucketMap<V>, key: string): V | undefined {
  return map.buckets[bucketOf(key)]?.get(key)
}

export function withEntry<V>(map: BucketMap<V>, key: string, value: V): BucketMap<V> {
  const index = bucketOf(key)
  const bucket = map.buckets[index]
  const buckets: readonly (ReadonlyMap<string, V> | undefined)[] =
    map.buckets.length === 0 ? new Array<undefined>(bucketCount).fill(undefined) : map.buckets
  return {
    size: bucket?.has(key) === true ? map.size : map.size + 1,
    buckets: buckets.with(index, new Map(bucket).set(key, value)),
  }
}

export function withoutEntry<V>(map: BucketMap<V>, key: string): BucketMap<V> {
  const index = bucketOf(key)
  const bucket = map.buckets[index]
  if (bucket?.has(key) !== true) return map
  const rest = new Map(bucket)
  rest.delete(key)
  return { size: map.size - 1, buckets: map.buckets.with(index, rest) }
}

export function bucketMapOf<V>(entries: Iterable<readonly [string, V]>): BucketMap<V> {
  const buckets = new Array<Map<string, V> | undefined>(bucketCount).fill(undefined)
  let size = 0
  for (const [key, value] of entries) {
    const index = bucketOf(key)
    const bucket = buckets[index] ?? new Map<string, V>()
    if (!bucket.has(key)) size++
    buckets[index] = bucket.set(key, value)
  }
  return { size, buckets }
}

/** In no particular order. */
export function* entriesOf<V>(map: BucketMap<V>): Generator<readonly [string, V]> {
  for (const bucket of map.buckets) if (bucket !== undefined) yield* bucket
}

/** FNV-1a. Somebody who picks ids to land in one bucket slows down no more than a plain copied map would be. */
function bucketOf(key: string): number {
  let hash = 0x811c9dc5
  for (let index = 0; index < key.length; index++) hash = Math.imul(hash ^ key.charCodeAt(index), 0x01000193)
  return (hash >>> 0) % bucketCount
}
