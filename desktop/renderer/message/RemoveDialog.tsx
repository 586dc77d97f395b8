import { removeMessage } from '../commands.ts'
import { ConfirmDialog } from '../look/popups/ConfirmDialog.tsx'
import { useWords } from '../state/language-choice.ts'
import type { MessageRow } from '../timeline/timeline-items.ts'
import styles from './RemoveDialog.module.css'

export function RemoveDialog({ row, onClose }: { readonly row: MessageRow; readonly onClose: () => void }) {
  const say = useWords()
  const { room, id, text } = row.message
  return (
    <ConfirmDialog
      title={say('message.remove-question')}
      words={say('message.remove-means')}
      does={say('look.remove')}
      keeps={say('look.keep')}
      act={() => removeMessage(room, id)}
      onDone={onClose}
      onClose={onClose}
    >
      <blockquote className={styles.quote} dir="auto">
        {text.slice(0, 400)}
      </blockquote>
    </ConfirmDialog>
  )
}
