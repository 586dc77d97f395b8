import type { usualReasons } from '../../../common/http-contract/report-contract.ts'
import type { PlainKey } from '../../words/word-keys.ts'

/** What goes with a report is the reason's own word: whoever decides may read another language. */
export const reportReasons = {
  spam: 'report.spam',
  harassment: 'report.harassment',
  threat: 'report.threat',
  impersonation: 'report.impersonation',
  other: 'report.other',
} as const satisfies Readonly<Record<(typeof usualReasons)[number], PlainKey>>
export type ReportReason = keyof typeof reportReasons

export function isReportReason(word: string): word is ReportReason {
  return Object.hasOwn(reportReasons, word)
}
