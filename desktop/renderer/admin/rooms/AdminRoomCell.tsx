import { Avatar } from '../../look/marks/Avatar.tsx'
import { useWords } from '../../state/language-choice.ts'
import styles from '../people/AdminPersonCell.module.css'
import type { ListedRoom } from './admin-rooms-api.ts'

type RoomLike = Pick<ListedRoom, 'id' | 'name' | 'kind'>

/** Whose two people a direct room is is nobody's to know here. */
export function useRoomName({ name, kind }: RoomLike): string {
  const say = useWords()
  return kind === 'direct' ? say('admin.direct-room') : (name ?? say('admin.room-unnamed'))
}

/** A room's letter and its name. */
export function AdminRoomCell({ room, size = 28 }: { readonly room: RoomLike; readonly size?: 28 | 36 }) {
  const name = useRoomName(room)
  return (
    <span className={styles.person}>
      <Avatar id={room.id} name={name} shape="room" size={size} />
      <b dir="auto">{name}</b>
    </span>
  )
}
