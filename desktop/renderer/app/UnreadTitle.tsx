import { useEffect } from 'react'
import { unreadLabel } from '../../../common/reducers/unread-reducer.ts'
import type { RoomFacts } from '../../engine-contract.ts'
import { isolateText } from '../../words/isolate-text.ts'
import { desktopBridge } from '../state/desktop-link.ts'
import { useWords } from '../state/language-choice.ts'
import { useServerName, useUnreadTotal, useUsers } from '../state/room-selectors.ts'
import { roomTitleOf } from '../state/room-words.ts'

/** The window's title, and the desktop's badge or the page's icon, from the same sum as the sidebar. Draws nothing, so that nothing redraws. */
export function UnreadTitle({ room }: { readonly room: RoomFacts | undefined }) {
  const say = useWords()
  const users = useUsers()
  const serverName = useServerName()
  const { unread, forYou } = useUnreadTotal()
  const name = room === undefined ? undefined : roomTitleOf(say, room, users)
  const title = name === undefined ? isolateText(serverName) : say('app.title', { room: name, server: serverName })
  useEffect(() => {
    document.title = `${unread > 0 ? `(${unreadLabel(unread)}) ` : ''}${title}`
  }, [unread, title])
  useEffect(() => {
    const bridge = desktopBridge()
    if (bridge !== undefined) void bridge.setUnread({ unread, forYou })
    else showIcon(forYou > 0 ? '/mark-for-you.svg' : unread > 0 ? '/mark-unread.svg' : '/mark.svg')
  }, [unread, forYou])
  // Nobody is signed in any more: nothing is theirs to read.
  useEffect(() => () => showIcon('/mark.svg'), [])
  return null
}

function showIcon(path: string): void {
  document.querySelector<HTMLLinkElement>('link[rel=icon]')?.setAttribute('href', path)
}
