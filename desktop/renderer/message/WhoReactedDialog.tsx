import { useMemo, useState } from 'react'
import type { MessageId, RoomId } from '../../../common/ids.ts'
import { useEmoji } from '../emoji/load-emoji.ts'
import { Modal, ModalWords } from '../look/popups/Modal.tsx'
import { useMoreRows } from '../look/states/use-more-rows.ts'
import { PersonFace } from '../people/PersonFace.tsx'
import { useWords } from '../state/language-choice.ts'
import { useMe, useUsers } from '../state/room-selectors.ts'
import { nameOf } from '../state/room-words.ts'
import { useMessage } from '../state/timeline-selectors.ts'
import { askWhoReacted, useView } from '../state/view-store.ts'
import { groupReactions, reactorsOf } from './reaction-groups.ts'
import styles from './WhoReactedDialog.module.css'

/** Who took which emoji of a message: asked from its menu, or from one of them. */
export function WhoReactedDialog() {
  const asked = useView((view) => view.reacted)
  return asked === undefined ? null : <WhoReacted key={asked.message} {...asked} />
}

type WhoReactedProps = { readonly room: RoomId; readonly message: MessageId; readonly emoji?: string | undefined }

function WhoReacted({ room, message: id, emoji }: WhoReactedProps) {
  const say = useWords()
  const me = useMe().id
  const users = useUsers()
  const table = useEmoji(false)
  const message = useMessage(room, id)
  const [chosen, setChosen] = useState(emoji)
  const groups = useMemo(() => groupReactions(message?.reactions ?? [], me), [message, me])
  // Somebody has taken back the last of them while one looked.
  const only = groups.some((group) => group.emoji === chosen) ? chosen : undefined
  const reactors = useMemo(
    () => reactorsOf(groups, { only, me, nameOf: (user) => nameOf(say, users, user) }),
    [groups, only, me, say, users],
  )
  const most = useMoreRows()
  const named = (one: string) => say('reacted.with', { emoji: one, name: table?.find(one)?.name ?? '' })
  return (
    <Modal title={say('reacted.title')} onClose={() => askWhoReacted(undefined)}>
      {groups.length === 0 ? (
        <ModalWords>{say('reacted.nobody')}</ModalWords>
      ) : (
        <>
          <fieldset className={styles.kinds} aria-label={say('reacted.which')}>
            <button type="button" aria-pressed={only === undefined} onClick={() => setChosen(undefined)}>
              {say('reacted.all')} <span>{say.number(reactorsCount(groups))}</span>
            </button>
            {groups.map((group) => (
              <button
                key={group.emoji}
                type="button"
                aria-pressed={only === group.emoji}
                aria-label={`${named(group.emoji)} ${say.number(group.users.length)}`}
                onClick={() => setChosen(group.emoji)}
              >
                <span className={styles.emoji}>{group.emoji}</span> <span>{say.number(group.users.length)}</span>
              </button>
            ))}
          </fieldset>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, by keyboard too */}
          <ul className={styles.people} tabIndex={0} aria-label={say('reacted.title')}>
            {reactors.slice(0, most.rows).map(({ user, emoji: taken }) => (
              <li key={user} data-me={user === me}>
                <PersonFace user={user} size={28} />
                <bdi>{user === me ? say('people.you') : nameOf(say, users, user)}</bdi>
                <span className={styles.emoji}>{taken.join(' ')}</span>
              </li>
            ))}
            {reactors.length > most.rows && <li ref={most.end} aria-hidden="true" />}
          </ul>
        </>
      )}
    </Modal>
  )
}

function reactorsCount(groups: ReturnType<typeof groupReactions>): number {
  return new Set(groups.flatMap(({ users }) => users)).size
}
