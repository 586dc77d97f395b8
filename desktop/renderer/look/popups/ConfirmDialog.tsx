import { type ReactNode, useRef, useState } from 'react'
import type { Result } from '../../../../common/result.ts'
import { errorWords } from '../../../words/error-words.ts'
import { useWords } from '../../state/language-choice.ts'
import { Button } from '../buttons/Button.tsx'
import { Modal, ModalActions, ModalWords } from './Modal.tsx'

type ConfirmDialogProps = {
  readonly title: string
  /** What is lost, in a sentence or two. */
  readonly words: ReactNode
  /** Shown over the words: what it is about. */
  readonly children?: ReactNode
  readonly does: string
  readonly keeps: string
  readonly act: () => Promise<Result<unknown>>
  readonly onDone: () => void
  readonly onClose: () => void
}

/** Asks before something is lost. The way back has the focus; what could not be done is said, and may be tried again. */
export function ConfirmDialog({ title, words, children, does, keeps, act, onDone, onClose }: ConfirmDialogProps) {
  const say = useWords()
  const keep = useRef<HTMLButtonElement>(null)
  const [problem, setProblem] = useState<string>()
  const [isBusy, setIsBusy] = useState(false)
  const go = async () => {
    setProblem(undefined)
    setIsBusy(true)
    const done = await act()
    setIsBusy(false)
    if (done.ok) onDone()
    else setProblem(errorWords(say, done.error))
  }
  return (
    <Modal title={title} onClose={onClose} initialFocus={keep}>
      {children}
      <ModalWords>{words}</ModalWords>
      <ModalActions problem={problem}>
        <Button ref={keep} look="quiet" onClick={onClose}>
          {keeps}
        </Button>
        <Button look="danger" disabled={isBusy} onClick={() => void go()}>
          {does}
        </Button>
      </ModalActions>
    </Modal>
  )
}
