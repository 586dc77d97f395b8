import { Menu } from '@base-ui/react/menu'
import { Bell, BellOff } from 'lucide-react'
import { useEffect } from 'react'
import type { RoomFacts } from '../../engine-contract.ts'
import { IconButton } from '../look/IconButton.tsx'
import menu from '../look/Menu.module.css'
import { useSlice } from '../state/engine-store.ts'
import { useWords } from '../state/language-choice.ts'
import { sayDone } from '../state/said-line.ts'
import { RoomNoticeItems } from './RoomNoticeItems.tsx'
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
    <Menu.Root>
      <Menu.Trigger render={<IconButton label={say(isMuted ? 'notices.of-room-muted' : 'notices.of-room')} />}>
        {isMuted ? <BellOff /> : <Bell />}
      </Menu.Trigger>
      <Menu.Portal>
        <Menu.Positioner className={menu.positioner} sideOffset={6} align="end" collisionPadding={8}>
          <Menu.Popup className={menu.popup}>
            <RoomNoticeItems room={room} changes={changes} />
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  )
}
