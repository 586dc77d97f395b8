import type { OutboxEntry } from '../../../common/reducers/outbox-reducer.ts'
import type { GoneRoomView } from '../../engine-contract.ts'

/** A room that I am not in any more, with what I wrote there that did not go out. */
export function buildGoneRoomView(gone: Omit<GoneRoomView, 'unsent'>, outbox: readonly OutboxEntry[]): GoneRoomView {
  return { ...gone, unsent: unsentWords(outbox) }
}

/** What a person wrote and would miss: a reaction or a removal that does not go out is nothing to copy. */
export function unsentWords(outbox: readonly OutboxEntry[]): readonly string[] {
  return outbox.flatMap(({ state, event }) =>
    state !== 'stored' && (event.kind === 'message.posted' || event.kind === 'message.edited') ? [event.text] : [],
  )
}
