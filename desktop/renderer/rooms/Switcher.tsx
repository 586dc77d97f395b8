import { Dialog } from '@base-ui/react/dialog'
import { Search } from 'lucide-react'
import { Fragment, useEffect, useMemo, useRef, useState } from 'react'
import { Avatar } from '../look/Avatar.tsx'
import { Badge } from '../look/Badge.tsx'
import { plural } from '../look/count-words.ts'
import { Keys } from '../look/Keys.tsx'
import modal from '../look/Modal.module.css'
import { useRooms, useUsers } from '../state/room-selectors.ts'
import { showRoom, useView } from '../state/view-store.ts'
import { focusAfter } from './focus-after.ts'
import styles from './Switcher.module.css'
import { findHits, type Hit } from './switcher-hits.ts'
import { usePeople } from './use-people.ts'

/** Ctrl+K: go to a room or to where a person is, with a few letters. */
export function Switcher({ onClose }: { readonly onClose: () => void }) {
  const rooms = useRooms()
  const users = useUsers()
  const people = usePeople()
  const open = useView((view) => view.openRoom)
  const input = useRef<HTMLInputElement>(null)
  const list = useRef<HTMLDivElement>(null)
  const [typed, setTyped] = useState('')
  const [active, setActive] = useState(0)
  const isGoing = useRef(false)
  const hits = useMemo(() => findHits(typed, { rooms, users, people, open }), [typed, rooms, users, people, open])
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
    if (event.nativeEvent.isComposing || hits.length === 0) return
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
            <Dialog.Title className="visually-hidden">Find or go to</Dialog.Title>
            <div className={styles.top}>
              <Search aria-hidden="true" />
              <input
                ref={input}
                role="combobox"
                aria-expanded={hits.length > 0}
                aria-controls="switcher-hits"
                aria-activedescendant={hits.length > 0 ? `switcher-hit-${active}` : undefined}
                aria-label="Find or go to"
                placeholder="Find or go to"
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
            <div className={styles.label}>Rooms and people</div>
            <div ref={list} id="switcher-hits" className={styles.hits} role="listbox" aria-label="Rooms and people">
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
                {typed.trim() === '' ? 'There is no other room yet.' : 'No room or person here is called that.'}
              </p>
            )}
            <footer className={styles.foot}>
              <span>
                <Keys>↑</Keys> <Keys>↓</Keys> choose
              </span>
              <span>
                <Keys>Enter</Keys> go
              </span>
              <span>
                <Keys>Esc</Keys> close
              </span>
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
            ? `@${hit.person.handle} · in ${hit.room.name}`
            : person === undefined
              ? plural(hit.room.memberCount, 'person', 'people')
              : `@${users[person]?.handle ?? ''}`}
        </p>
      </div>
      {isActive ? <Keys>Enter</Keys> : <Badge unread={hit.room.unread} forYou={hit.room.forYou} />}
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
