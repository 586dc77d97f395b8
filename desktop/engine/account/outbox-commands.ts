import { appError } from '../../../common/app-error.ts'
import { err, ok } from '../../../common/result.ts'
import type { CommandHandlers, OutboxCommand } from '../../engine-command.ts'
import type { OutboxKeeper } from '../outbox/outbox.ts'

/** What a person decides about words that did not go out. */
export function buildOutboxHandlers(
  outbox: Pick<OutboxKeeper, 'retryRoom' | 'discard'>,
): CommandHandlers<OutboxCommand> {
  return {
    'retry-sends': ({ room }) => {
      outbox.retryRoom(room)
      return ok(null)
    },
    'discard-send': ({ room, entry }) => (outbox.discard(room, entry) ? ok(null) : err(appError('send-under-way'))),
  }
}
