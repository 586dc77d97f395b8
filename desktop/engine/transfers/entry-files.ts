import type { AppError } from '../../../common/app-error.ts'
import { appError } from '../../../common/app-error.ts'
import type { FileId, RoomId } from '../../../common/ids.ts'
import type { OutboxEntry } from '../../../common/reducers/outbox-reducer.ts'
import type { Attachment } from '../../../common/wire-event.ts'
import type { OutboxKeeper } from '../outbox/outbox.ts'
import type { TransferDesk, TransferLook } from './transfer-desk.ts'

export type EntryFiles = {
  /** Something became of the room's messages, or of their files. */
  look(room: RoomId): void
}

/**
 * Between a message that waits and its files: it goes out once all of them are at the server, and stands stuck, with the
 * reason, where one of them is. It keeps their names of here until there is a connection to send it on, so that it can be seen
 * and they can be asked about once more after a month without one.
 */
export function buildEntryFiles(options: {
  readonly outbox: () => Pick<OutboxKeeper, 'entries' | 'complete' | 'onFileStuck'>
  readonly desk: Pick<TransferDesk, 'look'>
  readonly isConnected: () => boolean
}): EntryFiles {
  const { outbox, desk, isConnected } = options
  const completing = new Set<OutboxEntry['id']>()

  async function complete({ room, id }: OutboxEntry, attachments: readonly Attachment[]): Promise<void> {
    if (completing.has(id)) return
    completing.add(id)
    await outbox().complete(room, id, attachments)
    completing.delete(id)
  }

  return {
    look(room) {
      for (const entry of outbox().entries(room)) {
        if (entry.awaits === undefined || entry.event.kind !== 'message.posted') continue
        const found = (entry.event.attachments ?? []).map((one) => ofEntry(entry, one, desk.look))
        const error = found.find((one) => one.error !== undefined)?.error
        if (error !== undefined) {
          if (entry.state !== 'stuck') outbox().onFileStuck(room, entry.id, error)
        } else if (isConnected() && found.every(({ isWhole }) => isWhole)) {
          void complete(
            entry,
            found.map(({ attachment }) => attachment),
          )
        }
      }
    },
  }
}

type Found = { readonly isWhole: boolean; readonly attachment: Attachment; readonly error?: AppError }

function ofEntry({ awaits }: OutboxEntry, said: Attachment, look: (file: FileId) => TransferLook | undefined): Found {
  if (awaits?.includes(said.file) !== true) return { isWhole: true, attachment: said }
  const found = look(said.file)
  if (found === undefined) return { isWhole: false, attachment: said, error: appError('file-lost') }
  const { caption } = said
  const attachment = caption === undefined ? found.attachment : { ...found.attachment, caption }
  const error = found.state === 'stuck' ? (found.error ?? appError('internal')) : undefined
  return { isWhole: found.state === 'whole', attachment, ...(error === undefined ? {} : { error }) }
}
