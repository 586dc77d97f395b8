import { appError } from '../../../common/app-error.ts'
import { err, ok } from '../../../common/result.ts'
import type { CommandHandlers, OutboxCommand } from '../../engine-command.ts'
import type { OutboxKeeper } from '../outbox/outbox.ts'
import type { FileDesk } from '../transfers/file-desk.ts'
import type { DraftKeeper } from './draft-keeper.ts'

/** What a person decides about words that did not go out. */
export function buildOutboxHandlers(
  outbox: Pick<OutboxKeeper, 'retryRoom' | 'discard'>,
  drafts: Pick<DraftKeeper, 'flush'>,
  files: Pick<FileDesk, 'retryRoom'>,
): CommandHandlers<OutboxCommand> {
  return {
    'retry-sends': ({ room }) => {
      // First: what a message waits for decides whether it goes on.
      files.retryRoom(room)
      outbox.retryRoom(room)
      return ok(null)
    },
    'discard-send': async ({ room, entry }) => {
      // Words that went back into the composer are on disk there before they go here: dying between the two keeps them.
      await drafts.flush()
      return outbox.discard(room, entry) ? ok(null) : err(appError('send-under-way'))
    },
  }
}
