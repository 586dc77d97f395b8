import type { UserId } from '../../../common/ids.ts'
import type { GoneRoomView } from '../../engine-contract.ts'
import { plural } from '../look/count-words.ts'
import { nameOf, type Users } from '../state/room-words.ts'

type Reader = { readonly users: Users; readonly me: UserId }

/** How I came to be out of a room, as far as this device has heard. Whoever closes one takes everybody out. */
export function goneWords(gone: GoneRoomView, { users, me }: Reader): string {
  if (gone.by === me) return 'You left it on another device.'
  if (gone.by !== undefined) return `${nameOf(users, gone.by)} took you out or closed it.`
  return 'You were taken out, or it was closed.'
}

/** Nothing where all went out. */
export function unsentSentence(count: number): string | undefined {
  if (count === 0) return undefined
  return `${plural(count, 'message', 'messages')} of yours ${count === 1 ? 'was' : 'were'} not sent.`
}
