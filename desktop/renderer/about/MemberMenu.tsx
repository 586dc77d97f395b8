import { Menu } from '@base-ui/react/menu'
import { ChevronRight } from 'lucide-react'
import type { MemberView, RoomFacts } from '../../engine-contract.ts'
import type { Words } from '../../words/words.ts'
import menu from '../look/popups/Menu.module.css'
import { spanOfSeconds } from '../look/wording/span-words.ts'
import { useWords } from '../state/language-choice.ts'
import { showPerson } from '../state/person-card-store.ts'
import { useMe, useUsers } from '../state/room-selectors.ts'
import { nameOf } from '../state/room-words.ts'
import { type MemberAction, memberActions } from './member-actions.ts'

type MemberMenuProps = {
  readonly room: RoomFacts
  readonly member: MemberView
  readonly anchor: Element
  readonly onAct: (action: MemberAction) => void
  readonly onClose: () => void
}

/** What I may do with somebody: one menu for the whole list, beside whoever it is about. */
export function MemberMenu({ room, member, anchor, onAct, onClose }: MemberMenuProps) {
  const say = useWords()
  const me = useMe().id
  const users = useUsers()
  // Inside of the panel, which is where it belongs to for whoever goes by landmarks.
  const panel = anchor.closest<HTMLElement>('aside')
  const actions = memberActions(room, member, me, Date.now())
  const mutes = actions.filter((action) => action.words === 'about.mute-for')
  const plain = actions.filter((action) => action.words !== 'about.mute-for')
  const isLast = (action: MemberAction) => action.kind === 'remove' || action.kind === 'ban'
  const item = (action: MemberAction) => (
    <Menu.Item
      key={action.words}
      className={menu.item}
      data-danger={isLast(action) || undefined}
      onClick={() => onAct(action)}
    >
      {actionWords(say, action)}
    </Menu.Item>
  )
  return (
    <Menu.Root open onOpenChange={(open) => !open && onClose()}>
      <Menu.Portal container={panel}>
        <Menu.Positioner className={menu.positioner} anchor={anchor} sideOffset={4} align="end" collisionPadding={8}>
          <Menu.Popup
            className={menu.popup}
            aria-label={say('about.what-may', { name: nameOf(say, users, member.user) })}
            finalFocus={() => (anchor instanceof HTMLElement && anchor.isConnected ? anchor : true)}
          >
            <Menu.Item className={menu.item} onClick={() => showPerson(member.user, anchor as HTMLElement)}>
              {say('about.profile')}
            </Menu.Item>
            {plain.filter((action) => !isLast(action)).map(item)}
            {mutes.length > 0 && (
              <Menu.SubmenuRoot>
                <Menu.SubmenuTrigger className={menu.item}>
                  <span style={{ flex: 1 }}>{say('about.mute')}</span>
                  <ChevronRight aria-hidden="true" />
                </Menu.SubmenuTrigger>
                <Menu.Portal container={panel}>
                  <Menu.Positioner className={menu.positioner} sideOffset={4} collisionPadding={8}>
                    <Menu.Popup className={menu.popup}>
                      {mutes.map((action) => (
                        <Menu.Item
                          key={action.kind === 'mute' ? action.minutes : ''}
                          className={menu.item}
                          onClick={() => onAct(action)}
                        >
                          {actionWords(say, action)}
                        </Menu.Item>
                      ))}
                    </Menu.Popup>
                  </Menu.Positioner>
                </Menu.Portal>
              </Menu.SubmenuRoot>
            )}
            {plain.filter(isLast).map(item)}
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  )
}

function actionWords(say: Words, action: MemberAction): string {
  if (action.kind === 'mute' && action.words === 'about.mute-for') {
    return say('about.mute-for', { span: spanOfSeconds(action.minutes * 60, say.locale) })
  }
  return say(action.words as Exclude<MemberAction['words'], 'about.mute-for'>)
}
