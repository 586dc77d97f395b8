import { UserPlus } from 'lucide-react'
import type { RoomFacts } from '../../engine-contract.ts'
import { runsRoom } from '../about/member-actions.ts'
import { Button } from '../look/buttons/Button.tsx'
import { Avatar } from '../look/marks/Avatar.tsx'
import { Centre } from '../look/states/Centre.tsx'
import { useWords } from '../state/language-choice.ts'
import { useRoomTitle } from '../state/room-selectors.ts'
import { showOverlay } from '../state/view-store.ts'

/** A room in which nobody has said anything yet. */
export function RoomStart({ room }: { readonly room: RoomFacts }) {
  const say = useWords()
  const title = useRoomTitle(room)
  const { counterpart } = room
  const mayAdd = runsRoom(room)
  const picture = (
    <Avatar id={counterpart ?? room.id} name={title} shape={counterpart === undefined ? 'room' : 'person'} size={72} />
  )
  return (
    <Centre
      picture={picture}
      title={say('timeline.start-of', { room: title })}
      actions={
        mayAdd ? (
          <Button onClick={() => showOverlay('add-people')}>
            <UserPlus aria-hidden="true" />
            {say('about.add-people')}
          </Button>
        ) : undefined
      }
    >
      {say(
        mayAdd
          ? room.history === 'joined'
            ? 'timeline.ask-in-joined'
            : 'timeline.ask-people-in'
          : 'timeline.nothing-said',
      )}
    </Centre>
  )
}
