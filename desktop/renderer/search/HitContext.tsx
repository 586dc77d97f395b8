import { useLayoutEffect, useMemo, useRef } from 'react'
import type { Message } from '../../../common/message.ts'
import { parseSearchWords } from '../../../common/search/search-words.ts'
import type { FoundHit } from '../../search-command.ts'
import { sentenceWords } from '../../words/error-words.ts'
import { BotTag } from '../bots/BotTag.tsx'
import { FileNamesLine } from '../files/FileNamesLine.tsx'
import { Button } from '../look/buttons/Button.tsx'
import { KeyHints, Keys } from '../look/keys/Keys.tsx'
import { keyNames } from '../look/keys/key-names.ts'
import { Tag } from '../look/marks/Tag.tsx'
import page from '../look/panes/Page.module.css'
import { Problem } from '../look/states/Problem.tsx'
import { RowsSkeleton } from '../look/states/RowsSkeleton.tsx'
import { richWords } from '../look/wording/rich-words.ts'
import { fullTimeWords, hourWords, listTimeWords } from '../look/wording/time-words.ts'
import { MessageText } from '../message/MessageText.tsx'
import { PersonFace } from '../people/PersonFace.tsx'
import { RoomFace } from '../rooms/RoomFace.tsx'
import { useWords } from '../state/language-choice.ts'
import { useIsOfBlocked } from '../state/people-selectors.ts'
import { useRoomRow, useUsers } from '../state/room-selectors.ts'
import { nameOf, roomTitleOf } from '../state/room-words.ts'
import { useClock } from '../state/use-today.ts'
import styles from './HitContext.module.css'
import { useHitMarks } from './use-hit-marks.ts'
import { useSurroundings } from './use-surroundings.ts'

type HitContextProps = {
  /** The one that is chosen in the list; undefined: none, or a room or a person is. */
  readonly hit: FoundHit | undefined
  readonly typed: string
  readonly onGo: (hit: FoundHit) => void
}

/** Beside the list: what was said around a hit, to be looked at without going there. Nothing is read by it. */
export function HitContext({ hit, typed, onGo }: HitContextProps) {
  const say = useWords()
  const { around, again } = useSurroundings(hit)
  return (
    <section className={styles.context} aria-label={say('search.context')}>
      {hit === undefined ? (
        <p className={styles.note}>{say('search.context-choose')}</p>
      ) : (
        <>
          <ContextHead hit={hit} isInThread={around?.thread !== undefined} onGo={onGo} />
          {around === undefined ? (
            <RowsSkeleton label={say('search.context')} />
          ) : around.problem !== undefined ? (
            <Problem words={say('search.context-not-loaded', { reason: sentenceWords(say, around.problem) })}>
              <Button look="word" onClick={again}>
                {say('look.try-again')}
              </Button>
            </Problem>
          ) : (
            <Lines hit={hit} typed={typed} messages={around.messages ?? []} />
          )}
        </>
      )}
      <footer className={`${page.foot} ${styles.foot}`}>
        <KeyHints>
          <span>{richWords(say, 'search.key-next', { up: <Keys>↑</Keys>, down: <Keys>↓</Keys> })}</span>
          <span>{richWords(say, 'rooms.key-go', { key: <Keys>{keyNames(say, 'Enter')}</Keys> })}</span>
          <span>{richWords(say, 'search.key-back', { key: <Keys>{keyNames(say, 'Esc')}</Keys> })}</span>
        </KeyHints>
      </footer>
    </section>
  )
}

type HeadProps = {
  readonly hit: FoundHit
  readonly isInThread: boolean
  readonly onGo: HitContextProps['onGo']
}

function ContextHead({ hit, isInThread, onGo }: HeadProps) {
  const say = useWords()
  const clock = useClock()
  const users = useUsers()
  const room = useRoomRow(hit.room)
  if (room === undefined) return null
  return (
    <header className={styles.head}>
      {room.counterpart === undefined ? (
        <RoomFace room={room} size={28} />
      ) : (
        <PersonFace user={room.counterpart} size={28} />
      )}
      <h2 dir="auto">{roomTitleOf(say, room, users)}</h2>
      {isInThread && <Tag>{say('search.in-thread')}</Tag>}
      <time dateTime={new Date(hit.at).toISOString()} title={fullTimeWords(hit.at, clock)}>
        {listTimeWords(hit.at, clock)}
      </time>
      <Button look="word" onClick={() => onGo(hit)}>
        {say('search.go-there')}
      </Button>
    </header>
  )
}

type LinesProps = { readonly hit: FoundHit; readonly typed: string; readonly messages: readonly Message[] }

/** The hit in the middle, its words marked. */
function Lines({ hit, typed, messages }: LinesProps) {
  const say = useWords()
  const box = useRef<HTMLDivElement>(null)
  const current = useRef<HTMLElement>(null)
  const words = useMemo(() => parseSearchWords(typed), [typed])
  // biome-ignore lint/correctness/useExhaustiveDependencies: whenever others are drawn
  useLayoutEffect(() => {
    const [list, line] = [box.current, current.current]
    if (list === null || line === null) return
    list.scrollTop = line.offsetTop - (list.clientHeight - line.offsetHeight) / 2
  }, [messages])
  useHitMarks(current, words, messages)
  if (!messages.some(({ id }) => id === hit.message)) return <p className={styles.note}>{say('search.context-gone')}</p>
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, by keys too
    // biome-ignore lint/a11y/useSemanticElements: no fields are in it
    <div ref={box} className={styles.lines} tabIndex={0} role="group" aria-label={say('search.context')}>
      {messages.map((message, index) => (
        <Line
          key={message.id}
          ref={message.id === hit.message ? current : undefined}
          message={message}
          isHit={message.id === hit.message}
          startsRun={messages[index - 1]?.author !== message.author || startsDay(messages[index - 1], message)}
        />
      ))}
    </div>
  )
}

function startsDay(before: Message | undefined, { at }: Message): boolean {
  return before === undefined || new Date(before.at).toDateString() !== new Date(at).toDateString()
}

type LineProps = {
  readonly message: Message
  readonly isHit: boolean
  readonly startsRun: boolean
  readonly ref: React.Ref<HTMLElement> | undefined
}

function Line({ message, isHit, startsRun, ref }: LineProps) {
  const say = useWords()
  const clock = useClock()
  const users = useUsers()
  const isBlocked = useIsOfBlocked(message)
  const { id, author, at, attachments, removedAt } = message
  const gone = isBlocked ? say('message.blocked') : removedAt === undefined ? undefined : say('message.removed')
  const name = nameOf(say, users, author)
  return (
    <article ref={ref} className={styles.line} data-hit={isHit} data-starts={startsRun} data-around={id}>
      {startsRun && <PersonFace user={author} />}
      <div>
        {startsRun ? (
          <div className={styles.by}>
            <b dir="auto">{name}</b>
            <BotTag user={author} />
            <time dateTime={new Date(at).toISOString()} title={fullTimeWords(at, clock)}>
              {isHit ? hourWords(at, clock) : listTimeWords(at, clock)}
            </time>
          </div>
        ) : (
          <span className="visually-hidden">{say('message.by', { name })} </span>
        )}
        {gone === undefined ? (
          message.text !== '' && (
            <div className={styles.text}>
              <MessageText message={message} />
            </div>
          )
        ) : (
          <p className={styles.gone}>{gone}</p>
        )}
        {gone === undefined && <FileNamesLine files={attachments} />}
      </div>
    </article>
  )
}
