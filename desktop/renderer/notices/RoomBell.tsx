import { Bell, BellOff } from 'lucide-react'
import type { RoomFacts } from '../../engine-contract.ts'
import { IconButton } from '../look/buttons/IconButton.tsx'
import { useSlice } from '../state/engine-store.ts'
import { useWords } from '../state/language-choice.ts'
import { RoomNoticeMenu } from './RoomNoticeMenu.tsx'
import { useSaidChanges } from './use-said-changes.ts'

/** In the head of a room: what it tells, and whether it is muted. */
export function RoomBell({ room }: { readonly room: RoomFacts }) {
  const say = useWords()
  const changes = useSaidChanges()
  const isMuted = useSlice('rooms', (rooms) => rooms[room.id]?.quietUntil !== undefined)
  return (
    <RoomNoticeMenu room={room} changes={changes}>
      <IconButton label={say(isMuted ? 'notices.of-room-muted' : 'notices.of-room')}>
        {isMuted ? <BellOff /> : <Bell />}
      </IconButton>
    </RoomNoticeMenu>
  )
}
