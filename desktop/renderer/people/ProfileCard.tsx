import { Copy, MessageSquare, UserRoundPen, UsersRound } from 'lucide-react'
import type { ReactNode, Ref } from 'react'
import type { User } from '../../../common/http-contract/account-contract.ts'
import { Avatar, type Presence } from '../look/Avatar.tsx'
import { Button } from '../look/Button.tsx'
import { IconButton } from '../look/IconButton.tsx'
import { useWords } from '../state/language-choice.ts'
import styles from './ProfileCard.module.css'

/** A room to go to; `id` gives its picture the tint it has in the list. */
export type RoomTogether = { readonly id: string; readonly name: string }

type ProfileCardProps = {
  readonly person: User
  readonly presence?: Presence | undefined
  /** In their own words. */
  readonly bio?: string | undefined
  /** What there is to know besides, a line each: their time, when they were last here. */
  readonly facts?: readonly { readonly key: string; readonly icon: ReactNode; readonly words: ReactNode }[]
  /** Undefined as long as it is not known. */
  readonly rooms: readonly RoomTogether[] | undefined
  readonly isMe: boolean
  readonly onRoom: (room: string) => void
  /** Undefined where there is no way to write to them. */
  readonly onWrite: (() => void) | undefined
  readonly onEdit: () => void
  readonly onCopy: () => void
  readonly mainRef?: Ref<HTMLButtonElement>
  /** What is kept apart from the rest: blocking, say. */
  readonly children?: ReactNode
}

/** Who somebody is, with nothing that they did not give. */
export function ProfileCard({ person, presence, bio, facts = [], rooms, isMe, ...rest }: ProfileCardProps) {
  const { onRoom, onWrite, onEdit, onCopy, mainRef, children } = rest
  const say = useWords()
  return (
    <div className={styles.card}>
      <div className={styles.who}>
        <Avatar id={person.id} name={person.displayName} shape="person" size={72} presence={presence} />
        <div>
          <h2 dir="auto">{person.displayName}</h2>
          <p>
            <bdi>@{person.handle}</bdi>
            <IconButton label={say('people.copy-handle')} size={30} onClick={onCopy}>
              <Copy />
            </IconButton>
          </p>
        </div>
      </div>
      {bio !== undefined && bio !== '' && (
        <p className={styles.bio} dir="auto">
          {bio}
        </p>
      )}
      {(facts.length > 0 || (rooms?.length ?? 0) > 0) && (
        <ul className={styles.facts}>
          {facts.map(({ key, icon, words }) => (
            <li key={key}>
              {icon}
              <div>{words}</div>
            </li>
          ))}
          {rooms !== undefined && rooms.length > 0 && (
            <li>
              <UsersRound aria-hidden="true" />
              <div>
                {say('people.rooms-together', { count: rooms.length })}
                <div className={styles.rooms}>
                  {rooms.map((room) => (
                    <button key={room.id} type="button" className={styles.room} onClick={() => onRoom(room.id)}>
                      <Avatar id={room.id} name={room.name} shape="room" size={18} />
                      <span dir="auto">{room.name}</span>
                    </button>
                  ))}
                </div>
              </div>
            </li>
          )}
        </ul>
      )}
      {isMe ? (
        <Button ref={mainRef} look="quiet" onClick={onEdit}>
          <UserRoundPen aria-hidden="true" />
          {say('people.edit-profile')}
        </Button>
      ) : (
        onWrite !== undefined && (
          <Button ref={mainRef} onClick={onWrite}>
            <MessageSquare aria-hidden="true" />
            {say('people.write')}
          </Button>
        )
      )}
      {children}
    </div>
  )
}
