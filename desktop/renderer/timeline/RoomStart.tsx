import { UserPlus } from 'lucide-react'
import type { RoomFacts } from '../../engine-contract.ts'
import { Avatar } from '../look/Avatar.tsx'
import { Button } from '../look/Button.tsx'
import { Centre } from '../look/Centre.tsx'
import { useRoomTitle } from '../state/room-selectors.ts'
import { showOverlay } from '../state/view-store.ts'

/** A room in which nobody has said anything yet. */
export function RoomStart({ room }: { readonly room: RoomFacts }) {
  const title = useRoomTitle(room)
  const { counterpart } = room
  const mayAdd = room.kind === 'group' && (room.myRole === 'owner' || room.myRole === 'admin')
  const picture = (
    <Avatar id={counterpart ?? room.id} name={title} shape={counterpart === undefined ? 'room' : 'person'} size={72} />
  )
  return (
    <Centre
      picture={picture}
      title={`This is the start of ${title}`}
      actions={
        mayAdd ? (
          <Button onClick={() => showOverlay('add-people')}>
            <UserPlus aria-hidden="true" />
            Add people
          </Button>
        ) : undefined
      }
    >
      {mayAdd
        ? 'Ask people in. They will see everything that is said here from the first word on.'
        : 'Nothing has been said here yet.'}
    </Centre>
  )
}
