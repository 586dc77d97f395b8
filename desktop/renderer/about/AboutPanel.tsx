import { CircleX, LogOut, Pencil, UserPlus, X } from 'lucide-react'
import { useCallback, useEffect, useState } from 'react'
import type { RoomFacts } from '../../engine-contract.ts'
import { Avatar } from '../look/Avatar.tsx'

import { composerElement } from '../look/focus-back.ts'
import { IconButton } from '../look/IconButton.tsx'
import { useWords } from '../state/language-choice.ts'
import { useMembers, useRoomTitle, useUsers } from '../state/room-selectors.ts'
import { nameOf } from '../state/room-words.ts'
import { showAbout, showOverlay } from '../state/view-store.ts'
import styles from './AboutPanel.module.css'
import { ConfirmClose } from './ConfirmClose.tsx'
import { ConfirmLeave } from './ConfirmLeave.tsx'
import { EditRoomDialog } from './EditRoomDialog.tsx'
import { groupMembers, orderMembers } from './member-order.ts'
import { PersonRow } from './PersonRow.tsx'

/** What the room is and who is in it; those who run it change it here. */
export function AboutPanel({ room }: { readonly room: RoomFacts }) {
  const say = useWords()
  const users = useUsers()
  const title = useRoomTitle(room)
  const [dialog, setDialog] = useState<'edit' | 'leave' | 'close'>()
  const { counterpart } = room
  const runsIt = room.kind === 'group' && (room.myRole === 'owner' || room.myRole === 'admin')
  const members = orderMembers(useMembers(room.id), (user) => nameOf(say, users, user), say.locale)
  // The focus was in here, or goes back to the words being written: it must not end up nowhere.
  const close = useCallback(() => {
    showAbout(false)
    composerElement()?.focus()
  }, [])
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key === 'Escape' && !event.defaultPrevented && document.querySelector('[role=dialog]') === null) {
        close()
      }
    }
    addEventListener('keydown', onKeyDown)
    return () => removeEventListener('keydown', onKeyDown)
  }, [close])
  return (
    <aside className={styles.panel} data-region="about" aria-label={say('about.about-room')}>
      <header className={styles.head}>
        <h2>{say('about.title')}</h2>
        <IconButton label={say('look.close')} onClick={close}>
          <X />
        </IconButton>
      </header>
      <div className={styles.scroll}>
        <div className={styles.who}>
          <Avatar
            id={counterpart ?? room.id}
            name={title}
            shape={counterpart === undefined ? 'room' : 'person'}
            size={56}
          />
          <div>
            <h3 dir="auto">{title}</h3>
            {room.topic !== '' && <p dir="auto">{room.topic}</p>}
            {counterpart !== undefined && (
              <p>
                <bdi>@{users[counterpart]?.handle}</bdi>
              </p>
            )}
          </div>
        </div>
        {room.kind === 'group' && (
          <div className={styles.quick}>
            {runsIt && (
              <>
                <button type="button" onClick={() => showOverlay('add-people')}>
                  <UserPlus aria-hidden="true" />
                  {say('about.add-people')}
                </button>
                <button type="button" onClick={() => setDialog('edit')}>
                  <Pencil aria-hidden="true" />
                  {say('about.change')}
                </button>
              </>
            )}
            <button type="button" onClick={() => setDialog('leave')}>
              <LogOut aria-hidden="true" />
              {say('about.leave')}
            </button>
          </div>
        )}
        {room.kind === 'group' && room.myRole === 'owner' && (
          <div className={styles.quick}>
            <button type="button" className={styles.close} onClick={() => setDialog('close')}>
              <CircleX aria-hidden="true" />
              {say('about.close-room')}
            </button>
          </div>
        )}
        {groupMembers(members).map(({ title: group, people }) => (
          <section key={group} aria-label={say(group)}>
            <h3 className={styles.label}>
              {say(group)}
              <span>{people.length}</span>
            </h3>
            <ul>
              {people.map((member) => (
                <PersonRow key={member.user} room={room} member={member} />
              ))}
            </ul>
          </section>
        ))}
      </div>
      {dialog === 'edit' && <EditRoomDialog room={room} onClose={() => setDialog(undefined)} />}
      {dialog === 'leave' && (
        <ConfirmLeave room={room} onClose={() => setDialog(undefined)} onCloseRoom={() => setDialog('close')} />
      )}
      {dialog === 'close' && <ConfirmClose room={room} onClose={() => setDialog(undefined)} />}
    </aside>
  )
}
