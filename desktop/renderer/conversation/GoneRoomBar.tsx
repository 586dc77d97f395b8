import { DoorClosed, X } from 'lucide-react'
import type { GoneRoomView } from '../../engine-contract.ts'
import { dismissGoneRoom } from '../commands.ts'
import { Button } from '../look/Button.tsx'
import { IconButton } from '../look/IconButton.tsx'
import { useDraft, useGoneRooms, useMe, useUsers } from '../state/room-selectors.ts'
import { showRoom, useView } from '../state/view-store.ts'
import styles from './GoneRoomBar.module.css'
import { goneWords, unsentSentence } from './gone-room-words.ts'

/** One line over everything: a room is gone that I did not leave. One at a time; the room itself says it where it is open. */
export function GoneRoomBar() {
  const openRoom = useView((view) => view.openRoom)
  const gone = (Object.values(useGoneRooms()) as GoneRoomView[]).find(({ id }) => id !== openRoom)
  return gone === undefined ? null : <Bar key={gone.id} gone={gone} />
}

function Bar({ gone }: { readonly gone: GoneRoomView }) {
  const users = useUsers()
  const me = useMe()
  const hasDraft = useDraft(gone.id).trim() !== ''
  const count = gone.unsent.length + (hasDraft ? 1 : 0)
  return (
    <div className={styles.bar}>
      <DoorClosed aria-hidden="true" />
      <p role="status">
        <b>
          You are not in <bdi>{gone.name}</bdi> any more.
        </b>{' '}
        <span>
          {goneWords(gone, { users, me: me.id })} {unsentSentence(count)}
        </span>
      </p>
      {count > 0 ? (
        <Button look="word" onClick={() => showRoom(gone.id)}>
          {count === 1 ? 'Show it' : 'Show them'}
        </Button>
      ) : (
        <IconButton label="Dismiss" onClick={() => void dismissGoneRoom(gone.id)}>
          <X />
        </IconButton>
      )}
    </div>
  )
}
