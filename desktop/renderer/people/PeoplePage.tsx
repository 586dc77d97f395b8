import { UserPlus } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { Button } from '../look/buttons/Button.tsx'
import { SearchBox } from '../look/fields/SearchBox.tsx'
import { isComposing } from '../look/keys/is-composing.ts'
import { closeByKey } from '../look/panes/close-by-key.ts'
import page from '../look/panes/Page.module.css'
import { PageHead } from '../look/panes/PageHead.tsx'
import tabLine from '../look/panes/TabLine.module.css'
import { useTabLine } from '../look/panes/use-tab-line.ts'
import { useWords } from '../state/language-choice.ts'
import { showAsk } from '../state/people-dialogs.ts'
import { useAreContactsOpen, useAskedCount } from '../state/people-selectors.ts'
import { lastRoom, type PeopleTab, showPeople, showRoom } from '../state/view-store.ts'
import { BlockedList } from './BlockedList.tsx'
import { ContactList } from './ContactList.tsx'
import styles from './PeoplePage.module.css'
import { RequestList } from './RequestList.tsx'
import { useKnownPeople } from './use-known-people.ts'

/** Everybody one knows, whoever asks, and whoever is kept away. */
export function PeoplePage({ tab }: { readonly tab: PeopleTab }) {
  const say = useWords()
  const isOpen = useAreContactsOpen()
  const asked = useAskedCount()
  const people = useKnownPeople()
  const [typed, setTyped] = useState('')
  const heading = useRef<HTMLHeadingElement>(null)
  // Whoever comes here by keyboard goes on from the top of the page.
  useEffect(() => heading.current?.focus(), [])
  const line = useTabLine(tab)
  const tabs = [
    { tab: 'known', name: say(isOpen ? 'people.everyone' : 'people.contacts'), count: people?.length ?? 0 },
    { tab: 'requests', name: say('people.requests'), asked },
    { tab: 'blocked', name: say('people.blocked') },
  ] as const
  const search = (words: string) => {
    setTyped(words)
    if (tab !== 'known') showPeople('known')
  }
  const close = () => showRoom(lastRoom())
  return (
    <main className={page.page} data-region="people" onKeyDown={closeByKey(close)}>
      <PageHead title={say('people.page')} heading={heading} onBack={() => showRoom(undefined)} onClose={close}>
        <div className={styles.find}>
          <SearchBox
            label={say('people.find')}
            value={typed}
            onChange={(event) => search(event.target.value)}
            onKeyDown={(event) => {
              // What is typed goes first.
              if (event.key !== 'Escape' || typed === '' || isComposing(event)) return
              event.preventDefault()
              setTyped('')
            }}
          />
        </div>
        <Button className={styles.add} onClick={() => showAsk()}>
          <UserPlus aria-hidden="true" />
          <span>{say(isOpen ? 'people.write-to' : 'people.add-contact')}</span>
        </Button>
      </PageHead>
      <nav ref={line} className={`${tabLine.line} ${styles.tabs}`} aria-label={say('people.tabs')}>
        {tabs.map((each) => (
          <button
            key={each.tab}
            type="button"
            aria-current={each.tab === tab ? 'page' : undefined}
            onClick={() => showPeople(each.tab)}
          >
            {each.name}
            {'count' in each && each.count > 0 && <span className={styles.count}>{each.count}</span>}
            {'asked' in each && each.asked > 0 && <span className={styles.asked}>{each.asked}</span>}
          </button>
        ))}
      </nav>
      <div className={styles.body}>
        {tab === 'known' && <ContactList people={people} typed={typed} />}
        {tab === 'requests' && <RequestList />}
        {tab === 'blocked' && <BlockedList />}
      </div>
    </main>
  )
}
