import { AtSign, CornerUpLeft, MessageSquareText, X } from 'lucide-react'
import { type KeyboardEvent, memo, type ReactNode } from 'react'
import { buildMessageFromApi } from '../../../common/http-contract/history-contract.ts'
import type { InboxItem } from '../../../common/http-contract/inbox-contract.ts'
import { messageLine } from '../../text/message-line.ts'
import type { Words } from '../../words/words.ts'
import { useEmojiLookup } from '../emoji/emoji-lookup.ts'
import { IconButton } from '../look/buttons/IconButton.tsx'
import { richWords } from '../look/wording/rich-words.ts'
import { fullTimeWords, hourWords } from '../look/wording/time-words.ts'
import { PersonFace } from '../people/PersonFace.tsx'
import { RequestCard } from '../people/RequestCard.tsx'
import { useWords } from '../state/language-choice.ts'
import { useRoomRow, useUsers } from '../state/room-selectors.ts'
import { nameOf, roomTitleOf } from '../state/room-words.ts'
import { useClock } from '../state/use-today.ts'
import styles from './InboxRow.module.css'

type InboxRowProps = {
  readonly item: InboxItem
  /** Came since somebody last looked. */
  readonly isFresh: boolean
  readonly tabIndex: 0 | -1
  readonly onGo: (item: InboxItem) => void
  readonly onDismiss: (item: InboxItem) => void
}

/** Who did what, the line it is about, where and when. Enter goes there, Delete dismisses it. */
export const InboxRow = memo(function InboxRow({ item, isFresh, tabIndex, onGo, onDismiss }: InboxRowProps) {
  const say = useWords()
  const { id, request } = item
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    if ((event.target as HTMLElement).dataset.row !== id) return
    if (event.key !== 'Delete' && event.key !== 'Backspace') return
    event.preventDefault()
    onDismiss(item)
  }
  return (
    <li className={styles.item} data-fresh={isFresh ? '' : undefined} onKeyDown={onKeyDown}>
      {request === undefined ? (
        <MessageRow item={item} isFresh={isFresh} tabIndex={tabIndex} onGo={onGo} />
      ) : (
        // biome-ignore lint/a11y/useSemanticElements: a row of a list, with a card in it
        <div
          role="group"
          aria-label={say('inbox.request')}
          className={styles.request}
          data-row={id}
          tabIndex={tabIndex}
        >
          <RequestCard request={request} />
        </div>
      )}
      <IconButton
        label={say('inbox.dismiss')}
        className={styles.dismiss}
        tabIndex={tabIndex}
        onClick={() => onDismiss(item)}
      >
        <X />
      </IconButton>
    </li>
  )
})

function MessageRow({ item, isFresh, tabIndex, onGo }: Omit<InboxRowProps, 'onDismiss'>) {
  const say = useWords()
  const clock = useClock()
  const users = useUsers()
  const emoji = useEmojiLookup()
  const { id, kind, at, by, message } = item
  const room = useRoomRow(item.room)
  const [first] = by
  const line = message === undefined ? '' : messageLine(buildMessageFromApi(message), 200, emoji)
  return (
    <button
      type="button"
      className={styles.row}
      data-row={id}
      data-kind={kind}
      tabIndex={tabIndex}
      onClick={() => onGo(item)}
    >
      <span className={styles.face}>
        {first !== undefined && <PersonFace user={first} />}
        <span className={styles.sign} aria-hidden="true">
          {signOf(item)}
        </span>
      </span>
      <span className={styles.text}>
        <span className={styles.what}>
          {isFresh && <span className="visually-hidden">{say('inbox.new')}</span>}
          <span>{whatWords(say, item, first === undefined ? say('people.someone') : nameOf(say, users, first))}</span>
          <time dateTime={new Date(at).toISOString()} title={fullTimeWords(at, clock)}>
            {hourWords(at, clock)}
          </time>
        </span>
        <span className={styles.line} dir="auto">
          {line}
        </span>
        {room !== undefined && (
          <span className={styles.room} dir="auto">
            {roomTitleOf(say, room, users)}
          </span>
        )}
      </span>
    </button>
  )
}

function signOf({ kind, emoji }: InboxItem): ReactNode {
  if (kind === 'reaction') return emoji
  if (kind === 'mention') return <AtSign />
  return kind === 'thread' ? <MessageSquareText /> : <CornerUpLeft />
}

/** In one sentence. */
function whatWords(say: Words, { kind, names, count, emoji = '' }: InboxItem, name: string): ReactNode {
  const b = (words: ReactNode) => <b>{words}</b>
  const others = count - 1
  switch (kind) {
    case 'mention':
      return names === 'room'
        ? richWords(say, 'inbox.called-all', { name, b })
        : richWords(say, 'inbox.mentioned', { name, b })
    case 'reply':
      return richWords(say, 'inbox.replied', { name, b })
    case 'thread':
      return others > 0
        ? richWords(say, 'inbox.in-thread-others', { name, others, b })
        : richWords(say, 'inbox.in-thread', { name, b })
    default:
      return others > 0
        ? richWords(say, 'inbox.reacted-others', { name, others, emoji, b })
        : richWords(say, 'inbox.reacted', { name, emoji, b })
  }
}
