import { Plus } from 'lucide-react'
import { type ReactNode, useCallback, useEffect, useRef, useState } from 'react'
import type { RoomId } from '../../../common/ids.ts'
import { useWords } from '../state/language-choice.ts'
import { showAsk } from '../state/people-dialogs.ts'
import { useRoomSections } from '../state/room-selectors.ts'
import { showOverlay, showRoom, useView } from '../state/view-store.ts'
import { NotesRow } from './NotesRow.tsx'
import { RoomRow } from './RoomRow.tsx'
import { RoomRowMenu } from './RoomRowMenu.tsx'
import styles from './Sidebar.module.css'
import { placeSections, rowsInSight, type Sight } from './section-places.ts'

/**
 * Unread, rooms, people: one stop of the Tab key, with arrows from row to row. Only rows around those in sight exist, and
 * each knows its own room: a message redraws the row it came to, and the list where its order changes.
 */
export function RoomSections({ children }: { readonly children?: ReactNode }) {
  const say = useWords()
  const sections = useRoomSections()
  const open = useView((view) => view.openRoom)
  const scroller = useRef<HTMLDivElement>(null)
  const sight = useSight(scroller)
  const [touched, setTouched] = useState<RoomId>()
  const onOpen = useCallback((room: RoomId) => showRoom(room), [])
  const all = [...sections.notes, ...sections.unread, ...sections.rooms, ...sections.people]
  const stop = [touched, open].find((room) => room !== undefined && all.includes(room)) ?? all[0]
  const places = placeSections([
    { title: '', label: say('rooms.notes'), rooms: sections.notes },
    { title: say('rooms.unread'), label: say('rooms.unread'), rooms: sections.unread },
    {
      title: say('rooms.rooms'),
      label: say('rooms.rooms'),
      rooms: sections.rooms,
      action: (
        <button
          type="button"
          className={styles.add}
          aria-label={say('app.make-a-room')}
          title={say('app.make-a-room')}
          onClick={() => showOverlay('new-room')}
        >
          <Plus aria-hidden="true" />
        </button>
      ),
    },
    // Not only “People”: that is what the field for adding some is called.
    {
      title: say('rooms.people'),
      label: say('rooms.people-list'),
      rooms: sections.people,
      action: (
        <button
          type="button"
          className={styles.add}
          aria-label={say('people.write-to')}
          title={say('people.write-to')}
          onClick={() => showAsk()}
        >
          <Plus aria-hidden="true" />
        </button>
      ),
    },
  ])

  const onKeyDown = (event: React.KeyboardEvent<HTMLElement>) => {
    const from = event.target instanceof HTMLElement ? event.target.dataset.room : undefined
    const step = stepOf(event.key, all.length)
    const at = all.indexOf(from as RoomId)
    const next = at === -1 || step === undefined ? undefined : all[Math.min(Math.max(at + step, 0), all.length - 1)]
    if (next === undefined) return
    event.preventDefault()
    setTouched(next)
    focusRow(scroller.current, next, { isLast: next === all.at(-1) })
  }
  const onFocus = (event: React.FocusEvent<HTMLElement>) => {
    const { room } = event.target.dataset
    if (room !== undefined) setTouched(room as RoomId)
  }
  return (
    <RoomRowMenu
      list={
        // biome-ignore lint/a11y/noStaticElementInteractions: arrow keys go from row to row; the rows are the buttons
        <div ref={scroller} className={styles.rows} onKeyDown={onKeyDown} onFocus={onFocus} data-region="rooms" />
      }
    >
      {sections.notes.length === 0 && <NotesRow />}
      {places.map((place) => {
        const { from, to, abovePx, belowPx } = rowsInSight(place, sight)
        return (
          <section key={place.label}>
            {place.title !== '' && (
              <div className={styles.label}>
                <h2>{place.title}</h2>
                {place.action}
              </div>
            )}
            <ul aria-label={place.label} style={{ paddingBlockStart: abovePx, paddingBlockEnd: belowPx }}>
              {place.rooms.slice(from, to).map((room) => (
                <RoomRow key={room} id={room} isOpen={room === open} isStop={room === stop} onOpen={onOpen} />
              ))}
            </ul>
          </section>
        )
      })}
      {children}
    </RoomRowMenu>
  )
}

function stepOf(key: string, count: number): number | undefined {
  if (key === 'ArrowDown') return 1
  if (key === 'ArrowUp') return -1
  if (key === 'Home') return -count
  return key === 'End' ? count : undefined
}

/** A row that is far away is there once it is scrolled to. */
function focusRow(list: HTMLElement | null, room: RoomId, { isLast }: { readonly isLast: boolean }): void {
  const rowOf = () => list?.querySelector<HTMLElement>(`[data-room="${room}"]`)
  if (!rowOf()) list?.scrollTo(0, isLast ? list.scrollHeight : 0)
  let tries = 0
  const again = () => {
    const found = rowOf()
    tries += 1
    if (found) found.focus()
    else if (tries < 10) requestAnimationFrame(again)
  }
  again()
}

const stepPx = 240

/** What is in sight, in steps: the list is drawn anew now and then while it scrolls, not with each pixel. */
function useSight(scroller: React.RefObject<HTMLElement | null>): Sight {
  const [sight, setSight] = useState<Sight>(() => ({ topPx: 0, viewPx: innerHeight }))
  useEffect(() => {
    const list = scroller.current
    if (list === null) return
    const look = () => {
      const topPx = Math.floor(list.scrollTop / stepPx) * stepPx
      const viewPx = list.clientHeight
      setSight((before) => (before.topPx === topPx && before.viewPx === viewPx ? before : { topPx, viewPx }))
    }
    const observer = new ResizeObserver(look)
    observer.observe(list)
    list.addEventListener('scroll', look, { passive: true })
    return () => {
      observer.disconnect()
      list.removeEventListener('scroll', look)
    }
  }, [scroller])
  return sight
}
