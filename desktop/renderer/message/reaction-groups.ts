import { emojiForm } from '../../../common/emoji-form.ts'
import type { UserId } from '../../../common/ids.ts'
import type { Reaction } from '../../../common/message.ts'

export type ReactionGroup = {
  readonly emoji: string
  readonly users: readonly UserId[]
  readonly isMine: boolean
}

/** One group an emoji, in the order in which each was first used. A Map, because an emoji may be `__proto__`. */
export function groupReactions(reactions: readonly Reaction[], me: UserId): readonly ReactionGroup[] {
  const byEmoji = new Map<string, UserId[]>()
  for (const { emoji: sent, user } of reactions) {
    const emoji = emojiForm(sent)
    const users = byEmoji.get(emoji)
    if (users === undefined) byEmoji.set(emoji, [user])
    else if (!users.includes(user)) users.push(user)
  }
  return [...byEmoji].map(([emoji, users]) => ({ emoji, users, isMine: users.includes(me) }))
}
