import { Dialog } from '@base-ui/react/dialog'
import { Search } from 'lucide-react'
import { Fragment, useEffect, useMemo, useRef, useState } from 'react'
import { Avatar } from '../look/Avatar.tsx'
import { Badge } from '../look/Badge.tsx'
import { isComposing } from '../look/is-composing.ts'

import { Keys } from '../look/Keys.tsx'
import { keyNames } from '../look/key-names.ts'
import modal from '../look/Modal.module.css'
import { richWords } from '../look/rich-words.ts'
import { useWords } from '../state/language-choice.ts'
import { useRooms, useUsers } from '../state/room-selectors.ts'
import { roomTitleOf } from '../state/room-words.ts'
import { showRoom, useView } from '../state/view-store.ts'
import { focusAfter } from './focus-after.ts'
import styles from './Switcher.module.css'
import { findHits, type Hit } from './switcher-hits.ts'
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
  const [active, setActive] = useState(0)
  const isGoing = useRef(false)
  const hits = useMemo(
    () => findHits(say, typed, { rooms, users, people, open }),
    [say, typed, rooms, users, people, open],
  )
  // biome-ignore lint/correctness/useExhaustiveDependencies: whenever another one is active
  useEffect(() => {
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' })
  }, [active])

  const go = (hit: Hit | undefined) => {
    if (hit === undefined) return
    isGoing.current = true
    showRoom(hit.room.id)
  }
  const onKeyDown = (event: React.KeyboardEvent) => {
    if (isComposing(event) || hits.length === 0) return
    if (event.key === 'ArrowDown') setActive((active + 1) % hits.length)
    else if (event.key === 'ArrowUp') setActive((active + hits.length - 1) % hits.length)
    else if (event.key === 'Enter') go(hits[active])
    else return
    event.preventDefault()
  }
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
            <div className={styles.top}>
              <Search aria-hidden="true" />
              <input
                ref={input}
                role="combobox"
                aria-expanded={hits.length > 0}
                aria-controls="switcher-hits"
                aria-activedescendant={hits.length > 0 ? `switcher-hit-${active}` : undefined}
                aria-label={say('rooms.find')}
                placeholder={say('rooms.find')}
                autoComplete="off"
                spellCheck={false}
                value={typed}
                onChange={(event) => {
                  setTyped(event.target.value)
                  setActive(0)
                }}
                onKeyDown={onKeyDown}
              />
            </div>
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
            <footer className={styles.foot}>
              <span>{richWords(say, 'rooms.key-choose', { up: <Keys>↑</Keys>, down: <Keys>↓</Keys> })}</span>
              <span>{richWords(say, 'rooms.key-go', { key: <Keys>{keyNames(say, 'Enter')}</Keys> })}</span>
              <span>{richWords(say, 'rooms.key-close', { key: <Keys>{keyNames(say, 'Esc')}</Keys> })}</span>
            </footer>
          </Dialog.Popup>
        </Dialog.Viewport>
      </Dialog.Portal>
    </Dialog.Root>
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
  const person = hit.person?.id ?? hit.room.counterpart
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
      <Avatar id={person ?? hit.room.id} name={hit.title} shape={person === undefined ? 'room' : 'person'} />
      <div>
        <b dir="auto">
          <Marked text={hit.title} marks={hit.marks} />
        </b>
        <p dir="auto">
          {hit.person
            ? say('rooms.handle-in', { handle: hit.person.handle, room: roomTitleOf(say, hit.room, users) })
            : person === undefined
              ? say('people.count', { count: hit.room.memberCount })
              : `@${users[person]?.handle ?? ''}`}
        </p>
      </div>
      {isActive ? <Keys>{keyNames(say, 'Enter')}</Keys> : <Badge unread={hit.room.unread} forYou={hit.room.forYou} />}
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
