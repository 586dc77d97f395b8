import { useEffect, useMemo } from 'react'
import { unreadLabel } from '../../../common/reducers/unread-reducer.ts'
import type { RoomView } from '../../engine-contract.ts'
import { desktopBridge } from '../state/desktop-link.ts'
import { sumUnread } from '../state/room-order.ts'
import { useMe, useRooms, useServerName, useUsers } from '../state/room-selectors.ts'
import { roomTitleOf } from '../state/room-words.ts'

/** The window's title and the desktop's badge, from the same sum as the sidebar. */
export function useUnreadTitle(room: RoomView | undefined): void {
  const rooms = useRooms()
  const users = useUsers()
  const me = useMe()
  const serverName = useServerName()
  const { unread, forYou } = useMemo(() => sumUnread(rooms), [rooms])
  const name = room === undefined ? '' : `${roomTitleOf(room, users, me.id)} · `
  useEffect(() => {
    document.title = `${unread > 0 ? `(${unreadLabel(unread)}) ` : ''}${name}${serverName}`
  }, [unread, name, serverName])
  useEffect(() => desktopBridge()?.setBadge(forYou), [forYou])
}
