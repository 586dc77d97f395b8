import type { UserId } from '../../../common/ids.ts'
import type { Message } from '../../../common/message.ts'
import type { TimelineRow } from '../../engine-contract.ts'

/** So many are read aloud one by one; of more, only how many came before them. */
const mostSpoken = 12

/** What others said after a sequence, oldest first. */
export function newMessages(rows: readonly TimelineRow[], after: number, me: UserId): readonly Message[] {
  const found: Message[] = []
  for (let index = rows.length - 1; index >= 0; index--) {
    const row = rows[index]
    if (row?.kind !== 'message' || row.state !== 'stored') continue
    if (row.message.seq <= after) break
    if (row.message.author !== me && row.message.removedAt === undefined) found.push(row.message)
  }
  return found.reverse()
}

export function newestSeq(rows: readonly TimelineRow[]): number {
  const last = rows.findLast((row) => row.kind === 'message' && row.state === 'stored')
  return last?.kind === 'message' ? last.message.seq : 0
}

/** The ones to speak, and how many before them are only counted: nobody listens to five hundred. */
export function spokenOf(messages: readonly Message[]) {
  const counted = Math.max(0, messages.length - mostSpoken)
  return { counted, spoken: messages.slice(counted) }
}
