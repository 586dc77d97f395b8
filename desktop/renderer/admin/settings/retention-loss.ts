import type { ServerStats } from '../../../../common/http-contract/stats-contract.ts'

/**
 * What goes when words are kept for `days` from now on, by what was counted. The server counts by days for a month only:
 * beyond it no more is known than how many there are at most.
 */
export type RetentionLoss =
  | { readonly kind: 'none' }
  | { readonly kind: 'about' | 'at-most'; readonly messages: number }
  | { readonly kind: 'unknown' }

export function lossOf(days: number | null, before: number | null, stats: ServerStats | undefined): RetentionLoss {
  // Longer than before, or for good: what there is stays.
  if (days === null || (before !== null && days >= before)) return { kind: 'none' }
  if (stats === undefined) return { kind: 'unknown' }
  const { total, days: counted } = stats.messages
  const kept = counted.slice(-days).reduce((sum, { messages }) => sum + messages, 0)
  const older = Math.max(0, total - kept)
  // What was older than the time before has gone already, and is still counted.
  return { kind: days <= counted.length && before === null ? 'about' : 'at-most', messages: older }
}
