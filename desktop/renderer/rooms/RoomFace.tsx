import type { ComponentProps } from 'react'
import type { RoomFacts } from '../../engine-contract.ts'
import { Avatar } from '../look/marks/Avatar.tsx'
import { useRoomPicture } from '../people/use-picture.ts'
import { useRoomTitle } from '../state/room-selectors.ts'

type RoomFaceProps = { readonly room: RoomFacts; readonly size?: ComponentProps<typeof Avatar>['size'] }

/** A room's picture, wherever it is shown; the first letter where it has none. */
export function RoomFace({ room, size }: RoomFaceProps) {
  const title = useRoomTitle(room)
  const picture = useRoomPicture(room.id, room.avatar)
  return <Avatar id={room.id} name={title} shape="room" size={size} picture={picture} />
}
