import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { auditFolder, loadAuditHead } from '../audit/audit-head-file.ts'
import { verifyAudit } from '../audit/verify-audit.ts'
import { keysFolder } from '../secrets/nats-keys.ts'
import { auditSecretFile } from '../secrets/server-secrets.ts'
import type { Store } from '../store/store-port.ts'
import { type Finding, note, trouble, well } from './doctor-finding.ts'

const help =
  "Somebody wrote to the store beside Natter. The server's log says each minute where the log of acts ended; a backup has it as it was."

/** Whether the audit log is as Natter wrote it, from its first line to where it ended when this folder last heard of it. */
export async function checkAudit(dataDir: string, store: Pick<Store, 'audit'>): Promise<readonly Finding[]> {
  const file = join(keysFolder(dataDir), auditSecretFile)
  const lines = await store.audit.countAuditRows()
  // Read as a start would, it would be made: whoever looks changes nothing.
  if (!existsSync(file)) {
    if (lines === 0 && !existsSync(auditFolder(dataDir))) return [note('audit log: nothing was noted yet')]
    return [trouble(`audit log: ${file} is missing, so nothing of it can be checked`, 'Put it back from a backup.')]
  }
  const secret = Buffer.from(readFileSync(file, 'utf8').trim(), 'base64url')
  const verdict = await verifyAudit(store.audit, secret, loadAuditHead(dataDir, secret))
  if (verdict.faults.length > 0) return verdict.faults.map((fault) => trouble(`audit log: ${fault}`, help))
  const erased = verdict.erased === 0 ? '' : `, ${verdict.erased} of them of people who were erased`
  return [well(`audit log: ${verdict.lines} lines, none changed or missing${erased}`)]
}
