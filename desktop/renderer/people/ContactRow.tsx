import { memo, useRef } from 'react'
import type { UserId } from '../../../common/ids.ts'
import { useWords } from '../state/language-choice.ts'
import { usePresence } from '../state/people-selectors.ts'
import { showPerson, usePersonCard } from '../state/person-card-store.ts'
import { useUser } from '../state/room-selectors.ts'
import { useClock } from '../state/use-today.ts'
import styles from './PeoplePage.module.css'
import { PersonFace } from './PersonFace.tsx'
import { shownName } from './people-order.ts'
import { presenceWords } from './presence-words.ts'

type ContactRowProps = { readonly user: UserId; readonly tabIndex: 0 | -1 }

/** Somebody, where they are, and their card on click. Wakes for that one person. */
export const ContactRow = memo(function ContactRow({ user, tabIndex }: ContactRowProps) {
  const say = useWords()
  const person = useUser(user)
  const presence = usePresence(user)
  const clock = useClock()
  const anchor = useRef<HTMLSpanElement>(null)
  const isShown = usePersonCard(({ shown }) => shown?.user === user)
  if (person === undefined) return null
  return (
    <li>
      <button
        type="button"
        className={styles.row}
        data-row={user}
        tabIndex={tabIndex}
        aria-haspopup="dialog"
        aria-expanded={isShown}
        onClick={() => anchor.current !== null && showPerson(user, anchor.current)}
      >
        {/* The row is wider than there is place beside it. */}
        <span ref={anchor} className={styles.anchor} aria-hidden="true" />
        <PersonFace user={user} size={40} hasPresence />
        <span className={styles.text}>
          <b dir="auto">{shownName(person)}</b>
          <span>
            <bdi>@{person.handle}</bdi> · <bdi>{presenceWords(say, presence, clock, Date.now())}</bdi>
          </span>
        </span>
      </button>
    </li>
  )
})
