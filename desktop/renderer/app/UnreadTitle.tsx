import { useEffect } from 'react'
import { unreadLabel } from '../../../common/reducers/unread-reducer.ts'
import type { RoomFacts } from '../../engine-contract.ts'
import { desktopBridge } from '../state/desktop-link.ts'
import { useWords } from '../state/language-choice.ts'
import { useServerName, useUnreadTotal, useUsers } from '../state/room-selectors.ts'
import { roomTitleOf } from '../state/room-words.ts'

/** The window's title and the desktop's badge, from the same sum as the sidebar. Draws nothing, so that nothing redraws. */
export function UnreadTitle({ room }: { readonly room: RoomFacts | undefined }) {
  const say = useWords()
  const users = useUsers()
  const serverName = useServerName()
  const { unread, forYou } = useUnreadTotal()
  const name = room === undefined ? '' : `${roomTitleOf(say, room, users)} · `
  useEffect(() => {
    document.title = `${unread > 0 ? `(${unreadLabel(unread)}) ` : ''}${name}${serverName}`
  }, [unread, name, serverName])
  useEffect(() => void desktopBridge()?.setUnread({ unread, forYou }), [unread, forYou])
  return null
}
