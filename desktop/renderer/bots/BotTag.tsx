import type { UserId } from '../../../common/ids.ts'
import { Tag } from '../look/marks/Tag.tsx'
import { useWords } from '../state/language-choice.ts'
import { useUser } from '../state/room-selectors.ts'

/** Beside the name of a program, wherever one stands; nothing for a person. */
export function BotTag({ user }: { readonly user: UserId }) {
  const say = useWords()
  const isBot = useUser(user)?.bot === true
  return isBot ? <Tag>{say('people.bot')}</Tag> : null
}
