import { Dialog } from '@base-ui/react/dialog'
import { Bookmark, MessageSquareText, Search } from 'lucide-react'
import { Fragment, useEffect, useMemo, useRef, useState } from 'react'
import { BotTag } from '../bots/BotTag.tsx'
import { SearchBox } from '../look/fields/SearchBox.tsx'
import { KeyHints, Keys } from '../look/keys/Keys.tsx'
import { keyNames } from '../look/keys/key-names.ts'
import { useOptionKeys } from '../look/keys/use-option-keys.ts'
import { Badge } from '../look/marks/Badge.tsx'
import modal from '../look/popups/Modal.module.css'
import { richWords } from '../look/wording/rich-words.ts'
import { PersonFace } from '../people/PersonFace.tsx'
import { useWords } from '../state/language-choice.ts'
import { useRooms, useUsers } from '../state/room-selectors.ts'
import { roomTitleOf } from '../state/room-words.ts'
import { typeSearch } from '../state/search-view.ts'
import { singleRoom } from '../state/single-room.ts'
import {
  useAnswersForYouIn,
  useFollowedThreads,
  useThreadsForYou,
  useThreadUnread,
  useUnreadAnswersIn,
} from '../state/thread-selectors.ts'
import { showOverlay, showRoom, showSaved, showSearch, useView } from '../state/view-store.ts'
import { focusAfter } from './focus-after.ts'
import { RoomFace } from './RoomFace.tsx'
import styles from './Switcher.module.css'
import { findHits, type Hit } from './switcher-hits.ts'
import { useMemberWords } from './use-member-words.ts'
import { usePeople } from './use-people.ts'

/** Ctrl+K: go to a room or to where a person is, with a few letters. */
export function Switcher({ onClose }: { readonly onClose: () => void }) {
  const say = useWords()
  const rooms = useRooms()
  const users = useUsers()
  const people = usePeople()
  const open = useView((view) => view.openRoom)
  const input = useRef<HTMLInputElement>(null)
  const list = useRef<HTMLDivElement>(null)
  const [typed, setTyped] = useState('')
  const isGoing = useRef(false)
  const hits = useMemo(
    () => findHits(say, typed, { rooms, users, people, open }),
    [say, typed, rooms, users, people, open],
  )
  const go = (hit: Hit) => {
    isGoing.current = true
    showRoom(hit.room.id)
  }
  const { active, setActive, onKeyDown } = useOptionKeys({ options: hits, asked: typed, onChoose: go })
  // biome-ignore lint/correctness/useExhaustiveDependencies: whenever another one is active
  useEffect(() => {
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' })
  }, [active])
  return (
    <Dialog.Root open onOpenChange={(isOpen) => !isOpen && onClose()}>
      <Dialog.Portal>
        <Dialog.Backdrop className={modal.shade} />
        <Dialog.Viewport className={modal.viewport}>
          <Dialog.Popup
            className={`${modal.sheet} ${styles.sheet}`}
            data-wide="true"
            initialFocus={input}
            finalFocus={() => focusAfter(isGoing.current)}
          >
            <Dialog.Title className="visually-hidden">{say('rooms.find')}</Dialog.Title>
            <SearchBox
              ref={input}
              look="bare"
              label={say('rooms.find')}
              role="combobox"
              aria-expanded={hits.length > 0}
              aria-controls="switcher-hits"
              aria-activedescendant={hits.length > 0 ? `switcher-hit-${active}` : undefined}
              value={typed}
              onChange={(event) => setTyped(event.target.value)}
              onKeyDown={onKeyDown}
            />
            <div className={styles.label}>{say('rooms.rooms-and-people')}</div>
            <div
              ref={list}
              id="switcher-hits"
              className={styles.hits}
              role="listbox"
              aria-label={say('rooms.rooms-and-people')}
            >
              {hits.map((hit, index) => (
                <HitRow
                  key={hit.key}
                  hit={hit}
                  id={`switcher-hit-${index}`}
                  isActive={index === active}
                  onPoint={() => setActive(index)}
                  onChoose={() => go(hit)}
                />
              ))}
            </div>
            {hits.length === 0 && (
              <p className={styles.none} role="status">
                {say(typed.trim() === '' ? 'rooms.no-other' : 'rooms.none-found')}
              </p>
            )}
            {typed.trim() === '' && <ThreadsLine />}
            {typed.trim() === '' && singleRoom === undefined && (
              <button
                type="button"
                className={styles.search}
                onClick={() => {
                  isGoing.current = true
                  showSaved()
                }}
              >
                <Bookmark aria-hidden="true" />
                <span>{say('saved.title')}</span>
              </button>
            )}
            <button
              type="button"
              className={styles.search}
              onClick={() => {
                isGoing.current = true
                typeSearch(typed)
                showSearch()
              }}
            >
              <Search aria-hidden="true" />
              <span dir="auto">
                {typed.trim() === '' ? say('search.open') : say('search.for', { words: typed.trim() })}
              </span>
              <Keys>{keyNames(say, 'Mod Shift F')}</Keys>
            </button>
            <footer className={styles.foot}>
              <KeyHints>
                <span>{richWords(say, 'rooms.key-choose', { up: <Keys>↑</Keys>, down: <Keys>↓</Keys> })}</span>
                <span>{richWords(say, 'rooms.key-go', { key: <Keys>{keyNames(say, 'Enter')}</Keys> })}</span>
                <span>{richWords(say, 'rooms.key-close', { key: <Keys>{keyNames(say, 'Esc')}</Keys> })}</span>
              </KeyHints>
            </footer>
          </Dialog.Popup>
        </Dialog.Viewport>
      </Dialog.Portal>
    </Dialog.Root>
  )
}

/** To the threads that I follow, where there are any. */
function ThreadsLine() {
  const say = useWords()
  const hasAny = Object.keys(useFollowedThreads()).length > 0
  const unread = useThreadUnread()
  const forYou = useThreadsForYou()
  if (!hasAny) return null
  return (
    <button type="button" className={styles.search} onClick={() => showOverlay('threads')}>
      <MessageSquareText aria-hidden="true" />
      <span>{say('thread.followed')}</span>
      <Badge unread={unread} forYou={forYou} />
    </button>
  )
}

type HitRowProps = {
  readonly hit: Hit
  readonly id: string
  readonly isActive: boolean
  readonly onPoint: () => void
  readonly onChoose: () => void
}

function HitRow({ hit, id, isActive, onPoint, onChoose }: HitRowProps) {
  const say = useWords()
  const users = useUsers()
  const answers = useUnreadAnswersIn(hit.room.id)
  const answersForYou = useAnswersForYouIn(hit.room.id)
  const person = hit.person?.id ?? hit.room.counterpart
  const members = useMemberWords(hit.room)
  return (
    // biome-ignore lint/a11y/useFocusableInteractive: the focus stays in the box, which names the active option
    // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are the box's
    <div
      id={id}
      role="option"
      aria-selected={isActive}
      className={styles.hit}
      onPointerMove={onPoint}
      onClick={onChoose}
    >
      {person === undefined ? <RoomFace room={hit.room} /> : <PersonFace user={person} hasPresence />}
      <div>
        <div className={styles.name}>
          <b dir="auto">
            <Marked text={hit.title} marks={hit.marks} />
          </b>
          {person !== undefined && <BotTag user={person} />}
        </div>
        <p dir="auto">
          {hit.person
            ? say('rooms.handle-in', { handle: hit.person.handle, room: roomTitleOf(say, hit.room, users) })
            : person === undefined
              ? members
              : `@${users[person]?.handle ?? ''}`}
        </p>
      </div>
      {isActive ? (
        <Keys>{keyNames(say, 'Enter')}</Keys>
      ) : (
        <Badge unread={hit.room.unread + answers} forYou={hit.room.forYou + answersForYou} />
      )}
    </div>
  )
}

function Marked({ text, marks }: { readonly text: string; readonly marks: Hit['marks'] }) {
  const starts = [0, ...marks.map(([, to]) => to)]
  return starts.map((start, index) => {
    const mark = marks[index]
    return (
      <Fragment key={start}>
        {text.slice(start, mark?.[0])}
        {mark && <mark>{text.slice(mark[0], mark[1])}</mark>}
      </Fragment>
    )
  })
}
