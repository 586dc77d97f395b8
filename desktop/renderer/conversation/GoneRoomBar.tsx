import { DoorClosed, X } from 'lucide-react'
import type { GoneRoomView } from '../../engine-contract.ts'
import { dismissGoneRoom } from '../commands.ts'
import { Button } from '../look/buttons/Button.tsx'
import { IconButton } from '../look/buttons/IconButton.tsx'
import { richWords } from '../look/wording/rich-words.ts'
import { useWords } from '../state/language-choice.ts'
import { useDraftWords, useGoneRooms, useMe, useUsers } from '../state/room-selectors.ts'
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
  const say = useWords()
  const users = useUsers()
  const me = useMe()
  const hasDraft = useDraftWords(gone.id).trim() !== ''
  const count = gone.unsent.length + (hasDraft ? 1 : 0)
  return (
    <div className={styles.bar}>
      <DoorClosed aria-hidden="true" />
      <p role="status">
        <b>{richWords(say, 'conversation.gone-sentence', { room: gone.name })}</b>{' '}
        <span>
          {goneWords(gone, { say, users, me: me.id })} {unsentSentence(say, count)}
        </span>
      </p>
      {count > 0 ? (
        <Button look="word" onClick={() => showRoom(gone.id)}>
          {say('conversation.show-unsent', { count })}
        </Button>
      ) : (
        <IconButton label={say('conversation.dismiss')} onClick={() => void dismissGoneRoom(gone.id)}>
          <X />
        </IconButton>
      )}
    </div>
  )
}
