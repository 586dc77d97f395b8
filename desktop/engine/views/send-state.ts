import type { AppError } from '../../../common/app-error.ts'
import type { EventId } from '../../../common/ids.ts'
import type { OutboxEntry } from '../../../common/reducers/outbox-reducer.ts'
import type { MessageRow } from '../../../common/reducers/timeline-slot.ts'
import type { SendState } from '../../engine-contract.ts'

export type SendView = { readonly state: SendState; readonly entry?: EventId; readonly error?: AppError }

/** What became of a row's message: the stream's word where it has it, else how far the outbox has come. */
export function sendStateOf(row: MessageRow, outbox: readonly OutboxEntry[]): SendView {
  if (row.state !== 'queued') return { state: row.state }
  const entry = outbox.find(({ id }) => id === row.message.id)
  if (entry === undefined) return { state: 'queued' }
  const handle = handleOf(entry)
  switch (entry.state) {
    case 'stored':
      return { state: 'stored' }
    case 'stuck':
    case 'refused':
      // Nothing more happens by itself: only a person can try again or discard.
      return { state: 'stuck', ...handle }
    case 'waiting':
      // It goes out again by itself; the error says why it waits.
      return { state: 'waiting', ...handle }
    default:
      return { state: entry.state, entry: entry.id }
  }
}

/** For retry and discard, and why it may be wanted. */
export function handleOf({ id, error }: Pick<OutboxEntry, 'id' | 'error'>): Pick<SendView, 'entry' | 'error'> {
  return { entry: id, ...(error === undefined ? {} : { error: plainError(error) }) }
}

/** Without `cause`: that is for the log, and not everything in it can be cloned to a screen. */
export function plainError({ cause: _, ...error }: AppError): AppError {
  return error
}
