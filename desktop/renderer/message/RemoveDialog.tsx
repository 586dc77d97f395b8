import { useState } from 'react'
import { errorWords } from '../../words/error-words.ts'
import { removeMessage } from '../commands.ts'
import { Button } from '../look/Button.tsx'
import { Modal, ModalActions, ModalWords } from '../look/Modal.tsx'
import { useWords } from '../state/language-choice.ts'
import type { MessageRow } from '../timeline/timeline-items.ts'
import styles from './RemoveDialog.module.css'

export function RemoveDialog({ row, onClose }: { readonly row: MessageRow; readonly onClose: () => void }) {
  const say = useWords()
  const [problem, setProblem] = useState<string>()
  const remove = async () => {
    const removed = await removeMessage(row.message.room, row.message.id)
    if (removed.ok) onClose()
    else setProblem(errorWords(say, removed.error))
  }
  return (
    <Modal title={say('message.remove-question')} onClose={onClose}>
      <blockquote className={styles.quote} dir="auto">
        {row.message.text.slice(0, 400)}
      </blockquote>
      <ModalWords>{say('message.remove-means')}</ModalWords>
      <ModalActions problem={problem}>
        <Button look="quiet" onClick={onClose}>
          {say('look.keep')}
        </Button>
        <Button look="danger" onClick={() => void remove()}>
          {say('look.remove')}
        </Button>
      </ModalActions>
    </Modal>
  )
}
