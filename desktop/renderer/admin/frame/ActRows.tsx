import { Button } from '../../look/buttons/Button.tsx'
import styles from './ActRows.module.css'

type ActRowsProps = {
  readonly acts: readonly {
    readonly key: string
    readonly name: string
    /** What it will do, in a sentence. */
    readonly means: string
    readonly isDanger?: boolean
    readonly onAct: (from: HTMLElement) => void
  }[]
}

/** What can be done with the one thing that a page shows: each says what it will do before it is pressed. */
export function ActRows({ acts }: ActRowsProps) {
  return (
    <ul className={styles.acts}>
      {acts.map(({ key, name, means, isDanger, onAct }) => (
        <li key={key}>
          <p id={`means-${key}`}>{means}</p>
          <Button
            look={isDanger ? 'danger-word' : 'quiet'}
            size="small"
            aria-describedby={`means-${key}`}
            onClick={(event) => onAct(event.currentTarget)}
          >
            {name}
          </Button>
        </li>
      ))}
    </ul>
  )
}
