import type { ServerStats } from '../../../../common/http-contract/stats-contract.ts'

/** What is not as it should be with a server, worst first. */
export type HealthFault =
  | { readonly kind: 'broker-away' }
  /** So many messages are stored and not yet in the archive. */
  | { readonly kind: 'archive-behind'; readonly messages: number; readonly shards: number }
  /** How full the fullest stream is, 0 to 1. */
  | { readonly kind: 'stream-filling'; readonly fill: number }
  | { readonly kind: 'claims-filling'; readonly fill: number }

/** Below it the archive is only a moment behind, as it always is. */
const behindMost = 1_000
/** From there on somebody should look: full is when nobody can write. */
const fillMost = 0.8

export function judgeHealth({ shards, storage, claims }: ServerStats): readonly HealthFault[] {
  const faults: HealthFault[] = []
  if (storage.streamBytes === null || shards.some(({ streamSeq }) => streamSeq === null)) {
    faults.push({ kind: 'broker-away' })
  }
  const late = shards.filter(({ behind }) => (behind ?? 0) > behindMost)
  const messages = late.reduce((sum, { behind }) => sum + (behind ?? 0), 0)
  if (late.length > 0) faults.push({ kind: 'archive-behind', messages, shards: late.length })
  const fill = fullestStream(shards)
  if (fill !== undefined && fill >= fillMost) faults.push({ kind: 'stream-filling', fill })
  const claimed = claims.most === 0 ? 0 : claims.revocations / claims.most
  if (claimed >= fillMost) faults.push({ kind: 'claims-filling', fill: claimed })
  return faults
}

/** How full the fullest is; undefined while nobody knows. */
export function fullestStream(shards: ServerStats['shards']): number | undefined {
  const known = shards.flatMap(({ streamFill }) => (streamFill === null ? [] : [streamFill]))
  return known.length === 0 ? undefined : Math.max(...known)
}

/** What all shards together are behind; undefined while nobody knows of one. */
export function archiveLag(shards: ServerStats['shards']): number | undefined {
  let sum = 0
  for (const { behind } of shards) {
    if (behind === null) return undefined
    sum += behind
  }
  return sum
}
