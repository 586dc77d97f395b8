import type { Message } from '../../../common/message.ts'
import { maxDifferentReactions } from '../../../common/reducers/fold-event.ts'
import type { Words } from '../../words/words.ts'
import { setReaction } from '../commands.ts'
import { sayDone } from '../state/said-line.ts'
import { takesReaction } from './reaction-groups.ts'

/** Shows at once, and goes out like all that is said. One that the message has no place for is told, not sent. */
export function reactTo(say: Words, { room, id, reactions }: Message, emoji: string, on: boolean): boolean {
  if (on && !takesReaction(reactions, emoji)) {
    sayDone(say('message.reactions-full', { count: maxDifferentReactions }))
    return false
  }
  void setReaction(room, id, emoji, on)
  return true
}
