import { type ReactNode, useEffect, useRef } from 'react'
import { useWords } from '../../state/language-choice.ts'
import { Button } from '../buttons/Button.tsx'
import styles from './AskRow.module.css'

type AskRowProps = {
  readonly picture?: ReactNode
  readonly question: string
  /** What is lost. */
  readonly words: ReactNode
  readonly does: string
  readonly isBusy: boolean
  readonly onDo: () => void
  readonly onKeep: () => void
}

/** Before something is lost the row itself asks, in its place. What does it has the focus; Escape keeps. */
export function AskRow({ picture, question, words, does, isBusy, onDo, onKeep }: AskRowProps) {
  const say = useWords()
  const button = useRef<HTMLButtonElement>(null)
  useEffect(() => button.current?.focus(), [])
  const onKeyDown = (event: React.KeyboardEvent) => {
    if (event.key !== 'Escape') return
    event.preventDefault()
    event.stopPropagation()
    onKeep()
  }
  return (
    // biome-ignore lint/a11y/useSemanticElements: a <fieldset> would bring a frame and a legend
    <div className={styles.row} role="group" aria-label={question} onKeyDown={onKeyDown}>
      {picture}
      <div>
        <b>{question}</b>
        <p>{words}</p>
      </div>
      <span className={styles.actions}>
        <Button look="line" size="small" onClick={onKeep}>
          {say('look.keep')}
        </Button>
        <Button ref={button} look="danger" size="small" disabled={isBusy} onClick={onDo}>
          {does}
        </Button>
      </span>
    </div>
  )
}
