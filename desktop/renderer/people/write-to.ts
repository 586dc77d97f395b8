import type { User } from '../../../common/http-contract/account-contract.ts'
import { errorWords } from '../../words/error-words.ts'
import type { Words } from '../../words/words.ts'
import { askContact, changeSettings } from '../commands.ts'
import { readSlice } from '../state/engine-store.ts'
import { showAsk } from '../state/people-dialogs.ts'
import { showRoom } from '../state/view-store.ts'

/**
 * Opens the one direct room with somebody, or the question whether there may be one. Answers the sentence of what went
 * wrong.
 */
export async function writeTo(say: Words, { id, handle }: User): Promise<string | undefined> {
  const room = readSlice('contacts')[id]?.room
  if (room !== undefined) {
    if (readSlice('settings').hiddenRooms[room] !== undefined) void changeSettings({ hiddenRooms: { [room]: null } })
    showRoom(room)
    return undefined
  }
  const session = readSlice('session')
  if (!('server' in session) || session.server.contacts !== 'open') {
    showAsk(handle)
    return undefined
  }
  const asked = await askContact(handle)
  if (!asked.ok) return errorWords(say, asked.error)
  if (asked.value.room !== undefined) showRoom(asked.value.room)
  return undefined
}
