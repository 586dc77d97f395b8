import { useMemo } from 'react'
import type { User } from '../../../common/http-contract/account-contract.ts'
import type { UserId } from '../../../common/ids.ts'
import type { Message } from '../../../common/message.ts'
import type { Words } from '../../words/words.ts'
import { useWords } from '../state/language-choice.ts'
import styles from './Composer.module.css'
import { buildEdit, buildOutgoing, type HereCall, hereCallOf } from './mention-query.ts'

type HereNoteProps = {
  readonly text: string
  /** The message that is edited. */
  readonly before: Message | undefined
  readonly people: readonly User[]
  readonly users: Readonly<Record<UserId, User>>
  readonly mayAddressRoom: boolean
  readonly here: readonly UserId[] | undefined
}

/** Before it is sent: whom `@here` calls, as things stand. */
export function HereNote({ text, before, people, users, mayAddressRoom, here }: HereNoteProps) {
  const say = useWords()
  const call = useMemo(() => {
    const speaker = { people, mayAddressRoom, here, known: users }
    const next = before === undefined ? buildOutgoing(text, speaker) : buildEdit(text, before, speaker)
    return hereCallOf(next, before, speaker)
  }, [text, before, people, mayAddressRoom, here, users])
  return call === undefined ? null : (
    <p className={styles.note} role="status">
      {hereCallWords(say, call)}
    </p>
  )
}

function hereCallWords(say: Words, call: HereCall): string {
  switch (call.kind) {
    case 'not-yours':
      return say('composer.here-not-yours')
    case 'unknown':
      return say('composer.here-unknown')
    case 'reaches':
      if (call.count < call.of) return say('composer.here-some', { count: call.count, of: call.of })
      return say('composer.here-means', { count: call.count })
  }
}
