import type { StreamReport } from '../streams/stream-report.ts'
import { type Finding, note, trouble, well } from './doctor-finding.ts'

/** As for `/readyz`: `server/stream-readiness.ts`, `server/server-readiness.ts`. */
const warnedFill = 0.85
const maxLagEvents = 50_000
/** Credentials have times in seconds and live for hours; past this one is refused before it begins. */
const maxSkewMs = 5_000

const startIt = 'Start Natter (npm start): it makes what is missing.'

/** Of each shard: fill, fence, and how far the archive is. `positions` is undefined where there is no store. */
export function checkShards(
  { shards }: StreamReport,
  wanted: number,
  positions: ReadonlyMap<number, number> | undefined,
): readonly Finding[] {
  const findings: Finding[] = []
  for (let shard = 0; shard < wanted; shard++) {
    if (!shards.has(shard)) findings.push(trouble(`shard ${shard}: the broker has no stream of it`, startIt))
  }
  for (const [shard, { fill, fenced, firstSeq, lastSeq, messages }] of shards) {
    if (fill >= warnedFill) {
      const help = 'See that the archiver runs (its shard is trimmed behind it), or raise NATTER_SHARD_BYTES.'
      findings.push(trouble(`shard ${shard}: its stream is ${Math.round(fill * 100)} % full`, help))
    }
    if (fenced) {
      const help = 'Leave the server running: it mends the shard and opens it. Its log names what stops it.'
      findings.push(trouble(`shard ${shard}: its stream is fenced`, help))
    }
    if (positions === undefined) continue
    const archived = positions.get(shard) ?? 0
    const lag = lastSeq - archived
    if (lag < 0) {
      const help = 'Leave the server running: it is mended by itself (docs/operate.md, Backup and restore).'
      findings.push(trouble(`shard ${shard}: the archive is ${-lag} ahead of a stream that was put back`, help))
    } else if (messages > 0 && firstSeq > archived + 1) {
      const help = 'Restore the store and the streams of one backup; else start the server, which states the gap.'
      findings.push(trouble(`shard ${shard}: the stream begins at ${firstSeq}, the archive ends at ${archived}`, help))
    } else if (lag > maxLagEvents) {
      const help = 'See that a process with the role archiver runs (NATTER_ROLES), and what its log says.'
      findings.push(trouble(`shard ${shard}: the archive is ${lag} events behind`, help))
    } else {
      findings.push(well(`shard ${shard}: ${Math.round(fill * 100)} % full, archived to ${archived} of ${lastSeq}`))
    }
  }
  return findings
}

export function checkClock(ofWhat: string, theirsAt: number, askedAt: number, answeredAt: number): Finding {
  const skewMs = theirsAt < askedAt ? theirsAt - askedAt : Math.max(0, theirsAt - answeredAt)
  const seconds = `${(Math.abs(skewMs) / 1_000).toFixed(1)} s`
  return Math.abs(skewMs) <= maxSkewMs
    ? well(`clock: this machine and the ${ofWhat} agree`)
    : trouble(
        `clock: the ${ofWhat} is ${seconds} ${skewMs < 0 ? 'behind' : 'ahead of'} this machine`,
        'Run NTP on both machines.',
      )
}

/** @param standing the version of the claims at each server of the broker; undefined: claims that cannot be read */
export function checkClaims(
  standing: readonly (number | undefined)[],
  missing: readonly string[],
  wanted: number,
): Finding {
  if (missing.length > 0) {
    const help = 'Start them; one that is gone for good is forgotten after a day.'
    return trouble(`claims: not heard by ${missing.join(', ')}`, help)
  }
  if (standing.some((version) => version === undefined)) {
    const help = "The broker's folder is of other keys: restore keys/ and nats/ of one backup."
    return trouble('claims: what the broker has cannot be read', help)
  }
  const versions = standing.filter((version) => version !== undefined)
  if (versions.some((version) => version < wanted)) {
    const help = 'Start the server: it pushes them within seconds. Its log names what stops it.'
    return trouble(`claims: the broker has version ${Math.min(...versions)}, the store ${wanted}`, help)
  }
  if (versions.some((version) => version > wanted)) return note('claims: the store is older than the broker; it learns')
  return well(
    `claims: version ${wanted} stands at ${versions.length === 1 ? 'the broker' : `${versions.length} servers`}`,
  )
}
