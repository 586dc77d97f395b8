import { AtSign, Bold, Check, Code, SendHorizontal } from 'lucide-react'
import { EmojiButton } from '../emoji/EmojiButton.tsx'
import { IconButton } from '../look/IconButton.tsx'
import { keyNames } from '../look/key-names.ts'
import { useWords } from '../state/language-choice.ts'
import styles from './ComposerBar.module.css'

type ComposerBarProps = {
  readonly isEditing: boolean
  readonly maySend: boolean
  readonly canMention: boolean
  readonly onInsert: (before: string, after?: string) => void
  readonly onCode: () => void
  readonly onSend: () => void
}

/** The buttons under the text. Pressing one leaves the caret where it was. */
export function ComposerBar({ isEditing, maySend, canMention, onInsert, onCode, onSend }: ComposerBarProps) {
  const say = useWords()
  const withKey = (does: 'composer.bold' | 'composer.send' | 'look.save', key: string) =>
    say('composer.with-key', { does: say(does), key: keyNames(say, key) })
  const keepFocus = (event: React.PointerEvent) => event.preventDefault()
  return (
    <div className={styles.bar} onPointerDown={keepFocus}>
      <IconButton
        label={say('composer.bold')}
        title={withKey('composer.bold', 'Mod B')}
        onClick={() => onInsert('**', '**')}
      >
        <Bold />
      </IconButton>
      <IconButton label={say('composer.code')} onClick={onCode}>
        <Code />
      </IconButton>
      {canMention && (
        <IconButton label={say('composer.mention')} onClick={() => onInsert('@')}>
          <AtSign />
        </IconButton>
      )}
      <span className={styles.gap} />
      <EmojiButton label={say('composer.emoji')} onPick={(emoji) => onInsert(emoji)} />
      <button
        type="button"
        className={styles.send}
        aria-label={say(isEditing ? 'look.save' : 'composer.send')}
        title={withKey(isEditing ? 'look.save' : 'composer.send', 'Enter')}
        disabled={!maySend}
        onClick={onSend}
      >
        {isEditing ? <Check /> : <SendHorizontal />}
      </button>
    </div>
  )
}
