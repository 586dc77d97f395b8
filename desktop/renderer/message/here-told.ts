import type { UserId } from '../../../common/ids.ts'
import type { Mention } from '../../../common/wire-event.ts'
import { type FindHandle, toldByHere } from '../../text/mention-reading.ts'
import { parseText } from '../../text/parse-text.ts'
import type { Users } from '../state/room-words.ts'
import type { TextMessage } from './text-message.ts'

/** By the handles of those whom a message tells: nobody else is marked in it. */
export function findNamed(mentions: readonly Mention[], users: Users): FindHandle {
  return (handle) => mentions.flatMap((each) => (each !== 'room' && users[each]?.handle === handle ? [each] : []))[0]
}

type Told = { readonly message: TextMessage; readonly users: Users; readonly here: readonly UserId[] }
let last: Told | undefined

/** Whom `@here` told in it. Kept for as long as the same message is drawn: it may say so ten thousand times. */
export function readHereTold(message: TextMessage, users: Users): readonly UserId[] {
  if (last?.message === message && last.users === users) return last.here
  const { text, format, mentions } = message
  const here = toldByHere(parseText(text, format), mentions, findNamed(mentions, users))
  last = { message, users, here }
  return here
}
