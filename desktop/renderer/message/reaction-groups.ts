import { emojiForm } from '../../../common/emoji-form.ts'
import type { UserId } from '../../../common/ids.ts'
import type { Reaction } from '../../../common/message.ts'
import { maxDifferentReactions } from '../../../common/reducers/fold-event.ts'

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

/** Whether there is a place for it: a message takes so many different ones, and more of each of them. */
export function takesReaction(reactions: readonly Reaction[], emoji: string): boolean {
  const different = new Set(reactions.map((one) => emojiForm(one.emoji)))
  return different.has(emojiForm(emoji)) || different.size < maxDifferentReactions
}

export type Reactor = { readonly user: UserId; readonly emoji: readonly string[] }

/** Everybody who reacted, I first and the others by their names, each with all that they took; or those of one emoji. */
export function reactorsOf(
  groups: readonly ReactionGroup[],
  { only, me, nameOf }: { only: string | undefined; me: UserId; nameOf: (user: UserId) => string },
): readonly Reactor[] {
  const byUser = new Map<UserId, string[]>()
  for (const { emoji, users } of groups) {
    if (only !== undefined && emoji !== only) continue
    for (const user of users) byUser.set(user, [...(byUser.get(user) ?? []), emoji])
  }
  const named = [...byUser].map(([user, emoji]) => ({ user, emoji, name: nameOf(user) }))
  named.sort((a, b) => Number(b.user === me) - Number(a.user === me) || a.name.localeCompare(b.name))
  return named.map(({ user, emoji }) => ({ user, emoji }))
}
