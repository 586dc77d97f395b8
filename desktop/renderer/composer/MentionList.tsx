import { type KeyboardEvent, type RefObject, useCallback, useEffect, useId, useState } from 'react'
import type { User } from '../../../common/http-contract/account-contract.ts'
import type { UserId } from '../../../common/ids.ts'
import { Avatar } from '../look/Avatar.tsx'
import { useWords } from '../state/language-choice.ts'
import styles from './MentionList.module.css'
import {
  findMentionable,
  insertMention,
  type Mentionable,
  type MentionQuery,
  parseMentionQuery,
} from './mention-query.ts'
import { replaceText } from './text-insertion.ts'

export type Mentions = {
  readonly listId: string | undefined
  readonly activeId: string | undefined
  readonly people: readonly Mentionable[]
  readonly active: number
  readonly choose: (person: Mentionable) => void
  readonly onMoved: () => void
  readonly close: () => void
  /** True where the key was for the list and not for the text. */
  readonly onKeyDown: (event: KeyboardEvent) => boolean
}

/** Who can be named after an @, while one is being typed. The caret stays in the text all the time. */
export function useMentions(
  area: RefObject<HTMLTextAreaElement | null>,
  members: readonly User[],
  { me, mayAddressRoom }: { readonly me: UserId; readonly mayAddressRoom: boolean },
): Mentions {
  const id = useId()
  const [query, setQuery] = useState<MentionQuery>()
  const [active, setActive] = useState(0)
  const [closedAt, setClosedAt] = useState(-1)
  const others = members.filter((person) => person.id !== me)
  const people =
    query === undefined || query.from === closedAt ? [] : findMentionable(others, query.typed, mayAddressRoom)
  const isOpen = people.length > 0
  const typed = query?.typed
  // biome-ignore lint/correctness/useExhaustiveDependencies: another text begins with its best match again
  useEffect(() => setActive(0), [typed])

  const onMoved = useCallback(() => {
    const element = area.current
    if (element === null) return
    const { selectionStart, selectionEnd, value } = element
    const next = selectionStart === selectionEnd ? parseMentionQuery(value, selectionStart) : undefined
    setQuery(next)
    if (next === undefined) setClosedAt(-1)
  }, [area])

  const choose = (person: Mentionable) => {
    if (area.current === null || query === undefined) return
    const inserted = insertMention(area.current.value, query, person.handle)
    replaceText(area.current, query, inserted.text.slice(query.from, inserted.caret))
    setQuery(undefined)
  }

  const onKeyDown = (event: KeyboardEvent): boolean => {
    if (!isOpen) return false
    const chosen = people[active]
    if (event.key === 'ArrowDown') setActive((active + 1) % people.length)
    else if (event.key === 'ArrowUp') setActive((active + people.length - 1) % people.length)
    else if ((event.key === 'Enter' || event.key === 'Tab') && !event.shiftKey && chosen) choose(chosen)
    else if (event.key === 'Escape') setClosedAt(query?.from ?? -1)
    else return false
    event.preventDefault()
    event.stopPropagation()
    return true
  }

  return {
    listId: isOpen ? id : undefined,
    activeId: isOpen ? `${id}-${active}` : undefined,
    people,
    active,
    choose,
    onMoved,
    close: useCallback(() => setQuery(undefined), []),
    onKeyDown,
  }
}

export function MentionList({ mentions }: { readonly mentions: Mentions }) {
  const say = useWords()
  const { listId, people, active, choose } = mentions
  if (listId === undefined) return null
  const nameOf = (person: Mentionable) => ('name' in person ? person.name : say('composer.everyone-here'))
  return (
    <div id={listId} className={styles.list} role="listbox" aria-label={say('composer.people-here')}>
      {people.map((person, index) => (
        // biome-ignore lint/a11y/useFocusableInteractive: the focus stays in the text, which names the active option
        // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are the text box's
        <div
          key={person.id}
          id={`${listId}-${index}`}
          className={styles.person}
          role="option"
          aria-selected={index === active}
          onPointerDown={(event) => event.preventDefault()}
          onClick={() => choose(person)}
        >
          <Avatar id={person.id} name={nameOf(person)} shape={person.id === 'room' ? 'room' : 'person'} size={24} />
          <b dir="auto">{nameOf(person)}</b>
          <span>@{person.handle}</span>
        </div>
      ))}
    </div>
  )
}
