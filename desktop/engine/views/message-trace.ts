import type { EventId, MessageId } from '../../../common/ids.ts'
import type { OutboxEntry } from '../../../common/reducers/outbox-reducer.ts'
import type { ArchiveTrace, WaitingTrace } from '../../trace-command.ts'

/** What holds an own message up here; undefined where it does not wait. `entries`: of its room, in their order. */
export function waitingOf(entries: readonly OutboxEntry[], message: MessageId | EventId): WaitingTrace | undefined {
  const at = entries.findIndex(({ id }) => id === message)
  const entry = entries[at]
  if (entry === undefined) return undefined
  const { state, awaits = [], triedBefore, error, nextTryAt } = entry
  // What is stored, or refused for good, holds nothing up.
  const before = entries.slice(0, at).filter((one) => one.state !== 'stored' && one.state !== 'refused')
  return {
    ...{ state, triedBefore, behind: before.length, files: awaits.length },
    ...(error === undefined ? {} : { error }),
    ...(nextTryAt === undefined ? {} : { nextTryAt }),
  }
}

/** What history answered of the place: the room's head by then, and whether the message was there. */
export type ArchiveAnswer = { readonly head: number; readonly hasMessage: boolean }

/** `head`: what the archive has announced of the room. `seq`: where the stream has the message, if it does. */
export function archiveOf(
  seq: number | undefined,
  head: number,
  answer: ArchiveAnswer | undefined,
  isOnline: boolean,
): ArchiveTrace {
  const asked = answer !== undefined
  const known = Math.max(head, answer?.head ?? 0)
  const trace = (kind: ArchiveTrace['kind']) => ({ kind, head: known, asked })
  if (seq === undefined) return trace('not-yet')
  if (answer?.hasMessage === true) return trace('holds')
  if (asked) return trace(answer.head >= seq ? 'lacks' : 'not-yet')
  if (head >= seq) return trace('holds')
  return trace(isOnline ? 'not-yet' : 'unknown')
}
