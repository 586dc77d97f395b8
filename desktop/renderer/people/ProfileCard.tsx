import { Copy, UserRoundPen, UsersRound } from 'lucide-react'
import type { ReactNode, Ref } from 'react'
import type { UserView } from '../../engine-contract.ts'
import { Button } from '../look/buttons/Button.tsx'
import { IconButton } from '../look/buttons/IconButton.tsx'
import { Avatar } from '../look/marks/Avatar.tsx'
import { Tag } from '../look/marks/Tag.tsx'
import { useWords } from '../state/language-choice.ts'
import { MyFace } from './MyFace.tsx'
import { PersonFace } from './PersonFace.tsx'
import styles from './ProfileCard.module.css'
import { shownName } from './people-order.ts'

/** A room to go to; `id` gives its picture the tint it has in the list. */
export type RoomTogether = { readonly id: string; readonly name: string }

type ProfileCardProps = {
  readonly person: UserView
  /** In their own words. */
  readonly bio?: string | undefined
  /** What there is to know besides, a line each: their time, when they were last here. */
  readonly facts?: readonly { readonly key: string; readonly icon: ReactNode; readonly words: ReactNode }[]
  /** Undefined as long as it is not known. */
  readonly rooms: readonly RoomTogether[] | undefined
  readonly onRoom: (room: string) => void
  /** Of my own. */
  readonly onEdit: (() => void) | undefined
  readonly onCopy: () => void
  readonly mainRef?: Ref<HTMLButtonElement>
  /** What can be done about them. */
  readonly children?: ReactNode
}

/** Who somebody is, with nothing that they did not give. */
export function ProfileCard({ person, bio, facts = [], rooms, ...rest }: ProfileCardProps) {
  const { onRoom, onEdit, onCopy, mainRef, children } = rest
  const say = useWords()
  const isDeleted = person.deleted === true
  return (
    <div className={styles.card}>
      <div className={styles.who}>
        {onEdit === undefined ? <PersonFace user={person.id} size={72} hasPresence /> : <MyFace size={72} />}
        <div>
          <h2 dir="auto">{isDeleted ? say('people.deleted') : shownName(person)}</h2>
          {person.bot === true && <Tag>{say('people.bot')}</Tag>}
          {person.nickname !== undefined && <p dir="auto">{person.displayName}</p>}
          {!isDeleted && (
            <p>
              <bdi>@{person.handle}</bdi>
              <IconButton label={say('people.copy-handle')} size={30} onClick={onCopy}>
                <Copy />
              </IconButton>
            </p>
          )}
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
      {onEdit !== undefined && (
        <Button ref={mainRef} look="quiet" onClick={onEdit}>
          <UserRoundPen aria-hidden="true" />
          {say('people.edit-profile')}
        </Button>
      )}
      {children}
    </div>
  )
}
