/**
 * A map that is never changed in place and yet cheap to change: setting one of some hundred entries copies two short lists
 * and one bucket of a few, not the whole. Reducers stay pure, and old states stay valid, at a fraction of a microsecond a change.
 */
export type BucketMap<V> = { readonly size: number; readonly groups: readonly (Group<V> | undefined)[] }
type Group<V> = readonly (Bucket<V> | undefined)[]
type Bucket<V> = readonly (readonly [key: string, value: V])[]

/** As many groups as buckets in each: four bits of the hash for the one, four for the other. */
const width = 16

export function buildBucketMap<V>(): BucketMap<V> {
  return { size: 0, groups: [] }
}

export function getEntry<V>(map: BucketMap<V>, key: string): V | undefined {
  const hash = hashOf(key)
  return map.groups[groupOf(hash)]?.[placeOf(hash)]?.find(([known]) => known === key)?.[1]
}

export function withEntry<V>(map: BucketMap<V>, key: string, value: V): BucketMap<V> {
  const hash = hashOf(key)
  const group = map.groups[groupOf(hash)] ?? emptyGroup
  const bucket = group[placeOf(hash)] ?? []
  const index = bucket.findIndex(([known]) => known === key)
  const changed = index === -1 ? [...bucket, [key, value] as const] : bucket.with(index, [key, value])
  const groups: BucketMap<V>['groups'] = map.groups.length === 0 ? emptyGroup : map.groups
  return {
    size: index === -1 ? map.size + 1 : map.size,
    groups: groups.with(groupOf(hash), group.with(placeOf(hash), changed)),
  }
}

/** Many at once: what is copied is copied once. */
export function withEntries<V>(map: BucketMap<V>, entries: Iterable<readonly [string, V]>): BucketMap<V> {
  const groups = Array.from(
    { length: width },
    (_, at) => [...(map.groups[at] ?? emptyGroup)] as (Bucket<V> | undefined)[],
  )
  let { size } = map
  for (const [key, value] of entries) {
    const hash = hashOf(key)
    const group = groups[groupOf(hash)] ?? []
    const bucket = group[placeOf(hash)] ?? []
    const index = bucket.findIndex(([known]) => known === key)
    if (index === -1) size++
    group[placeOf(hash)] = index === -1 ? [...bucket, [key, value]] : bucket.with(index, [key, value])
  }
  return { size, groups }
}

export function withoutEntry<V>(map: BucketMap<V>, key: string): BucketMap<V> {
  const hash = hashOf(key)
  const group = map.groups[groupOf(hash)]
  const bucket = group?.[placeOf(hash)]
  const index = bucket?.findIndex(([known]) => known === key) ?? -1
  if (group === undefined || bucket === undefined || index === -1) return map
  const rest = bucket.length === 1 ? undefined : bucket.toSpliced(index, 1)
  return { size: map.size - 1, groups: map.groups.with(groupOf(hash), group.with(placeOf(hash), rest)) }
}

export function bucketMapOf<V>(entries: Iterable<readonly [string, V]>): BucketMap<V> {
  return withEntries(buildBucketMap(), entries)
}

/** In no particular order. */
export function* entriesOf<V>(map: BucketMap<V>): Generator<readonly [string, V]> {
  for (const group of map.groups) {
    if (group === undefined) continue
    for (const bucket of group) if (bucket !== undefined) yield* bucket
  }
}

const emptyGroup: readonly undefined[] = new Array<undefined>(width).fill(undefined)

/** FNV-1a. Somebody who picks ids to land in one bucket slows down no more than a plain copied map would be. */
function hashOf(key: string): number {
  let hash = 0x811c9dc5
  for (let index = 0; index < key.length; index++) hash = Math.imul(hash ^ key.charCodeAt(index), 0x01000193)
  return hash
}

function groupOf(hash: number): number {
  return hash & (width - 1)
}

function placeOf(hash: number): number {
  return (hash >>> 4) & (width - 1)
}
