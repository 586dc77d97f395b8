import type { UserId } from '../../../common/ids.ts'
import type { GoneRoomView } from '../../engine-contract.ts'
import type { Words } from '../../words/words.ts'
import { nameOf, type Users } from '../state/room-words.ts'

type Reader = { readonly say: Words; readonly users: Users; readonly me: UserId }

/** How I came to be out of a room, as far as this device has heard. Whoever closes one takes everybody out. */
export function goneWords(gone: GoneRoomView, { say, users, me }: Reader): string {
  if (gone.by === me) return say('conversation.left-elsewhere')
  if (gone.by === undefined) return say('conversation.taken-out')
  return say('conversation.taken-out-by', { name: nameOf(say, users, gone.by) })
}

/** Nothing where all went out. */
export function unsentSentence(say: Words, count: number): string | undefined {
  return count === 0 ? undefined : say('conversation.unsent', { count })
}
