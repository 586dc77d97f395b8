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

export type Mentions = Completion<Mentionable> & { readonly onMoved: () => void }

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
  return { ...list, onMoved }
}

export function MentionList({ mentions }: { readonly mentions: Mentions }) {
  const say = useWords()
  return (
    <OptionList list={mentions} label={say('composer.people-here')} keyOf={({ id }) => id}>
      {(person) => {
        const name = 'name' in person ? person.name : say('composer.everyone-here')
        return (
          <>
            {person.id === 'room' ? (
              <Avatar id={person.id} name={name} shape="room" size={24} />
            ) : (
              <PersonFace user={person.id} size={24} />
            )}
            <b dir="auto">{name}</b>
            {person.id !== 'room' && <BotTag user={person.id} />}
            <span>@{person.handle}</span>
          </>
        )
      }}
    </OptionList>
  )
}
