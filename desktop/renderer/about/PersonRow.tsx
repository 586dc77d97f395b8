import { Menu } from '@base-ui/react/menu'
import { Ellipsis } from 'lucide-react'
import { useState } from 'react'
import type { Role } from '../../../common/credential-scope.ts'
import type { MemberView, RoomFacts } from '../../engine-contract.ts'
import { errorWords } from '../../words/error-words.ts'
import type { PlainKey } from '../../words/word-keys.ts'
import { changeRole, removeMember } from '../commands.ts'
import { Avatar } from '../look/Avatar.tsx'
import { ConfirmDialog } from '../look/ConfirmDialog.tsx'
import { IconButton } from '../look/IconButton.tsx'
import menu from '../look/Menu.module.css'
import { richWords } from '../look/rich-words.ts'
import { Tag } from '../look/Tag.tsx'
import { useWords } from '../state/language-choice.ts'
import { showPerson } from '../state/person-card-store.ts'
import { useMe, useUsers } from '../state/room-selectors.ts'
import { nameOf } from '../state/room-words.ts'
import { type MemberAction, memberActions } from './member-actions.ts'
import styles from './PersonRow.module.css'

type PersonRowProps = { readonly room: RoomFacts; readonly member: MemberView }

const tags = {
  owner: 'about.role-owner',
  admin: 'about.role-admin',
  member: undefined,
  listener: 'about.listens',
} as const satisfies Readonly<Record<Role, PlainKey | undefined>>

export function PersonRow({ room, member }: PersonRowProps) {
  const say = useWords()
  const me = useMe()
  const users = useUsers()
  const [problem, setProblem] = useState<string>()
  const name = nameOf(say, users, member.user)
  const actions = memberActions(room, member, me.id)
  const tag = tags[member.role]
  const [isRemoving, setIsRemoving] = useState(false)
  const act = async (action: MemberAction) => {
    if (action.kind === 'remove') return setIsRemoving(true)
    const done = await changeRole(room.id, member.user, action.role)
    setProblem(done.ok ? undefined : errorWords(say, done.error))
  }
  return (
    <li className={styles.person} data-menu={actions.length > 0}>
      <Avatar id={member.user} name={name} shape="person" />
      <div>
        <button type="button" onClick={(event) => showPerson(member.user, event.currentTarget)}>
          <b dir="auto">{member.user === me.id ? say('about.you', { name }) : name}</b>
        </button>
        <span>
          <bdi>@{users[member.user]?.handle}</bdi>
        </span>
        {problem !== undefined && (
          <span className={styles.problem} role="alert">
            {problem}
          </span>
        )}
      </div>
      {actions.length > 0 && (
        <Menu.Root>
          <Menu.Trigger render={<IconButton label={say('about.what-may', { name })} size={30} />}>
            <Ellipsis />
          </Menu.Trigger>
          <Menu.Portal>
            <Menu.Positioner className={menu.positioner} sideOffset={4} align="end" collisionPadding={8}>
              <Menu.Popup className={menu.popup}>
                {actions.map((action) => (
                  <Menu.Item
                    key={action.words}
                    className={menu.item}
                    data-danger={action.kind === 'remove' || undefined}
                    onClick={() => void act(action)}
                  >
                    {say(action.words)}
                  </Menu.Item>
                ))}
              </Menu.Popup>
            </Menu.Positioner>
          </Menu.Portal>
        </Menu.Root>
      )}
      {tag !== undefined && <Tag>{say(tag)}</Tag>}
      {isRemoving && (
        <ConfirmDialog
          title={say('about.remove-question', { name })}
          words={richWords(say, 'about.remove-means', { room: room.name })}
          does={say('look.remove')}
          keeps={say('look.keep')}
          act={() => removeMember(room.id, member.user)}
          onDone={() => setIsRemoving(false)}
          onClose={() => setIsRemoving(false)}
        />
      )}
    </li>
  )
}
