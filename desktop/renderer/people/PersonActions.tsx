import { Menu } from '@base-ui/react/menu'
import { Ellipsis, EyeOff, Flag, MessageSquare, Pencil, UserMinus } from 'lucide-react'
import { useState } from 'react'
import type { UserView } from '../../engine-contract.ts'
import { errorWords } from '../../words/error-words.ts'
import { endContact, unblockUser } from '../commands.ts'
import { Button } from '../look/buttons/Button.tsx'
import { IconButton } from '../look/buttons/IconButton.tsx'
import menu from '../look/popups/Menu.module.css'
import { AskRow } from '../look/states/AskRow.tsx'
import { Problem } from '../look/states/Problem.tsx'
import { useWords } from '../state/language-choice.ts'
import { showReport } from '../state/people-dialogs.ts'
import { useAreContactsOpen, useContact, useRequestWith } from '../state/people-selectors.ts'
import { hidePerson } from '../state/person-card-store.ts'
import { useUsers } from '../state/room-selectors.ts'
import { nameOf } from '../state/room-words.ts'
import { sayDone } from '../state/said-line.ts'
import { showPeople } from '../state/view-store.ts'
import { BlockRow } from './BlockRow.tsx'
import { hideRoom } from './hide-room.ts'
import { NicknameForm } from './NicknameForm.tsx'
import styles from './ProfileCard.module.css'
import { writeTo } from './write-to.ts'

type PersonActionsProps = {
  readonly person: UserView
  readonly isBlocked: boolean
  readonly mainRef: React.RefObject<HTMLButtonElement | null>
}

/** What one can do about somebody: write, or ask to; and, apart from it, name, report, end, block. */
export function PersonActions({ person, isBlocked, mainRef }: PersonActionsProps) {
  const say = useWords()
  const users = useUsers()
  const contact = useContact(person.id)
  const asked = useRequestWith(person.id)
  const isOpen = useAreContactsOpen()
  const [asks, setAsks] = useState<'block' | 'end' | 'nickname'>()
  const [problem, setProblem] = useState<string>()
  const [isBusy, setIsBusy] = useState(false)
  const name = nameOf(say, users, person.id)
  const close = () => setAsks(undefined)
  const write = async () => {
    setIsBusy(true)
    const wrong = await writeTo(say, person)
    setIsBusy(false)
    setProblem(wrong)
    if (wrong === undefined) hidePerson()
  }
  const unblock = async () => {
    const done = await unblockUser(person.id)
    if (done.ok) sayDone(say('people.unblocked', { name }))
    else setProblem(errorWords(say, done.error))
  }
  const end = async () => {
    setIsBusy(true)
    const done = await endContact(person.id)
    setIsBusy(false)
    close()
    if (done.ok) sayDone(say('people.ended', { name }))
    else setProblem(errorWords(say, done.error))
  }
  if (asks === 'block') return <BlockRow user={person.id} hasFace={false} onClose={close} />
  if (asks === 'nickname') return <NicknameForm person={person} onClose={close} />
  if (asks === 'end') {
    return (
      <AskRow
        question={say('people.end-question')}
        words={say('people.end-means')}
        does={say('people.end-contact')}
        isBusy={isBusy}
        onDo={() => void end()}
        onKeep={close}
      />
    )
  }
  return (
    <>
      {isBlocked && <p className={styles.said}>{say('people.is-blocked', { name })}</p>}
      {!isBlocked && asked?.direction === 'out' && <p className={styles.said}>{say('people.asking', { name })}</p>}
      <div className={styles.actions}>
        {isBlocked ? (
          <Button ref={mainRef} look="quiet" onClick={() => void unblock()}>
            {say('people.unblock')}
          </Button>
        ) : contact !== undefined || isOpen ? (
          <Button ref={mainRef} disabled={isBusy} onClick={() => void write()}>
            <MessageSquare aria-hidden="true" />
            {say('people.write')}
          </Button>
        ) : asked === undefined ? (
          <Button ref={mainRef} onClick={() => void write()}>
            <MessageSquare aria-hidden="true" />
            {say('people.ask-title')}
          </Button>
        ) : (
          <Button
            ref={mainRef}
            look="quiet"
            onClick={() => {
              hidePerson()
              showPeople('requests')
            }}
          >
            {say('people.requests')}
          </Button>
        )}
        <Menu.Root>
          <Menu.Trigger render={<IconButton label={say('people.more', { name })} className={styles.more} />}>
            <Ellipsis />
          </Menu.Trigger>
          <Menu.Portal>
            <Menu.Positioner className={styles.menu} sideOffset={4} align="end" collisionPadding={8}>
              <Menu.Popup className={menu.popup}>
                {contact !== undefined && (
                  <Menu.Item className={menu.item} onClick={() => setAsks('nickname')}>
                    <Pencil aria-hidden="true" />
                    {say(person.nickname === undefined ? 'people.nickname-set' : 'people.nickname-change')}
                  </Menu.Item>
                )}
                {contact !== undefined && (
                  <Menu.Item className={menu.item} onClick={() => hideRoom(say, contact.room)}>
                    <EyeOff aria-hidden="true" />
                    {say('rooms.hide')}
                  </Menu.Item>
                )}
                <Menu.Item
                  className={menu.item}
                  onClick={() => {
                    hidePerson()
                    showReport({ kind: 'user', user: person.id })
                  }}
                >
                  <Flag aria-hidden="true" />
                  {say('people.report')}
                </Menu.Item>
                {contact !== undefined && !isOpen && (
                  <Menu.Item className={menu.item} data-danger onClick={() => setAsks('end')}>
                    <UserMinus aria-hidden="true" />
                    {say('people.end-contact')}
                  </Menu.Item>
                )}
              </Menu.Popup>
            </Menu.Positioner>
          </Menu.Portal>
        </Menu.Root>
      </div>
      <Problem words={problem} />
      {!isBlocked && (
        <Button look="danger-word" size="small" onClick={() => setAsks('block')}>
          {say('people.block-name', { name })}
        </Button>
      )}
    </>
  )
}
