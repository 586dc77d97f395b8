import { AtSign, Bold, Check, Code, SendHorizontal } from 'lucide-react'
import { IconButton } from '../look/IconButton.tsx'
import { modifierName } from '../look/modifier-name.ts'
import styles from './ComposerBar.module.css'
import { EmojiButton } from './EmojiButton.tsx'

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
  const keepFocus = (event: React.PointerEvent) => event.preventDefault()
  return (
    <div className={styles.bar} onPointerDown={keepFocus}>
      <IconButton label="Bold" title={`Bold (${modifierName()} B)`} onClick={() => onInsert('**', '**')}>
        <Bold />
      </IconButton>
      <IconButton label="Code" onClick={onCode}>
        <Code />
      </IconButton>
      {canMention && (
        <IconButton label="Mention someone" onClick={() => onInsert('@')}>
          <AtSign />
        </IconButton>
      )}
      <EmojiButton label="Emoji" onPick={(emoji) => onInsert(emoji)} />
      <span className={styles.gap} />
      <button
        type="button"
        className={styles.send}
        aria-label={isEditing ? 'Save' : 'Send'}
        title={isEditing ? 'Save (Enter)' : 'Send (Enter)'}
        disabled={!maySend}
        onClick={onSend}
      >
        {isEditing ? <Check /> : <SendHorizontal />}
      </button>
    </div>
  )
}
