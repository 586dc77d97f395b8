import { Menu } from '@base-ui/react/menu'
import type { ReactElement } from 'react'
import type { RoomFacts } from '../../engine-contract.ts'
import menu from '../look/popups/Menu.module.css'
import { RoomNoticeItems } from './RoomNoticeItems.tsx'
import type { NoticeChanges } from './use-notices.ts'

type RoomNoticeMenuProps = {
  readonly room: Pick<RoomFacts, 'id' | 'kind'>
  readonly changes: NoticeChanges
  /** The button that opens it. */
  readonly children: ReactElement
}

/** What a room tells, and for how long it is silent. */
export function RoomNoticeMenu({ room, changes, children }: RoomNoticeMenuProps) {
  return (
    <Menu.Root>
      <Menu.Trigger render={children} />
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
