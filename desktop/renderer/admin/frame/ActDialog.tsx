import { type ReactNode, useRef, useState } from 'react'
import type { AppError } from '../../../../common/app-error.ts'
import type { Result } from '../../../../common/result.ts'
import { errorWords } from '../../../words/error-words.ts'
import { Button } from '../../look/buttons/Button.tsx'
import { TextArea } from '../../look/fields/TextArea.tsx'
import { Modal, ModalActions } from '../../look/popups/Modal.tsx'
import { useWords } from '../../state/language-choice.ts'
import styles from './ActDialog.module.css'

type ActDialogProps<Value> = {
  /** A question: "Suspend Ana Lindqvist?" */
  readonly title: string
  /** Who or what it is done to: a face and a name. */
  readonly whom?: ReactNode
  /** What will happen, each in a sentence. */
  readonly happens: readonly string[]
  /** What else has to be chosen. */
  readonly children?: ReactNode
  /** A reason has to be given: they read it, and the log keeps it. */
  readonly asksReason?: boolean
  readonly does: string
  /** Nothing is lost by it. */
  readonly isMild?: boolean
  readonly isReady?: boolean
  readonly act: (reason: string) => Promise<Result<Value>>
  /** Where what went wrong needs more than its own sentence. */
  readonly problemOf?: (error: AppError) => string | undefined
  readonly onDone: (value: Value) => void
  readonly onClose: () => void
  /** Where the focus goes afterwards. */
  readonly finalFocus?: () => HTMLElement | boolean
}

/**
 * Before anything is done to somebody or something: what, to whom, and what happens then. The way back has the focus, or
 * the field where there is one; why it could not be done is said, and it may be tried again.
 */
export function ActDialog<Value>(props: ActDialogProps<Value>) {
  const { title, whom, happens, children, asksReason = false, does, isMild = false, isReady = true } = props
  const { act, problemOf, onDone, onClose, finalFocus } = props
  const say = useWords()
  const keep = useRef<HTMLButtonElement>(null)
  const [typed, setTyped] = useState('')
  const [problem, setProblem] = useState<string>()
  const [isBusy, setIsBusy] = useState(false)
  const isMissing = asksReason && typed.trim() === ''
  const go = async () => {
    setProblem(undefined)
    setIsBusy(true)
    const done = await act(typed.trim())
    setIsBusy(false)
    if (done.ok) onDone(done.value)
    else setProblem(problemOf?.(done.error) ?? errorWords(say, done.error))
  }
  const hasFields = asksReason || children !== undefined
  return (
    <Modal
      title={title}
      onClose={onClose}
      {...(hasFields ? {} : { initialFocus: keep })}
      {...(finalFocus === undefined ? {} : { finalFocus })}
    >
      {whom !== undefined && <div className={styles.whom}>{whom}</div>}
      <ul className={styles.happens}>
        {happens.map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
      {children}
      {asksReason && (
        <TextArea
          label={say('admin.reason')}
          hint={say('admin.reason-hint')}
          rows={2}
          maxLength={500}
          required
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
        />
      )}
      <ModalActions problem={problem}>
        <Button ref={keep} look="quiet" onClick={onClose}>
          {say('look.cancel')}
        </Button>
        <Button look={isMild ? 'main' : 'danger'} disabled={isBusy || isMissing || !isReady} onClick={() => void go()}>
          {does}
        </Button>
      </ModalActions>
    </Modal>
  )
}
