import { setReaction } from '../commands.ts'
import { EmojiButton } from '../composer/EmojiButton.tsx'
import { useConversation } from '../conversation/conversation-context.ts'
import { useWords } from '../state/language-choice.ts'
import { useMe, useUsers } from '../state/room-selectors.ts'
import { nameOf } from '../state/room-words.ts'
import type { MessageRow } from '../timeline/timeline-items.ts'
import styles from './Reactions.module.css'
import { groupReactions } from './reaction-groups.ts'

/** Who reacted with what; one tap adds mine or takes it back. */
export function Reactions({ row }: { readonly row: MessageRow }) {
  const say = useWords()
  const me = useMe()
  const users = useUsers()
  const { mayWrite } = useConversation()
  const { message } = row
  if (message.reactions.length === 0) return null
  const react = (emoji: string, on: boolean) => void setReaction(message.room, message.id, emoji, on)
  return (
    <div className={styles.reactions}>
      {groupReactions(message.reactions, me.id).map((group) => {
        const names = group.users.map((user) => (user === me.id ? say('people.you') : nameOf(say, users, user)))
        return (
          <button
            type="button"
            key={group.emoji}
            className={styles.reaction}
            aria-pressed={group.isMine}
            aria-label={say('message.reaction', { emoji: group.emoji, names: say.list(names) })}
            title={say.list(names.slice(0, 30))}
            disabled={!mayWrite}
            onClick={() => react(group.emoji, !group.isMine)}
          >
            {group.emoji} <span className="tabular">{group.users.length}</span>
          </button>
        )
      })}
      {mayWrite && (
        <EmojiButton
          label={say('message.add-reaction')}
          className={styles.add}
          onPick={(emoji) => react(emoji, true)}
        />
      )}
    </div>
  )
}
