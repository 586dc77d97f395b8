import type { Message } from '../../../common/message.ts'
import { isBlockedNow } from '../state/people-selectors.ts'
import { readRows } from '../state/timeline-selectors.ts'
import type { ViewedPictures } from '../state/viewer-store.ts'
import { sortFiles } from './file-kinds.ts'

/** All pictures of the room that are loaded, of those whom one hears; of a message that stands nowhere there, its own alone. */
export function readRoomPictures(message: Message): ViewedPictures['pictures'] {
  const rows = readRows(message.room).flatMap((row) => (row.kind === 'message' ? row.message : []))
  const isThere = rows.some(({ id }) => id === message.id)
  const heard = rows.filter(({ id, author }) => id === message.id || !isBlockedNow(author))
  return (isThere ? heard : [message]).flatMap((one) =>
    sortFiles(one.attachments).pictures.map(({ file }) => ({ message: one, file })),
  )
}
