import type { MessageId, RoomId } from '../../../common/ids.ts'
import { errorWords } from '../../words/error-words.ts'
import type { Words } from '../../words/words.ts'
import { setSaved } from '../commands.ts'
import { sayDone } from '../state/said-line.ts'
import { readIsSaved } from '../state/saved-selectors.ts'

/** The other way round than it is, and says what is done: saving says where it is found again, taking out can be undone. */
export async function toggleSaved(say: Words, room: RoomId, message: MessageId): Promise<void> {
  const on = !readIsSaved(room, message)
  const undo = on ? undefined : () => void putSaved(say, room, message)
  sayDone(say(on ? 'saved.done' : 'saved.taken-out'), undo)
  const done = await setSaved(room, message, on)
  if (!done.ok) sayDone(errorWords(say, done.error))
}

async function putSaved(say: Words, room: RoomId, message: MessageId): Promise<void> {
  const done = await setSaved(room, message, true)
  if (!done.ok) sayDone(errorWords(say, done.error))
}
