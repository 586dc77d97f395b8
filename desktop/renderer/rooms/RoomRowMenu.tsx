import { ContextMenu } from '@base-ui/react/context-menu'
import { SquareArrowOutUpRight } from 'lucide-react'
import { type ReactElement, type ReactNode, useState } from 'react'
import { parseRoomId, type RoomId } from '../../../common/ids.ts'
import menu from '../look/popups/Menu.module.css'
import { RoomNoticeItems } from '../notices/RoomNoticeItems.tsx'
import { useSaidChanges } from '../notices/use-said-changes.ts'
import { useWords } from '../state/language-choice.ts'
import { useRoomRow } from '../state/room-selectors.ts'
import { openRoomWindow } from '../state/single-room.ts'

/** What can be done with a row of the list: one menu for all of them, opened by the second button, a long press or its key. */
export function RoomRowMenu({ list, children }: { readonly list: ReactElement; readonly children: ReactNode }) {
  const say = useWords()
  const [room, setRoom] = useState<RoomId>()
  const find = (event: React.MouseEvent) => {
    const row = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-room]') : null
    setRoom(parseRoomId(row?.dataset.room))
  }
  return (
    <ContextMenu.Root disabled={false}>
      <ContextMenu.Trigger render={list} onContextMenuCapture={find}>
        {children}
      </ContextMenu.Trigger>
      {room !== undefined && (
        <ContextMenu.Portal>
          <ContextMenu.Positioner className={menu.positioner}>
            <ContextMenu.Popup className={menu.popup}>
              <RoomNotices id={room} />
              <ContextMenu.Item className={menu.item} onClick={() => openRoomWindow(room)}>
                <SquareArrowOutUpRight aria-hidden="true" />
                {say('rooms.own-window')}
              </ContextMenu.Item>
            </ContextMenu.Popup>
          </ContextMenu.Positioner>
        </ContextMenu.Portal>
      )}
    </ContextMenu.Root>
  )
}

/** As in the head of the room: what it tells, and for how long it is silent. */
function RoomNotices({ id }: { readonly id: RoomId }) {
  const room = useRoomRow(id)
  const changes = useSaidChanges()
  if (room === undefined) return null
  return (
    <>
      <RoomNoticeItems room={room} changes={changes} />
      <ContextMenu.Separator className={menu.separator} />
    </>
  )
}
