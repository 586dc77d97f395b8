import type { ServerFault } from '../../bridge.ts'
import type { Words } from '../../words/words.ts'

/** What was tried, and the likeliest cause. */
export function faultWords(say: Words, fault: ServerFault): string {
  return say(`first-run.fault-${fault}`)
}

/** Where a file of the person's own helps. */
export function needsAuthority(fault: ServerFault): boolean {
  return fault === 'certificate-untrusted'
}
