import { useCallback, useDeferredValue, useMemo, useState } from 'react'
import type { UserId } from '../../../common/ids.ts'
import type { MemberView, RoomFacts } from '../../engine-contract.ts'
import type { Words } from '../../words/words.ts'
import { loadMembers } from '../commands.ts'
import { Button } from '../look/buttons/Button.tsx'
import { SearchBox } from '../look/fields/SearchBox.tsx'
import { useRowKeys } from '../look/keys/use-row-keys.ts'
import { AskRow } from '../look/states/AskRow.tsx'
import { Broken } from '../look/states/Broken.tsx'
import { Problem } from '../look/states/Problem.tsx'
import { RowsSkeleton } from '../look/states/RowsSkeleton.tsx'
import { useLoaded } from '../look/states/use-loaded.ts'
import { useMoreRows } from '../look/states/use-more-rows.ts'
import { richWords } from '../look/wording/rich-words.ts'
import { PersonFace } from '../people/PersonFace.tsx'
import { filterPeople } from '../people/people-order.ts'
import { presenceIn } from '../state/here-count.ts'
import { useWords } from '../state/language-choice.ts'
import { useAllPresence } from '../state/people-selectors.ts'
import { useMe, useMembers, useUsers } from '../state/room-selectors.ts'
import { nameOf, type Users } from '../state/room-words.ts'
import styles from './AboutPanel.module.css'
import { BanDialog } from './BanDialog.tsx'
import { MemberMenu } from './MemberMenu.tsx'
import { runsRoom } from './member-actions.ts'
import { groupMembers, orderMembers } from './member-order.ts'
import { PersonRow } from './PersonRow.tsx'
import { useMemberDeeds } from './use-member-deeds.ts'

/** So few are seen at a glance. */
const searchFrom = 20

/** Everybody in the room: by role, then by who is here; what may be done with each is in one menu. */
export function MemberTab({ room }: { readonly room: RoomFacts }) {
  const say = useWords()
  const me = useMe().id
  const users = useUsers()
  const presences = useAllPresence()
  const members = useMembers(room.id)
  const roomId = room.id
  const loaded = useLoaded(useCallback(() => loadMembers(roomId), [roomId]))
  const [typed, setTyped] = useState('')
  const wanted = useDeferredValue(typed)
  const deeds = useMemberDeeds(room)
  const presenceOf = useCallback(
    (user: UserId) => {
      const shape = presenceIn(presences, user)
      // Whoever looks on is here, whatever was heard of them last.
      return user === me && shape !== 'busy' ? 'here' : shape
    },
    [presences, me],
  )
  const ordered = useMemo(
    () => orderMembers(members, (user) => nameOf(say, users, user), say.locale, presenceOf),
    [members, users, say, presenceOf],
  )
  const found = useMemo(() => findAmong(ordered, users, wanted), [ordered, users, wanted])
  const keys = useRowKeys(found.map(({ user }) => user))
  const most = useMoreRows()
  const mayAct = runsRoom(room)

  if (members.length === 0 && loaded.isLoading) return <RowsSkeleton label={say('about.loading-people')} />
  if (members.length < room.memberCount && loaded.error !== undefined) {
    return <Broken title={say('about.people-not-loaded')} words={say('about.messages-go-on')} onAgain={loaded.again} />
  }
  let left = most.rows
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: arrow keys go from row to row; the rows have the buttons
    <div className={styles.members} onKeyDown={keys.onKeyDown} onFocus={keys.onFocus}>
      {room.memberCount >= searchFrom && (
        <div className={styles.search}>
          <SearchBox
            label={say('about.find-people')}
            value={typed}
            onChange={(event) => setTyped(event.target.value)}
          />
        </div>
      )}
      <div className={styles.problem}>
        <Problem words={deeds.problem} />
      </div>
      {found.length === 0 && (
        <div className={styles.none} role="status">
          <p>{say('about.nobody-called', { words: wanted.trim(), count: members.length })}</p>
          <Button look="quiet" size="small" onClick={() => setTyped('')}>
            {say('about.show-all')}
          </Button>
        </div>
      )}
      {groupMembers(found, presenceOf).map(({ title, people }) => {
        const shown = people.slice(0, Math.max(left, 0))
        left -= people.length
        return (
          <section key={title} aria-label={say(title)}>
            <h3 className={styles.label}>
              {say(title)}
              <span>{people.length}</span>
            </h3>
            <ul>
              {shown.map((member) =>
                deeds.asking?.member.user === member.user && deeds.asking.kind !== 'ban' ? (
                  <li key={member.user} className={styles.asks}>
                    <AskRow
                      picture={<PersonFace user={member.user} />}
                      {...askWords(say, deeds.asking.kind, nameOf(say, users, member.user), room)}
                      isBusy={deeds.isBusy}
                      onDo={deeds.goOn}
                      onKeep={deeds.keep}
                    />
                  </li>
                ) : (
                  <PersonRow
                    key={member.user}
                    member={member}
                    name={nameOf(say, users, member.user)}
                    handle={users[member.user]?.handle}
                    presence={presenceOf(member.user)}
                    status={statusWords(presences[member.user]?.status)}
                    isMe={member.user === me}
                    isMuted={(member.mutedUntil ?? 0) > deeds.nowAt}
                    hasMenu={mayAct && deeds.mayTouch(member)}
                    isMenuOpen={deeds.menu?.member.user === member.user}
                    isStop={keys.tabIndexOf(member.user) === 0}
                    onMenu={deeds.openMenu}
                  />
                ),
              )}
            </ul>
          </section>
        )
      })}
      {left < 0 && <div ref={most.end} className={styles.more} />}
      {deeds.menu !== undefined && (
        <MemberMenu
          room={room}
          member={deeds.menu.member}
          anchor={deeds.menu.anchor}
          onAct={deeds.act}
          onClose={deeds.closeMenu}
        />
      )}
      {deeds.asking?.kind === 'ban' && (
        <BanDialog
          room={room}
          user={deeds.asking.member.user}
          name={nameOf(say, users, deeds.asking.member.user)}
          onDone={deeds.onBanned}
          onClose={deeds.keep}
        />
      )}
    </div>
  )
}

function findAmong(members: readonly MemberView[], users: Users, words: string): readonly MemberView[] {
  if (words.trim() === '') return members
  const known = members.flatMap(({ user }) => users[user] ?? [])
  const found = new Set(filterPeople(known, words).map(({ id }) => id))
  return members.filter(({ user }) => found.has(user))
}

function askWords(say: Words, kind: 'remove' | 'hand-over', name: string, room: RoomFacts) {
  if (kind === 'remove') {
    return {
      question: say('about.remove-question', { name }),
      words: richWords(say, 'about.remove-means', { room: room.name }),
      does: say('look.remove'),
    }
  }
  return {
    question: say('about.hand-over-question', { name }),
    words: say('about.hand-over-means'),
    does: say('about.hand-over-do'),
  }
}

function statusWords(status: { readonly text?: string | undefined; readonly emoji?: string | undefined } | undefined) {
  const words = [status?.emoji, status?.text].filter((part) => part !== undefined && part !== '').join(' ')
  return words === '' ? undefined : words
}
