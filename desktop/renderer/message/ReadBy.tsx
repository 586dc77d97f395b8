import { Popover } from '@base-ui/react/popover'
import { CheckCheck } from 'lucide-react'
import type { RoomId } from '../../../common/ids.ts'
import { PersonFace } from '../people/PersonFace.tsx'
import { useWords } from '../state/language-choice.ts'
import { useMembers, useReceipts, useUsers } from '../state/room-selectors.ts'
import { nameOf } from '../state/room-words.ts'
import styles from './ReadBy.module.css'

type ReadByProps = {
  readonly room: RoomId
  readonly seq: number
}

/** The double tick in a room of several: by how many, and on a click who they are. */
export function ReadBy({ room, seq }: ReadByProps) {
  const say = useWords()
  const users = useUsers()
  const members = useMembers(room)
  const receipts = useReceipts(room)
  // Who left is not said to read here any more.
  const readers = receipts.filter((each) => each.seq >= seq && members.some(({ user }) => user === each.user))
  const label = readers.length === 0 ? say('message.read') : say('message.read-by', { count: readers.length })
  return (
    <Popover.Root>
      <Popover.Trigger className={styles.tick} aria-label={label}>
        <CheckCheck aria-hidden="true" />
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Positioner className={styles.positioner} sideOffset={6} collisionPadding={8}>
          <Popover.Popup className={styles.popup}>
            <Popover.Title className={styles.title}>{label}</Popover.Title>
            <ul>
              {readers.map(({ user }) => {
                const name = nameOf(say, users, user)
                return (
                  <li key={user}>
                    <PersonFace user={user} size={24} />
                    <span dir="auto">{name}</span>
                  </li>
                )
              })}
            </ul>
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  )
}
