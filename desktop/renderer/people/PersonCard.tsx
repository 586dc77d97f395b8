import { Popover } from '@base-ui/react/popover'
import { useEffect, useRef, useState } from 'react'
import type { RoomId, UserId } from '../../../common/ids.ts'
import type { RoomView } from '../../engine-contract.ts'
import { listRoomsWith } from '../commands.ts'
import { focusBack } from '../look/focus-back.ts'
import { useWords } from '../state/language-choice.ts'
import { hidePerson, usePersonCard } from '../state/person-card-store.ts'
import { useMe, useRooms, useUsers } from '../state/room-selectors.ts'
import { nameOf, roomTitleOf } from '../state/room-words.ts'
import { sayDone } from '../state/said-line.ts'
import { showRoom, showSettings } from '../state/view-store.ts'
import styles from './PersonCard.module.css'
import { ProfileCard } from './ProfileCard.tsx'

/** The card of whoever was pointed at, beside it. */
export function PersonCard() {
  const shown = usePersonCard((state) => state.shown)
  const main = useRef<HTMLButtonElement>(null)
  const before = useRef<Element>(null)
  const say = useWords()
  const users = useUsers()
  if (shown === undefined) return null
  return (
    <Popover.Root open onOpenChange={(open) => !open && hidePerson()}>
      <Popover.Portal>
        <Popover.Positioner
          className={styles.positioner}
          anchor={shown.anchor}
          side="inline-end"
          align="start"
          sideOffset={8}
          collisionPadding={8}
        >
          <Popover.Popup
            key={shown.user}
            className={styles.popup}
            aria-label={nameOf(say, users, shown.user)}
            initialFocus={() => {
              before.current = document.activeElement
              return main.current ?? true
            }}
            finalFocus={() => focusBack(before.current)}
          >
            <Card user={shown.user} mainRef={main} />
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  )
}

function Card({
  user,
  mainRef,
}: {
  readonly user: UserId
  readonly mainRef: React.RefObject<HTMLButtonElement | null>
}) {
  const say = useWords()
  const me = useMe()
  const users = useUsers()
  const rooms = useRooms()
  const together = useRoomsWith(user)
  const person = user === me.id ? me : users[user]
  if (person === undefined) return null
  const direct = (Object.values(rooms) as RoomView[]).find(({ counterpart }) => counterpart === user)
  const go = (room: RoomId) => {
    hidePerson()
    showRoom(room)
  }
  return (
    <ProfileCard
      person={person}
      rooms={together?.flatMap((id) => (rooms[id] ? [{ id, name: roomTitleOf(say, rooms[id], users) }] : []))}
      isMe={user === me.id}
      onRoom={(room) => go(room as RoomId)}
      onWrite={direct && (() => go(direct.id))}
      onEdit={() => {
        hidePerson()
        showSettings('profile')
      }}
      onCopy={() => {
        void navigator.clipboard.writeText(`@${person.handle}`).then(() => sayDone(say('people.handle-copied')))
      }}
      mainRef={mainRef}
    />
  )
}

/** Rooms of several that we are both in; none while it is my own card. */
function useRoomsWith(user: UserId): readonly RoomId[] | undefined {
  const [rooms, setRooms] = useState<readonly RoomId[]>()
  const me = useMe().id
  useEffect(() => {
    let isGone = false
    if (user !== me) {
      void listRoomsWith(user).then((listed) => {
        if (listed.ok && !isGone) setRooms(listed.value)
      })
    }
    return () => {
      isGone = true
    }
  }, [user, me])
  return rooms
}
