import { useConversation } from '../conversation/conversation-context.ts'
import { EmojiButton } from '../emoji/EmojiButton.tsx'
import { rememberEmoji } from '../emoji/emoji-choice.ts'
import { useWords } from '../state/language-choice.ts'
import { useMe } from '../state/room-selectors.ts'
import { askWhoReacted } from '../state/view-store.ts'
import type { MessageRow } from '../timeline/timeline-items.ts'
import { ReactionChip } from './ReactionChip.tsx'
import styles from './Reactions.module.css'
import { reactTo } from './react-to.ts'
import { groupReactions } from './reaction-groups.ts'

/** Who reacted with what; one tap adds mine or takes it back. */
export function Reactions({ row }: { readonly row: MessageRow }) {
  const say = useWords()
  const me = useMe()
  const { mayWrite } = useConversation()
  const { message } = row
  if (message.reactions.length === 0) return null
  const react = (emoji: string, on: boolean) => reactTo(say, message, emoji, on)
  return (
    <div className={styles.reactions}>
      {groupReactions(message.reactions, me.id).map((group) => (
        <ReactionChip
          key={group.emoji}
          group={group}
          mayReact={mayWrite}
          onAskWho={() => askWhoReacted({ room: message.room, message: message.id, emoji: group.emoji })}
          onToggle={() => {
            if (!group.isMine) rememberEmoji(group.emoji)
            react(group.emoji, !group.isMine)
          }}
        />
      ))}
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
