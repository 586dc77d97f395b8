import { Fragment } from 'react'
import type { FoundHit } from '../../search-command.ts'
import { BotTag } from '../bots/BotTag.tsx'
import { FileNamesLine } from '../files/FileNamesLine.tsx'
import { listTimeWords } from '../look/wording/time-words.ts'
import { PersonFace } from '../people/PersonFace.tsx'
import { RoomFace } from '../rooms/RoomFace.tsx'
import type { Hit } from '../rooms/switcher-hits.ts'
import { useMemberWords } from '../rooms/use-member-words.ts'
import { useWords } from '../state/language-choice.ts'
import { useRoomRow, useUsers } from '../state/room-selectors.ts'
import { nameOf, roomTitleOf } from '../state/room-words.ts'
import { useClock } from '../state/use-today.ts'
import styles from './SearchPage.module.css'

type RowProps = { readonly id: string; readonly isActive: boolean; readonly onChoose: () => void }

/** A room, or a person, that is called so. */
export function PlaceHitRow({ hit, id, isActive, onChoose }: RowProps & { readonly hit: Hit }) {
  const users = useUsers()
  const person = hit.person?.id ?? hit.room.counterpart
  const members = useMemberWords(hit.room)
  return (
    // biome-ignore lint/a11y/useFocusableInteractive: the focus stays in the box, which names the active option
    // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are the box's
    <div id={id} role="option" aria-selected={isActive} className={styles.hit} onClick={onChoose}>
      {person === undefined ? <RoomFace room={hit.room} /> : <PersonFace user={person} hasPresence />}
      <div>
        <div className={styles.who}>
          <b dir="auto">{hit.title}</b>
          {person !== undefined && <BotTag user={person} />}
        </div>
        <p>{person === undefined ? members : `@${users[person]?.handle ?? ''}`}</p>
      </div>
    </div>
  )
}

/** What somebody said, around what was looked for. */
export function MessageHitRow({ hit, id, isActive, onChoose }: RowProps & { readonly hit: FoundHit }) {
  const say = useWords()
  const clock = useClock()
  const users = useUsers()
  const room = useRoomRow(hit.room)
  return (
    // biome-ignore lint/a11y/useFocusableInteractive: the focus stays in the box, which names the active option
    // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are the box's
    <div
      id={id}
      role="option"
      aria-selected={isActive}
      className={styles.hit}
      data-hit={hit.message}
      onClick={onChoose}
    >
      <PersonFace user={hit.author} />
      <div>
        <div className={styles.who}>
          <b dir="auto">{nameOf(say, users, hit.author)}</b>
          <BotTag user={hit.author} />
          <span dir="auto">{room === undefined ? '' : roomTitleOf(say, room, users)}</span>
          <time dateTime={new Date(hit.at).toISOString()}>{listTimeWords(hit.at, clock)}</time>
        </div>
        <p dir="auto" className={styles.words}>
          {hit.snippet.map((part, index) => {
            // biome-ignore lint/suspicious/noArrayIndexKey: parts of one line, which never change
            return part.hit ? <mark key={index}>{part.text}</mark> : <Fragment key={index}>{part.text}</Fragment>
          })}
        </p>
        <FileNamesLine files={hit.files} />
      </div>
    </div>
  )
}
