import { useState } from 'react'
import type { RoomView } from '../../engine-contract.ts'
import { defaultLevel } from '../../settings/notify-rules.ts'
import { SearchBox } from '../look/fields/SearchBox.tsx'
import { Avatar } from '../look/marks/Avatar.tsx'
import { Modal } from '../look/popups/Modal.tsx'
import { useWords } from '../state/language-choice.ts'
import { useRooms, useUsers } from '../state/room-selectors.ts'
import { roomTitleOf } from '../state/room-words.ts'
import styles from './AddDifferingDialog.module.css'
import { useNoticeSettings, usePageChanges } from './use-notices.ts'

const mostShown = 40

/** A room that is to tell something else than all others, or somebody who is to come through when it is quiet. */
export function AddDifferingDialog({ onClose }: { readonly onClose: () => void }) {
  const say = useWords()
  const [typed, setTyped] = useState('')
  const settings = useNoticeSettings()
  const { setLevel, letThrough } = usePageChanges()
  const users = useUsers()
  const wanted = typed.trim().toLocaleLowerCase(say.locale)
  const found = (Object.values(useRooms()) as RoomView[])
    .map((room) => ({ room, title: roomTitleOf(say, room, users) }))
    .filter(({ room, title }) => !isThere(room, settings) && title.toLocaleLowerCase(say.locale).includes(wanted))
    .sort((a, b) => b.room.activeAt - a.room.activeAt)
    .slice(0, mostShown)
  const add = ({ id, kind, counterpart }: RoomView) => {
    if (counterpart !== undefined) letThrough(counterpart, true)
    else setLevel(id, defaultLevel(settings, kind) === 'all' ? 'none' : 'all')
    onClose()
  }
  return (
    <Modal title={say('notices.add-title')} onClose={onClose}>
      <SearchBox label={say('notices.add-search')} value={typed} onChange={({ target }) => setTyped(target.value)} />
      {found.length === 0 && <p className={styles.nobody}>{say('notices.add-nothing')}</p>}
      <ul className={styles.list} aria-label={say('notices.add-title')}>
        {found.map(({ room, title }) => (
          <li key={room.id}>
            <button type="button" className={styles.row} onClick={() => add(room)}>
              <Avatar
                id={room.counterpart ?? room.id}
                name={title}
                shape={room.counterpart === undefined ? 'room' : 'person'}
                size={28}
              />
              <span dir="auto">{title}</span>
            </button>
          </li>
        ))}
      </ul>
    </Modal>
  )
}

function isThere({ id, counterpart }: RoomView, { rooms, people }: ReturnType<typeof useNoticeSettings>): boolean {
  return counterpart === undefined ? rooms[id]?.level !== undefined : people[counterpart] === true
}
