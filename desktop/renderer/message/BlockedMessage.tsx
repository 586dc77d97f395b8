import { EyeOff } from 'lucide-react'
import type { MessageId } from '../../../common/ids.ts'
import { Button } from '../look/buttons/Button.tsx'
import { useWords } from '../state/language-choice.ts'
import styles from './BlockedMessage.module.css'

type BlockedMessageProps = { readonly message: MessageId; readonly onShow: () => void }

/** By somebody whom I have blocked, in a room that we share: there, and not to be read unless I want to. */
export function BlockedMessage({ message, onShow }: BlockedMessageProps) {
  const say = useWords()
  return (
    <article className={styles.blocked} data-message={message} tabIndex={-1}>
      <EyeOff aria-hidden="true" />
      <span>{say('message.blocked')}</span>
      <Button look="word" size="small" onClick={onShow}>
        {say('message.show-once')}
      </Button>
    </article>
  )
}
