import type { MessageId, UserId } from '../ids.ts'
import type { Answers } from '../message.ts'
import type { MessageRow } from './timeline-slot.ts'

/** By what they hang on; nothing where nobody has answered in a thread, which is nearly everywhere. */
export function groupAnswers(rows: Iterable<MessageRow>): ReadonlyMap<MessageId, readonly MessageRow[]> {
  const groups = new Map<MessageId, MessageRow[]>()
  for (const row of rows) {
    const { thread } = row.message
    if (thread === undefined) continue
    const group = groups.get(thread)
    if (group === undefined) groups.set(thread, [row])
    else group.push(row)
  }
  return groups
}

/**
 * What hangs on a message by now: as history counted it up to a place, with what came and went since, as far as it is held. From
 * what is held alone where that is all of it. It depends on the rows, never on the order in which they came.
 * @param counted undefined: history has named none
 * @param rows of the thread, in the order of sequences
 */
export function foldAnswers(counted: Answers | undefined, rows: readonly MessageRow[]): Answers | undefined {
  const upTo = counted?.upTo ?? 0
  const stored = rows.filter(({ state }) => state === 'stored')
  const standing = stored.filter(({ message }) => message.removedAt === undefined)
  // Those that were there when it was counted.
  const held = stored.filter(({ seq, message }) => {
    return seq <= upTo && (message.removedAt === undefined || message.version > upTo)
  })
  if (counted === undefined || held.length >= counted.count) return sumOf(standing)
  const later = standing.filter(({ seq }) => seq > upTo)
  const gone = held.filter(({ message }) => message.removedAt !== undefined).length
  const count = counted.count - gone + later.length
  if (count <= 0) return undefined
  const lastAt = Math.max(counted.lastAt, later.at(-1)?.message.at ?? 0)
  return { count, lastAt, by: [...new Set([...authorsOf(later), ...counted.by])] }
}

function sumOf(standing: readonly MessageRow[]): Answers | undefined {
  const last = standing.at(-1)
  if (last === undefined) return undefined
  return { count: standing.length, lastAt: last.message.at, by: authorsOf(standing) }
}

/** Whoever wrote last first. */
function authorsOf(rows: readonly MessageRow[]): readonly UserId[] {
  return [...new Set(rows.toReversed().map(({ message }) => message.author))]
}
