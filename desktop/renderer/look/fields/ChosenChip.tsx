import { X } from 'lucide-react'
import type { ReactNode } from 'react'
import { useWords } from '../../state/language-choice.ts'
import styles from './ChosenChip.module.css'

type ChosenChipProps = {
  readonly name: string
  /** Before the name, and behind it. */
  readonly face?: ReactNode
  readonly tag?: ReactNode
  readonly onTakeOff: () => void
}

/** Somebody, or a room, that was chosen, in a list of them, with the button that takes them off again. */
export function ChosenChip({ name, face, tag, onTakeOff }: ChosenChipProps) {
  const say = useWords()
  return (
    <li className={styles.chip} data-face={face === undefined ? undefined : ''}>
      {face}
      <span className={styles.name} dir="auto">
        {name}
      </span>
      {tag}
      <button type="button" aria-label={say('people.take-off', { name })} onClick={onTakeOff}>
        <X aria-hidden="true" />
      </button>
    </li>
  )
}
