import type { RoomFacts } from '../../engine-contract.ts'
import { useWords } from '../state/language-choice.ts'
import { AddPeople } from './AddPeople.tsx'
import { InviteLinks } from './InviteLinks.tsx'
import styles from './RoomInvites.module.css'

/** How others come in: people one knows, and a link for everybody else. */
export function RoomInvites({ room }: { readonly room: RoomFacts }) {
  const say = useWords()
  return (
    <div className={styles.invites}>
      <AddPeople room={room} />
      <p className="hint">{say(room.history === 'joined' ? 'about.they-read-joined' : 'about.they-read-all')}</p>
      <InviteLinks room={room} />
    </div>
  )
}
