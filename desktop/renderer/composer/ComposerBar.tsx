import { AtSign, Check, Mic, Plus, Type } from 'lucide-react'
import { useRef } from 'react'
import { EmojiButton } from '../emoji/EmojiButton.tsx'
import { IconButton } from '../look/buttons/IconButton.tsx'
import { SendButton } from '../look/buttons/SendButton.tsx'
import { Keys } from '../look/keys/Keys.tsx'
import { keyNames } from '../look/keys/key-names.ts'
import { richWords } from '../look/wording/rich-words.ts'
import { useWords } from '../state/language-choice.ts'
import styles from './ComposerBar.module.css'

type ComposerBarProps = {
  readonly isEditing: boolean
  readonly maySend: boolean
  readonly canMention: boolean
  readonly isFormatting: boolean
  readonly onFormatting: (isOpen: boolean) => void
  readonly onInsert: (text: string) => void
  readonly onSend: () => void
  /** Undefined where none can be recorded, or one is being. */
  readonly onVoice: (() => void) | undefined
  readonly onFiles: (files: readonly File[]) => void
}

/** The buttons under the text. Pressing one leaves the caret where it was. */
export function ComposerBar(props: ComposerBarProps) {
  const { isEditing, maySend, canMention, isFormatting, onFormatting, onInsert, onSend, onVoice, onFiles } = props
  const picker = useRef<HTMLInputElement>(null)
  const say = useWords()
  const send = isEditing ? 'look.save' : 'composer.send'
  const keepFocus = (event: React.PointerEvent) => event.preventDefault()
  return (
    <div className={styles.bar} onPointerDown={keepFocus}>
      {!isEditing && (
        <>
          <IconButton label={say('attach.add')} onClick={() => picker.current?.click()}>
            <Plus />
          </IconButton>
          <input
            ref={picker}
            type="file"
            multiple
            hidden
            tabIndex={-1}
            onChange={({ target }) => {
              onFiles(Array.from(target.files ?? []))
              // The same file may be picked again.
              target.value = ''
            }}
          />
        </>
      )}
      <IconButton
        label={say('composer.formatting')}
        aria-pressed={isFormatting}
        onClick={() => onFormatting(!isFormatting)}
      >
        <Type />
      </IconButton>
      {canMention && (
        <IconButton label={say('composer.mention')} onClick={() => onInsert('@')}>
          <AtSign />
        </IconButton>
      )}
      <span className={styles.hint} aria-hidden="true">
        {richWords(say, isEditing ? 'composer.hint-edit' : 'composer.hint', {
          enter: <Keys>{keyNames(say, 'Enter')}</Keys>,
          keys: <Keys>{keyNames(say, isEditing ? 'Esc' : 'Shift Enter')}</Keys>,
        })}
      </span>
      <span className={styles.gap} />
      <EmojiButton label={say('composer.emoji')} onPick={onInsert} />
      {onVoice !== undefined && (
        <IconButton label={say('voice.record')} onClick={onVoice}>
          <Mic />
        </IconButton>
      )}
      <SendButton
        label={say(send)}
        title={say('composer.with-key', { does: say(send), key: keyNames(say, 'Enter') })}
        disabled={!maySend}
        onClick={onSend}
      >
        {isEditing ? <Check /> : undefined}
      </SendButton>
    </div>
  )
}
