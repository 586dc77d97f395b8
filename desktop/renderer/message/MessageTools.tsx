import { Menu } from '@base-ui/react/menu'
import {
  BellRing,
  Bookmark,
  BookmarkX,
  Copy,
  Ellipsis,
  Flag,
  Forward,
  MailOpen,
  MessageSquareText,
  Pencil,
  Pin,
  PinOff,
  Reply,
  Route,
  Smile,
  Trash2,
  UserRound,
} from 'lucide-react'
import { useRef } from 'react'
import { isLeader } from '../../../common/credential-scope.ts'
import { markUnreadFrom, setPin } from '../commands.ts'
import { useConversation } from '../conversation/conversation-context.ts'
import { copyText } from '../look/buttons/copy-text.ts'
import { IconButton } from '../look/buttons/IconButton.tsx'
import menu from '../look/popups/Menu.module.css'
import { toggleSaved } from '../saved/set-saved.ts'
import { showForward } from '../state/forward-dialog.ts'
import { useWords } from '../state/language-choice.ts'
import { showReport } from '../state/people-dialogs.ts'
import { showPerson } from '../state/person-card-store.ts'
import { useMe, useUsers } from '../state/room-selectors.ts'
import { nameOf } from '../state/room-words.ts'
import { sayDone } from '../state/said-line.ts'
import { useIsSaved } from '../state/saved-selectors.ts'
import { askTrace, askWhoReacted, askWhy, showThread } from '../state/view-store.ts'
import type { MessageRow } from '../timeline/timeline-items.ts'
import styles from './MessageTools.module.css'
import { ReactionQuickRow } from './ReactionQuickRow.tsx'

type MessageToolsProps = {
  readonly row: MessageRow
  /** A menu of it stands open: it must stay while the pointer is over there. */
  readonly onOpenChange: (isOpen: boolean) => void
}

/** What can be done with a message; floats over the line and moves nothing. */
export function MessageTools({ row, onOpenChange }: MessageToolsProps) {
  const say = useWords()
  const me = useMe()
  const { room, mayWrite, thread, reply, edit, askToRemove } = useConversation()
  const { message } = row
  const users = useUsers()
  const anchor = useRef<HTMLDivElement>(null)
  const isMine = message.author === me.id
  const isSaved = useIsSaved(message.room, message.id)
  const isPinned = message.pinnedAt !== undefined
  // What waits here, or did not go out, has its own words for what can be done.
  const isStored = row.state === 'stored'
  const mayRemove = isStored && ((isMine && mayWrite) || isLeader(room.myRole))
  const copy = async () => {
    if (!(await copyText(message.text))) sayDone(say('look.not-copied'))
  }
  return (
    <div ref={anchor} className={styles.tools} role="toolbar" aria-label={say('message.tools')}>
      {mayWrite && isStored && (
        <>
          <ReactionQuickRow row={row} onOpenChange={onOpenChange} />
          <IconButton label={say('message.reply')} size={30} onClick={() => reply(row)}>
            <Reply />
          </IconButton>
          {thread === undefined && (
            <IconButton
              label={say('thread.answer')}
              size={30}
              onClick={() => showThread({ room: room.id, message: message.thread ?? message.id })}
            >
              <MessageSquareText />
            </IconButton>
          )}
          {isMine && message.forwarded === undefined && (
            <IconButton label={say('message.edit')} size={30} onClick={() => edit(row)}>
              <Pencil />
            </IconButton>
          )}
        </>
      )}
      <Menu.Root onOpenChange={onOpenChange}>
        <Menu.Trigger render={<IconButton label={say('message.more')} size={30} />}>
          <Ellipsis />
        </Menu.Trigger>
        <Menu.Portal>
          <Menu.Positioner className={menu.positioner} sideOffset={6} align="end" collisionPadding={8}>
            <Menu.Popup className={menu.popup}>
              <Menu.Item className={menu.item} onClick={() => void copy()}>
                <Copy aria-hidden="true" />
                {say('message.copy-text')}
              </Menu.Item>
              {isStored && (
                <Menu.Item className={menu.item} onClick={() => showForward(message)}>
                  <Forward aria-hidden="true" />
                  {say('forward.begin')}
                </Menu.Item>
              )}
              <Menu.Item
                className={menu.item}
                onClick={() => anchor.current && showPerson(message.author, anchor.current)}
              >
                <UserRound aria-hidden="true" />
                {say('message.about-person', { name: nameOf(say, users, message.author) })}
              </Menu.Item>
              {message.reactions.length > 0 && (
                <Menu.Item
                  className={menu.item}
                  onClick={() => askWhoReacted({ room: message.room, message: message.id })}
                >
                  <Smile aria-hidden="true" />
                  {say('reacted.ask')}
                </Menu.Item>
              )}
              {isMine && (
                <Menu.Item className={menu.item} onClick={() => askTrace({ room: message.room, message: message.id })}>
                  <Route aria-hidden="true" />
                  {say('trace.ask')}
                </Menu.Item>
              )}
              {isStored && (
                <Menu.Item className={menu.item} onClick={() => void toggleSaved(say, message.room, message.id)}>
                  {isSaved ? <BookmarkX aria-hidden="true" /> : <Bookmark aria-hidden="true" />}
                  {say(isSaved ? 'saved.take-out' : 'saved.save')}
                </Menu.Item>
              )}
              {mayWrite && isStored && (
                <Menu.Item className={menu.item} onClick={() => void setPin(message.room, message.id, !isPinned)}>
                  {isPinned ? <PinOff aria-hidden="true" /> : <Pin aria-hidden="true" />}
                  {say(isPinned ? 'pins.unpin' : 'pins.pin')}
                </Menu.Item>
              )}
              {!isMine && (
                <Menu.Item className={menu.item} onClick={() => void markUnreadFrom(message.room, message.seq)}>
                  <MailOpen aria-hidden="true" />
                  {say('message.unread-from-here')}
                </Menu.Item>
              )}
              {!isMine && (
                <Menu.Item
                  className={menu.item}
                  onClick={() =>
                    showReport({ kind: 'message', user: message.author, room: message.room, message: message.id })
                  }
                >
                  <Flag aria-hidden="true" />
                  {say('message.report')}
                </Menu.Item>
              )}
              {!isMine && (
                <Menu.Item className={menu.item} onClick={() => askWhy({ room: message.room, message: message.id })}>
                  <BellRing aria-hidden="true" />
                  {say('message.why-notified')}
                </Menu.Item>
              )}
              {mayRemove && (
                <Menu.Item className={menu.item} data-danger onClick={() => askToRemove(row)}>
                  <Trash2 aria-hidden="true" />
                  {say('look.remove')}
                </Menu.Item>
              )}
            </Menu.Popup>
          </Menu.Positioner>
        </Menu.Portal>
      </Menu.Root>
    </div>
  )
}
