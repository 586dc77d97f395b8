import { type RefObject, useCallback, useState } from 'react'
import type { User } from '../../../common/http-contract/account-contract.ts'
import type { UserId } from '../../../common/ids.ts'
import { BotTag } from '../bots/BotTag.tsx'
import { Avatar } from '../look/marks/Avatar.tsx'
import { PersonFace } from '../people/PersonFace.tsx'
import { useWords } from '../state/language-choice.ts'
import {
  findMentionable,
  insertMention,
  type Mentionable,
  type MentionQuery,
  parseMentionQuery,
} from './mention-query.ts'
import { type Completion, OptionList, useCompletion } from './OptionList.tsx'
import { replaceText } from './text-insertion.ts'

export type Mentions = Completion<Mentionable> & { readonly onMoved: () => void; readonly isAsked: boolean }

/** Who can be named after an @, while one is being typed. The caret stays in the text all the time. */
export function useMentions(
  area: RefObject<HTMLTextAreaElement | null>,
  members: readonly User[],
  { me, mayAddressRoom }: { readonly me: UserId; readonly mayAddressRoom: boolean },
): Mentions {
  const [query, setQuery] = useState<MentionQuery>()
  const others = members.filter((person) => person.id !== me)
  const list = useCompletion({
    query,
    setQuery,
    options: query === undefined ? [] : findMentionable(others, query.typed, mayAddressRoom),
    onChoose: (person: Mentionable) => {
      if (area.current === null || query === undefined) return
      const inserted = insertMention(area.current.value, query, person.handle)
      replaceText(area.current, query, inserted.text.slice(query.from, inserted.caret))
    },
  })
  const onMoved = useCallback(() => {
    const element = area.current
    if (element === null) return
    const { selectionStart, selectionEnd, value } = element
    setQuery(selectionStart === selectionEnd ? parseMentionQuery(value, selectionStart) : undefined)
  }, [area])
  return { ...list, onMoved, isAsked: query !== undefined }
}

type MentionListProps = {
  readonly mentions: Mentions
  /** How many are online; undefined while nobody knows. */
  readonly here: number | undefined
}

export function MentionList({ mentions, here }: MentionListProps) {
  const say = useWords()
  const nameOf = (one: Mentionable) => {
    if ('name' in one) return one.name
    if (one.id === 'room') return say('composer.everyone-here')
    return here === undefined ? say('composer.here-not-known') : say('composer.those-here', { count: here })
  }
  return (
    <OptionList list={mentions} label={say('composer.people-here')} keyOf={({ id }) => id}>
      {(person) => {
        const name = nameOf(person)
        return (
          <>
            {'name' in person ? (
              <PersonFace user={person.id} size={24} />
            ) : (
              <Avatar id={person.id} name={person.handle} shape="room" size={24} />
            )}
            <b dir="auto">{name}</b>
            {'name' in person && <BotTag user={person.id} />}
            <span>@{person.handle}</span>
          </>
        )
      }}
    </OptionList>
  )
}
