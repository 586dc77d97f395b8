import type { UserId } from './ids.ts'
import type { Message } from './message.ts'

type Spoken = Pick<Message, 'author' | 'forwarded'>

/** By somebody who is blocked, or words of theirs that another passes on. */
export function isOfBlocked({ author, forwarded }: Spoken, isBlocked: (user: UserId) => boolean): boolean {
  return isBlocked(author) || (forwarded !== undefined && isBlocked(forwarded.author))
}
