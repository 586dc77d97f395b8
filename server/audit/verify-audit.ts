import type { AuditRow, AuditStore } from '../store/audit-store.ts'
import { type AuditHead, digestLine, firstPrevious, unseal } from './audit-seal.ts'

/** `faults`: what was done to the log, in words. `erased`: lines whose person is no more. */
export type AuditVerdict = { readonly lines: number; readonly erased: number; readonly faults: readonly string[] }

const pageSize = 500
/** The first few say it; after one line was taken out every other thing follows from it. */
const mostFaults = 5

/**
 * Reads the whole chain from its first line on, with the key that made it.
 * @param knownHead where it ended once, by what was kept elsewhere
 */
export async function verifyAudit(
  store: Pick<AuditStore, 'loadAuditRows' | 'countAuditRows' | 'loadAuditKeys'>,
  secret: Buffer,
  knownHead: AuditHead | 'unreadable' | undefined,
): Promise<AuditVerdict> {
  const faults: string[] = []
  let [lines, erased] = [0, 0]
  let before: Pick<AuditRow, 'seq' | 'digest' | 'at'> = { seq: 0, digest: firstPrevious, at: 0 }
  let isHeadMet = knownHead === undefined || knownHead === 'unreadable'
  // Counted first: lines that are added meanwhile are read too, and are no fault.
  const counted = await store.countAuditRows()
  for (let beyondSeq: number | undefined; ; ) {
    const page = await store.loadAuditRows({ ...(beyondSeq === undefined ? {} : { beyondSeq }), limit: pageSize })
    const keys = await store.loadAuditKeys(page.flatMap(({ from, about }) => [from.key, about.key]))
    const byId = new Map(keys.map((key) => [key.id, key]))
    for (const row of page) {
      lines++
      faults.push(...judgeLine(secret, before, row))
      const parts = [
        [row.from, 'from'],
        [row.about, 'about'],
      ] as const
      const opened = parts.map(([sealed, name]) => {
        const key = byId.get(sealed.key)
        return key === undefined ? 'erased' : unseal(key, `${row.id} ${name}`, sealed) === undefined ? 'false' : 'read'
      })
      if (opened.includes('erased')) erased++
      if (opened.includes('false')) faults.push(`line ${row.seq}: the key of what is sealed in it was changed`)
      if (typeof knownHead === 'object' && row.seq === knownHead.seq) {
        isHeadMet = true
        if (row.digest !== knownHead.digest) faults.push(`line ${row.seq} is another one than was here before`)
      }
      before = row
    }
    if (faults.length > mostFaults || page.length < pageSize) break
    beyondSeq = page.at(-1)?.seq
  }
  if (faults.length === 0 && lines < counted) faults.push(`${counted - lines} lines stand beside the chain`)
  if (knownHead === 'unreadable') faults.push('what is kept of its end in the data folder is none that Natter wrote')
  if (!isHeadMet && typeof knownHead === 'object') {
    faults.push(`its end is missing: it went on to line ${knownHead.seq}, and now ends with line ${before.seq}`)
  }
  return { lines, erased, faults: faults.slice(0, mostFaults) }
}

function judgeLine(secret: Buffer, before: Pick<AuditRow, 'seq' | 'digest'>, row: AuditRow): readonly string[] {
  const { digest, ...line } = row
  if (digestLine(secret, line) !== digest) return [`line ${row.seq} was changed, or is none that Natter wrote`]
  if (row.seq <= before.seq) return [`line ${row.seq} stands twice`]
  if (row.seq !== before.seq + 1) return [`lines are missing between ${before.seq} and ${row.seq}`]
  if (row.previous !== before.digest) return [`line ${row.seq} does not follow the one before it`]
  return []
}
