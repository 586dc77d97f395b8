import { Ellipsis, MicOff } from 'lucide-react'
import { memo } from 'react'
import type { Role } from '../../../common/credential-scope.ts'
import type { MemberView } from '../../engine-contract.ts'
import type { PlainKey } from '../../words/word-keys.ts'
import { IconButton } from '../look/buttons/IconButton.tsx'
import { Avatar, type Presence } from '../look/marks/Avatar.tsx'
import { Tag } from '../look/marks/Tag.tsx'
import { usePicture } from '../people/use-picture.ts'
import { useWords } from '../state/language-choice.ts'
import { showPerson } from '../state/person-card-store.ts'
import { useUser } from '../state/room-selectors.ts'
import styles from './PersonRow.module.css'

type PersonRowProps = {
  readonly member: MemberView
  readonly name: string
  readonly handle: string | undefined
  readonly presence: Presence | undefined
  /** What they say of themselves, where they do. */
  readonly status: string | undefined
  readonly isMe: boolean
  readonly isMuted: boolean
  readonly hasMenu: boolean
  readonly isMenuOpen: boolean
  /** The Tab key comes in here. */
  readonly isStop: boolean
  readonly onMenu: (member: MemberView, anchor: Element) => void
}

const tags = {
  owner: 'about.role-owner',
  admin: 'about.role-admin',
  member: undefined,
  listener: 'about.listens',
} as const satisfies Readonly<Record<Role, PlainKey | undefined>>
const places = {
  here: 'about.is-here',
  away: 'about.is-away',
  busy: 'about.is-busy',
  gone: undefined,
} as const satisfies Readonly<Record<Presence, PlainKey | undefined>>

/** Somebody in the room. What may be done with them opens on the button, by the right button, or by pressing long. */
export const PersonRow = memo(function PersonRow(props: PersonRowProps) {
  const { member, name, handle, presence, status, isMe, isMuted, hasMenu, isMenuOpen, isStop, onMenu } = props
  const say = useWords()
  const person = useUser(member.user)
  const isBot = person?.bot === true
  const picture = usePicture(member.user, person?.avatar)
  const tag = tags[member.role]
  const place = presence && places[presence]
  const stop = isStop ? 0 : -1
  return (
    <li
      className={styles.person}
      data-menu={hasMenu}
      onContextMenu={(event) => {
        if (!hasMenu) return
        event.preventDefault()
        onMenu(member, event.currentTarget.querySelector('[aria-haspopup]') ?? event.currentTarget)
      }}
    >
      <Avatar id={member.user} name={name} shape={isBot ? 'room' : 'person'} presence={presence} picture={picture} />
      <div>
        <button
          type="button"
          data-row={member.user}
          tabIndex={stop}
          onClick={(event) => showPerson(member.user, event.currentTarget)}
        >
          <b dir="auto">{isMe ? say('about.you', { name }) : name}</b>
        </button>
        <span dir="auto">{status ?? (place === undefined ? <bdi>@{handle}</bdi> : say(place))}</span>
      </div>
      {hasMenu && (
        <IconButton
          label={say('about.what-may', { name })}
          size={30}
          tabIndex={stop}
          aria-haspopup="menu"
          aria-expanded={isMenuOpen}
          onClick={(event) => onMenu(member, event.currentTarget)}
        >
          <Ellipsis />
        </IconButton>
      )}
      {isMuted && (
        <span className={styles.muted} title={say('about.muted')}>
          <MicOff aria-label={say('about.muted')} />
        </span>
      )}
      {isBot && <Tag>{say('people.bot')}</Tag>}
      {tag !== undefined && <Tag>{say(tag)}</Tag>}
    </li>
  )
})
