import { CircleAlert } from 'lucide-react'
import { retryOf } from '../../../common/app-error.ts'
import { discardSend, retrySends } from '../commands.ts'
import { useConversation } from '../conversation/conversation-context.ts'
import { Button } from '../look/Button.tsx'
import { useWords } from '../state/language-choice.ts'
import type { MessageRow } from '../timeline/timeline-items.ts'
import styles from './FailedLine.module.css'
import { problemWords } from './refusal-words.ts'

/** Why a message did not go out, in a sentence, and what can be done about it, as words. */
export function FailedLine({ row }: { readonly row: MessageRow }) {
  const say = useWords()
  const { takeBack } = useConversation()
  const words = problemWords(say, row)
  if (words === undefined) return null
  const { entry } = row
  const mayHelp = row.refusal === undefined && (row.error === undefined || retryOf(row.error) !== 'never')
  return (
    <div className={styles.failed}>
      <CircleAlert aria-hidden="true" />
      <span>{words}</span>
      {entry !== undefined && (
        <span className={styles.actions}>
          {mayHelp && (
            <Button look="word" onClick={() => void retrySends(row.message.room)}>
              {say('message.retry')}
            </Button>
          )}
          {row.state !== 'stored' && (
            <Button look="word" onClick={() => takeBack(row, entry)}>
              {say('message.edit')}
            </Button>
          )}
          <Button look="word" onClick={() => void discardSend(row.message.room, entry)}>
            {say('look.discard')}
          </Button>
        </span>
      )}
    </div>
  )
}
