import { SearchX, X } from 'lucide-react'
import type { MessageId } from '../../../common/ids.ts'
import { Button } from '../look/buttons/Button.tsx'
import { IconButton } from '../look/buttons/IconButton.tsx'
import { useWords } from '../state/language-choice.ts'
import type { MissedMessage } from '../timeline/use-jump.ts'
import styles from './ConnectionBar.module.css'

type MissedBarProps = {
  readonly missed: MissedMessage | undefined
  readonly onAgain: (message: MessageId) => void
  readonly onClose: () => void
}

/** Why somebody was not taken to the message that they followed a link to. */
export function MissedBar({ missed, onAgain, onClose }: MissedBarProps) {
  const say = useWords()
  if (missed === undefined) return null
  return (
    <div className={styles.bar} data-calm="true" role="status">
      <SearchX aria-hidden="true" />
      <p>{missed.words}</p>
      <Button look="word" onClick={() => onAgain(missed.message)}>
        {say('look.try-again')}
      </Button>
      <IconButton label={say('look.close')} onClick={onClose}>
        <X aria-hidden="true" />
      </IconButton>
    </div>
  )
}
