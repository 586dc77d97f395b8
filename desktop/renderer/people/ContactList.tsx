import type { UserView } from '../../engine-contract.ts'
import { Button } from '../look/buttons/Button.tsx'
import { useRowKeys } from '../look/keys/use-row-keys.ts'
import { Centre } from '../look/states/Centre.tsx'
import { useMoreRows } from '../look/states/use-more-rows.ts'
import { RoomsSkeleton } from '../rooms/RoomsSkeleton.tsx'
import { useWords } from '../state/language-choice.ts'
import { showAsk } from '../state/people-dialogs.ts'
import { useAllPresence, useAreContactsOpen, useRequests } from '../state/people-selectors.ts'
import { showPeople } from '../state/view-store.ts'
import { ContactRow } from './ContactRow.tsx'
import { FirstChoice } from './FirstChoice.tsx'
import { FoundPerson } from './FoundPerson.tsx'
import styles from './PeoplePage.module.css'
import { filterPeople, groupPeople } from './people-order.ts'
import { RequestCard } from './RequestCard.tsx'

type ContactListProps = { readonly people: readonly UserView[] | undefined; readonly typed: string }

/** Whoever is here first. Requests stand above them until they are answered. */
export function ContactList({ people, typed }: ContactListProps) {
  const say = useWords()
  const isOpen = useAreContactsOpen()
  const presence = useAllPresence()
  const asking = useRequests('in')
  const shown = filterPeople(people ?? [], typed)
  const { here, away } = groupPeople(shown, presence, say.language)
  const keys = useRowKeys([...here, ...away])
  const most = useMoreRows()
  if (people === undefined) return <RoomsSkeleton />
  const isSearching = typed.trim() !== ''
  const [first] = asking
  let left = most.rows
  return (
    <>
      {!isSearching && <FirstChoice />}
      {first !== undefined && !isSearching && <RequestCard key={first.id} request={first} />}
      {asking.length > 1 && !isSearching && (
        <Button look="word" onClick={() => showPeople('requests')}>
          {say('people.more-requests', { count: asking.length - 1 })}
        </Button>
      )}
      {people.length === 0 && !isSearching && (
        <Centre
          title={say('people.no-contacts')}
          actions={<Button onClick={() => showAsk()}>{say(isOpen ? 'people.write-to' : 'people.add-first')}</Button>}
        >
          {say(isOpen ? 'people.no-contacts-open' : 'people.no-contacts-hint')}
        </Centre>
      )}
      {/* biome-ignore lint/a11y/noStaticElementInteractions: arrow keys go from row to row; the rows are the buttons */}
      <div onKeyDown={keys.onKeyDown} onFocus={keys.onFocus}>
        {[
          { group: 'here', title: say('people.here-now'), ids: here },
          { group: 'away', title: say('people.away-list'), ids: away },
        ].map(({ group, title, ids }) => {
          const drawn = ids.slice(0, Math.max(left, 0))
          left -= ids.length
          return drawn.length === 0 ? null : (
            <section key={group}>
              <h2 className={styles.label}>{title}</h2>
              <ul aria-label={title}>
                {drawn.map((id) => (
                  <ContactRow key={id} user={id} tabIndex={keys.tabIndexOf(id)} />
                ))}
              </ul>
            </section>
          )
        })}
        {left < 0 && <div ref={most.end} className={styles.more} />}
      </div>
      {isSearching && shown.length === 0 && <p className={styles.none}>{say('people.none-named')}</p>}
      {isSearching && <FoundPerson typed={typed} known={shown} />}
    </>
  )
}
