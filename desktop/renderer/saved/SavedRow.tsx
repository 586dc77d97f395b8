import { Bookmark, BookmarkX } from 'lucide-react'
import type { Message } from '../../../common/message.ts'
import type { SavedView } from '../../saved-command.ts'
import { messageLine } from '../../text/message-line.ts'
import { errorWords } from '../../words/error-words.ts'
import { useEmojiLookup } from '../emoji/emoji-lookup.ts'
import { FileNamesLine } from '../files/FileNamesLine.tsx'
import { IconButton } from '../look/buttons/IconButton.tsx'
import { IconTile } from '../look/marks/IconTile.tsx'
import { fullTimeWords, listTimeWords } from '../look/wording/time-words.ts'
import { PersonFace } from '../people/PersonFace.tsx'
import { useWords } from '../state/language-choice.ts'
import { useIsOfBlocked } from '../state/people-selectors.ts'
import { useRoomRow, useUsers } from '../state/room-selectors.ts'
import { nameOf, roomTitleOf } from '../state/room-words.ts'
import { keyOfSaved } from '../state/saved-selectors.ts'
import { useClock } from '../state/use-today.ts'
import styles from './SavedPage.module.css'

type SavedRowProps = {
  readonly saved: SavedView
  readonly index: number
  readonly isStop: boolean
  readonly onGo: () => void
  readonly onTakeOut: () => void
}

const mostCharacters = 400

/** Who said it, where and when, and what; leads to it. */
export function SavedRow({ saved, index, isStop, onGo, onTakeOut }: SavedRowProps) {
  const say = useWords()
  const clock = useClock()
  const users = useUsers()
  const room = useRoomRow(saved.room)
  const { message, problem, isPending } = saved
  const tabIndex = isStop ? 0 : -1
  return (
    <>
      <button
        type="button"
        className={styles.go}
        data-index={index}
        data-row={keyOfSaved(saved)}
        tabIndex={tabIndex}
        onClick={onGo}
      >
        {message === undefined ? (
          <IconTile>
            <Bookmark />
          </IconTile>
        ) : (
          <PersonFace user={message.author} />
        )}
        <span className={styles.text}>
          <span className={styles.who}>
            {message !== undefined && <b dir="auto">{nameOf(say, users, message.author)}</b>}
            <span dir="auto">{room === undefined ? '' : roomTitleOf(say, room, users)}</span>
            {message !== undefined && (
              <time dateTime={new Date(message.at).toISOString()} title={fullTimeWords(message.at, clock)}>
                {listTimeWords(message.at, clock)}
              </time>
            )}
          </span>
          <SaidWords message={message} />
          {problem !== undefined ? (
            <span className={styles.problem}>{errorWords(say, problem)}</span>
          ) : (
            isPending === true && <span className={styles.small}>{say('saved.pending')}</span>
          )}
        </span>
      </button>
      <IconButton
        label={say('saved.take-out')}
        className={styles.out}
        data-index={index}
        tabIndex={tabIndex}
        onClick={onTakeOut}
      >
        <BookmarkX />
      </IconButton>
    </>
  )
}

function SaidWords({ message }: { readonly message: Message | undefined }) {
  const say = useWords()
  const emoji = useEmojiLookup()
  const isBlocked = useIsOfBlocked(message)
  if (message === undefined) return <span className={styles.quiet}>{say('saved.not-kept')}</span>
  if (message.removedAt !== undefined) return <span className={styles.quiet}>{say('message.removed')}</span>
  if (isBlocked) return <span className={styles.quiet}>{say('rooms.blocked-said')}</span>
  return (
    <>
      {message.text !== '' && (
        <span className={styles.words} dir="auto">
          {messageLine(message, mostCharacters, emoji)}
        </span>
      )}
      <FileNamesLine files={message.attachments} />
    </>
  )
}
