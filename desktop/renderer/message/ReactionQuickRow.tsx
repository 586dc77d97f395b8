import { emojiForm } from '../../../common/emoji-form.ts'
import { EmojiButton } from '../emoji/EmojiButton.tsx'
import { rememberEmoji, useEmojiMemory } from '../emoji/emoji-choice.ts'
import { oftenUsed } from '../emoji/emoji-memory.ts'
import { useEmoji } from '../emoji/load-emoji.ts'
import { IconButton } from '../look/buttons/IconButton.tsx'
import { useWords } from '../state/language-choice.ts'
import { useMe } from '../state/room-selectors.ts'
import type { MessageRow } from '../timeline/timeline-items.ts'
import styles from './Reactions.module.css'
import { reactTo } from './react-to.ts'

type ReactionQuickRowProps = {
  readonly row: MessageRow
  readonly onOpenChange: (isOpen: boolean) => void
}

const quickOnes = 3

/** The few that one takes most, one tap each, and all others behind them. */
export function ReactionQuickRow({ row, onOpenChange }: ReactionQuickRowProps) {
  const say = useWords()
  const me = useMe()
  const memory = useEmojiMemory()
  const table = useEmoji(false)
  const { message } = row
  const isMine = (emoji: string) =>
    message.reactions.some((each) => each.user === me.id && emojiForm(each.emoji) === emoji)
  const toggle = (emoji: string, on: boolean) => {
    if (reactTo(say, message, emoji, on) && on) rememberEmoji(emoji)
  }
  return (
    <>
      {oftenUsed(memory, { line: quickOnes }).map((emoji) => (
        <IconButton
          key={emoji}
          label={say('message.react-with', { emoji, name: table?.find(emoji)?.name ?? '' })}
          size={30}
          className={styles.quick}
          aria-pressed={isMine(emoji)}
          onClick={() => toggle(emoji, !isMine(emoji))}
        >
          {emoji}
        </IconButton>
      ))}
      <EmojiButton
        label={say('message.react')}
        size={30}
        onOpenChange={onOpenChange}
        onPick={(emoji) => void reactTo(say, message, emoji, true)}
      />
    </>
  )
}
