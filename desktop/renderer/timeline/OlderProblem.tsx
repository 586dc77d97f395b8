import type { RoomId } from '../../../common/ids.ts'
import { loadOlder } from '../commands.ts'
import { Button } from '../look/buttons/Button.tsx'
import { useWords } from '../state/language-choice.ts'
import styles from './OlderProblem.module.css'

/** Floats over the first row, so that nothing moves when it comes or goes. */
export function OlderProblem({ room }: { readonly room: RoomId }) {
  const say = useWords()
  return (
    <div className={styles.problem}>
      <span role="status">{say('timeline.older-not-loaded')}</span>
      <Button look="word" onClick={() => void loadOlder(room)}>
        {say('look.try-again')}
      </Button>
    </div>
  )
}
