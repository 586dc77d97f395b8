import { Menu } from '@base-ui/react/menu'
import { Plus, X } from 'lucide-react'
import type { ReactNode } from 'react'
import type { RoomId, UserId } from '../../../common/ids.ts'
import { searchHas } from '../../../common/search/searched-message.ts'
import type { PlainKey } from '../../words/word-keys.ts'
import menu from '../look/popups/Menu.module.css'
import { dateWords } from '../look/wording/time-words.ts'
import { useWords } from '../state/language-choice.ts'
import { useMe, useRooms, useUsers } from '../state/room-selectors.ts'
import { nameOf, roomTitleOf } from '../state/room-words.ts'
import { setChips, useSearchView } from '../state/search-view.ts'
import { useClock } from '../state/use-today.ts'
import styles from './SearchPage.module.css'

const hasWords = {
  image: 'search.has-image',
  file: 'search.has-file',
  link: 'search.has-link',
  pin: 'search.has-pin',
  voice: 'search.has-voice',
} as const satisfies Readonly<Record<(typeof searchHas)[number], PlainKey>>

const dayMs = 86_400_000
const spans = [
  ['search.last-week', 7],
  ['search.last-month', 30],
  ['search.last-year', 365],
] as const
/** In a menu; who looks for another one types its name. */
const mostOffered = 30

/** What narrows the search: what is set, with a cross, and what may be. */
export function SearchChipRow() {
  const say = useWords()
  const clock = useClock()
  const users = useUsers()
  const all = useRooms()
  const { rooms, from, before, after, has, mentions } = useSearchView((view) => view.chips)
  return (
    <section className={styles.chips} aria-label={say('search.filters')}>
      {from.map((user) => (
        <SetChip key={user} onDrop={() => setChips({ from: from.filter((one) => one !== user) })}>
          {say('search.from-person', { name: nameOf(say, users, user) })}
        </SetChip>
      ))}
      {rooms.map((room) => {
        const row = all[room]
        return (
          <SetChip key={room} onDrop={() => setChips({ rooms: rooms.filter((one) => one !== room) })}>
            {say('search.in-room', { room: row === undefined ? '' : roomTitleOf(say, row, users) })}
          </SetChip>
        )
      })}
      {after !== undefined && (
        <SetChip onDrop={() => setChips({ after: undefined })}>
          {say('search.since', { date: dateWords(after, clock) })}
        </SetChip>
      )}
      {before !== undefined && (
        <SetChip onDrop={() => setChips({ before: undefined })}>
          {say('search.before', { date: dateWords(before, clock) })}
        </SetChip>
      )}
      {has !== undefined && (
        <SetChip onDrop={() => setChips({ has: undefined })}>
          {say('search.with', { what: say(hasWords[has]) })}
        </SetChip>
      )}
      {mentions === true && (
        <SetChip onDrop={() => setChips({ mentions: undefined })}>{say('search.mentions-me')}</SetChip>
      )}
      <AddChip label={say('search.add-from')}>
        <PeopleItems chosen={from} />
      </AddChip>
      <AddChip label={say('search.add-room')}>
        <RoomItems chosen={rooms} />
      </AddChip>
      {after === undefined && (
        <AddChip label={say('search.add-time')}>
          {spans.map(([words, days]) => (
            <Menu.Item key={words} className={menu.item} onClick={() => setChips({ after: startOfDay(days) })}>
              {say(words)}
            </Menu.Item>
          ))}
        </AddChip>
      )}
      {has === undefined && (
        <AddChip label={say('search.add-has')}>
          {searchHas.map((one) => (
            <Menu.Item key={one} className={menu.item} onClick={() => setChips({ has: one })}>
              {say(hasWords[one])}
            </Menu.Item>
          ))}
        </AddChip>
      )}
      {mentions === undefined && (
        <button type="button" className={styles.chip} onClick={() => setChips({ mentions: true })}>
          <Plus aria-hidden="true" />
          {say('search.mentions-me')}
        </button>
      )}
    </section>
  )
}

/** Drawn while the menu is open alone: nobody sorts all people at each key that is typed. */
function PeopleItems({ chosen }: { readonly chosen: readonly UserId[] }) {
  const say = useWords()
  const me = useMe().id
  const users = useUsers()
  const offered = Object.values(users)
    .filter(({ id }) => !chosen.includes(id))
    .sort(
      (one, other) =>
        Number(other.id === me) - Number(one.id === me) ||
        nameOf(say, users, one.id).localeCompare(nameOf(say, users, other.id), say.language),
    )
    .slice(0, mostOffered)
  return offered.map(({ id }) => (
    <Menu.Item key={id} className={menu.item} onClick={() => setChips({ from: [...chosen, id] })}>
      <span dir="auto">{nameOf(say, users, id)}</span>
    </Menu.Item>
  ))
}

function RoomItems({ chosen }: { readonly chosen: readonly RoomId[] }) {
  const say = useWords()
  const users = useUsers()
  const offered = Object.values(useRooms())
    .filter((room) => !chosen.includes(room.id))
    .sort((one, other) => other.activeAt - one.activeAt)
    .slice(0, mostOffered)
  return offered.map((room) => (
    <Menu.Item key={room.id} className={menu.item} onClick={() => setChips({ rooms: [...chosen, room.id] })}>
      <span dir="auto">{roomTitleOf(say, room, users)}</span>
    </Menu.Item>
  ))
}

function startOfDay(daysAgo: number): number {
  return new Date(Date.now() - daysAgo * dayMs).setHours(0, 0, 0, 0)
}

function SetChip({ onDrop, children }: { readonly onDrop: () => void; readonly children: string }) {
  const say = useWords()
  return (
    <button
      type="button"
      className={styles.chip}
      data-set="true"
      aria-label={say('search.without', { filter: children })}
      onClick={onDrop}
    >
      <span dir="auto">{children}</span>
      <X aria-hidden="true" />
    </button>
  )
}

function AddChip({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <Menu.Root modal={false}>
      <Menu.Trigger className={styles.chip}>
        <Plus aria-hidden="true" />
        {label}
      </Menu.Trigger>
      <Menu.Portal>
        <Menu.Positioner className={menu.positioner} align="start" sideOffset={6}>
          <Menu.Popup className={`${menu.popup} ${styles.menu}`}>{children}</Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  )
}
