import { Bell, BellOff } from 'lucide-react'
import { useEffect } from 'react'
import type { RoomFacts } from '../../engine-contract.ts'
import { IconButton } from '../look/buttons/IconButton.tsx'
import { useSlice } from '../state/engine-store.ts'
import { useWords } from '../state/language-choice.ts'
import { sayDone } from '../state/said-line.ts'
import { RoomNoticeMenu } from './RoomNoticeMenu.tsx'
import { useNoticeChanges } from './use-notices.ts'

/** In the head of a room: what it tells, and whether it is muted. */
export function RoomBell({ room }: { readonly room: RoomFacts }) {
  const say = useWords()
  const changes = useNoticeChanges()
  const isMuted = useSlice('rooms', (rooms) => rooms[room.id]?.quietUntil !== undefined)
  const { problem } = changes
  useEffect(() => {
    if (problem !== undefined) sayDone(problem)
  }, [problem])
  return (
    <RoomNoticeMenu room={room} changes={changes}>
      <IconButton label={say(isMuted ? 'notices.of-room-muted' : 'notices.of-room')}>
        {isMuted ? <BellOff /> : <Bell />}
      </IconButton>
    </RoomNoticeMenu>
  )
}
