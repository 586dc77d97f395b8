import { useState } from 'react'
import type { UserId } from '../../../common/ids.ts'
import { errorWords } from '../../words/error-words.ts'
import { blockUser } from '../commands.ts'
import { AskRow } from '../look/states/AskRow.tsx'
import { Problem } from '../look/states/Problem.tsx'
import { useWords } from '../state/language-choice.ts'
import { useAreContactsOpen } from '../state/people-selectors.ts'
import { useUsers } from '../state/room-selectors.ts'
import { nameOf } from '../state/room-words.ts'
import { sayDone } from '../state/said-line.ts'
import { PersonFace } from './PersonFace.tsx'

type BlockRowProps = {
  readonly user: UserId
  readonly onClose: () => void
  /** Where there is little space. */
  readonly hasFace?: boolean
}

/** Asks, in its place, before somebody is blocked, and says what that does. */
export function BlockRow({ user, onClose, hasFace = true }: BlockRowProps) {
  const say = useWords()
  const users = useUsers()
  const isOpen = useAreContactsOpen()
  const [isBusy, setIsBusy] = useState(false)
  const [problem, setProblem] = useState<string>()
  const name = nameOf(say, users, user)
  const block = async () => {
    setIsBusy(true)
    const blocked = await blockUser(user)
    setIsBusy(false)
    if (!blocked.ok) return setProblem(errorWords(say, blocked.error))
    onClose()
    sayDone(say('people.blocked-now', { name }))
  }
  return (
    <>
      <AskRow
        picture={hasFace && <PersonFace user={user} size={40} />}
        question={say('people.block-question', { name })}
        words={isOpen ? `${say('people.block-means')} ${say('people.block-shows')}` : say('people.block-means')}
        does={say('people.block')}
        isBusy={isBusy}
        onDo={() => void block()}
        onKeep={onClose}
      />
      <Problem words={problem} />
    </>
  )
}
