import { getEntry } from '../../../common/reducers/bucket-map.ts'
import type { OutboxEntry } from '../../../common/reducers/outbox-reducer.ts'
import type { Timeline } from '../../../common/reducers/timeline-reducer.ts'
import { unreachable } from '../../../common/result.ts'
import type { MemberEvent } from '../../../common/wire-event.ts'
import type { ChangeView } from '../../engine-contract.ts'
import { plainError } from './send-state.ts'

/**
 * Changes of mine that did not go out, the last of each message. Those that were tried and wait are told as those that
 * nobody lets through: the latter hold up the room, so it must be seen where.
 */
export function unsentChanges(outbox: readonly OutboxEntry[]): readonly ChangeView[] {
  const changes = new Map<string, ChangeView>()
  for (const { id, event, state, error } of outbox) {
    if (event.kind === 'message.posted' || (state !== 'waiting' && state !== 'stuck' && state !== 'refused')) continue
    changes.set(event.message, {
      message: event.message,
      kind: kindOf(event),
      state,
      ...(event.kind === 'message.edited' ? { text: event.text } : {}),
      entry: id,
      ...(error === undefined ? {} : { error: plainError(error) }),
    })
  }
  return [...changes.values()]
}

/** Those whose message stands in no row: nobody would see there what became of them. */
export function looseChanges({ slots }: Timeline, outbox: readonly OutboxEntry[]): readonly ChangeView[] | undefined {
  const loose = unsentChanges(outbox).filter(({ message }) => getEntry(slots, message)?.row === undefined)
  return loose.length === 0 ? undefined : loose
}

function kindOf(event: Exclude<MemberEvent, { readonly kind: 'message.posted' }>): ChangeView['kind'] {
  switch (event.kind) {
    case 'message.edited':
      return 'edit'
    case 'message.removed':
      return 'removal'
    case 'reaction.added':
    case 'reaction.removed':
      return 'reaction'
    case 'message.pinned':
    case 'message.unpinned':
      return 'pin'
    default:
      return unreachable(event)
  }
}
