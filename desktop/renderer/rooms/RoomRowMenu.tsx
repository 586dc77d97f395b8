import { ContextMenu } from '@base-ui/react/context-menu'
import { HardDrive, SquareArrowOutUpRight } from 'lucide-react'
import { type ReactElement, type ReactNode, useState } from 'react'
import { parseRoomId, type RoomId } from '../../../common/ids.ts'
import type { RoomFacts, RoomView } from '../../engine-contract.ts'
import { errorWords } from '../../words/error-words.ts'
import { clearKept } from '../commands.ts'
import menu from '../look/popups/Menu.module.css'
import { RoomNoticeItems } from '../notices/RoomNoticeItems.tsx'
import { useSaidChanges } from '../notices/use-said-changes.ts'
import { useWords } from '../state/language-choice.ts'
import { useRoomRow, useRoomTitle } from '../state/room-selectors.ts'
import { sayDone } from '../state/said-line.ts'
import { openRoomWindow } from '../state/single-room.ts'

/** What can be done with a row of the list: one menu for all of them, opened by the second button, a long press or its key. */
export function RoomRowMenu({ list, children }: { readonly list: ReactElement; readonly children: ReactNode }) {
  const say = useWords()
  const [room, setRoom] = useState<RoomId>()
  const row = useRoomRow(room)
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
              {row !== undefined && <RoomNotices room={row} />}
              <ContextMenu.Item className={menu.item} onClick={() => openRoomWindow(room)}>
                <SquareArrowOutUpRight aria-hidden="true" />
                {say('rooms.own-window')}
              </ContextMenu.Item>
              {row !== undefined && <ClearKept room={row} />}
            </ContextMenu.Popup>
          </ContextMenu.Positioner>
        </ContextMenu.Portal>
      )}
    </ContextMenu.Root>
  )
}

/** What lies here of one room alone; Settings shows how much that is. */
function ClearKept({ room }: { readonly room: RoomFacts }) {
  const say = useWords()
  const title = useRoomTitle(room)
  const clear = async () => {
    const cleared = await clearKept(room.id)
    sayDone(cleared.ok ? say('settings.room-cleared', { room: title }) : errorWords(say, cleared.error))
  }
  return (
    <ContextMenu.Item className={menu.item} onClick={() => void clear()}>
      <HardDrive aria-hidden="true" />
      {say('rooms.clear-kept')}
    </ContextMenu.Item>
  )
}

/** As in the head of the room: what it tells, and for how long it is silent. */
function RoomNotices({ room }: { readonly room: RoomView }) {
  const changes = useSaidChanges()
  return (
    <>
      <RoomNoticeItems room={room} changes={changes} />
      <ContextMenu.Separator className={menu.separator} />
    </>
  )
}
