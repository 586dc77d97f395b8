import type { Words } from '../../../words/words.ts'
import { Avatar } from '../../look/marks/Avatar.tsx'
import { useWords } from '../../state/language-choice.ts'
import styles from '../people/AdminPersonCell.module.css'
import type { ListedRoom } from './admin-rooms-api.ts'

type RoomLike = Pick<ListedRoom, 'id' | 'name'>

/** Every group has a name. Whose two people a direct room is is nobody's to know here. */
export function adminRoomName(say: Words, { name }: Pick<ListedRoom, 'name'>): string {
  return name ?? say('admin.direct-room')
}

/** A room's letter and its name. */
export function AdminRoomCell({ room, size = 28 }: { readonly room: RoomLike; readonly size?: 28 | 36 }) {
  const name = adminRoomName(useWords(), room)
  return (
    <span className={styles.person}>
      <Avatar id={room.id} name={name} shape="room" size={size} />
      <b dir="auto">{name}</b>
    </span>
  )
}
