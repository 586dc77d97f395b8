import type { RoomId } from '../../../common/ids.ts'
import { loadOlder } from '../commands.ts'
import { Button } from '../look/Button.tsx'
import styles from './OlderProblem.module.css'

/** Floats over the first row, so that nothing moves when it comes or goes. */
export function OlderProblem({ room }: { readonly room: RoomId }) {
  return (
    <div className={styles.problem}>
      <span role="status">Older messages could not be loaded.</span>
      <Button look="word" onClick={() => void loadOlder(room)}>
        Try again
      </Button>
    </div>
  )
}
