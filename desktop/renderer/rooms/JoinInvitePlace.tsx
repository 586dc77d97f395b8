import type { CommandAnswer } from '../../engine-command.ts'
import { Avatar } from '../look/marks/Avatar.tsx'
import { richWords } from '../look/wording/rich-words.ts'
import { useInvitePicture } from '../people/use-picture.ts'
import { useWords } from '../state/language-choice.ts'
import styles from './JoinInvite.module.css'

type Preview = CommandAnswer<'preview-invite'>

/** Where an invitation leads: the room, who asks, and what one will be able to read. */
export function JoinInvitePlace({
  room,
  by,
  code,
}: {
  readonly room: NonNullable<Preview['room']>
  readonly by: Preview['by']
  readonly code: string
}) {
  const say = useWords()
  const picture = useInvitePicture(code, room.avatar)
  const name = room.name || say('rooms.unnamed')
  return (
    <div className={styles.place}>
      <Avatar id={code} name={name} shape="room" size={56} picture={picture} />
      <div className={styles.words}>
        <b dir="auto">{name}</b>
        {room.topic !== '' && <p dir="auto">{room.topic}</p>}
        <p>{say('invite.members', { count: room.members })}</p>
        <p>{richWords(say, 'invite.by', { name: by.displayName, handle: by.handle })}</p>
        <p>{say(room.history === 'all' ? 'invite.reads-all' : 'invite.reads-joined')}</p>
      </div>
    </div>
  )
}
