import type { TransferView } from '../../file-command.ts'
import type { Words } from '../../words/words.ts'
import { sendWithout } from '../commands.ts'
import { useConversation } from '../conversation/conversation-context.ts'
import { Button } from '../look/buttons/Button.tsx'
import { sizeWords } from '../look/wording/size-words.ts'
import { countdownWords } from '../look/wording/span-words.ts'
import { useWords } from '../state/language-choice.ts'
import { findTransfer, readKeptFiles, useTransfers } from '../state/transfer-selectors.ts'
import type { MessageRow } from '../timeline/timeline-items.ts'
import { fileProblemWords } from './file-problem-words.ts'
import styles from './SendingLine.module.css'
import { sumTransfers, type TransferSum } from './transfer-sum.ts'

/** Under a message of mine whose files are not all at the server: how far they are, and what can be done. */
export function SendingLine({ row }: { readonly row: MessageRow }) {
  const say = useWords()
  const transfers = useTransfers()
  const { takeBack } = useConversation()
  const { message, entry } = row
  if (entry === undefined || message.attachments.length === 0) return null
  const going = message.attachments.flatMap(({ file }): TransferView | [] => findTransfer(transfers, file) ?? [])
  const sum = sumTransfers(going)
  if (sum.isWhole) return null
  const { text, replyTo } = message
  const stop = () =>
    takeBack({ entry, text, files: readKeptFiles(message.attachments), ...(replyTo === undefined ? {} : { replyTo }) })
  const part = say('attach.sent-of', {
    sent: sizeWords(sum.sentBytes, say.locale),
    size: sizeWords(sum.sizeBytes, say.locale),
  })
  const words = wordsOf(say, sum, part)
  return (
    <div className={styles.sending}>
      {sum.stuck.length === 0 && (
        <>
          <progress className={styles.bar} max={Math.max(1, sum.sizeBytes)} value={sum.sentBytes} aria-label={words} />
          <span className={styles.words}>{words}</span>
          <Button look="word" onClick={stop}>
            {say('attach.stop')}
          </Button>
        </>
      )}
      {sum.stuck.map(({ file, name }) => (
        <Button key={file} look="word" onClick={() => void sendWithout(message.room, entry, file)}>
          {say('attach.send-without', { name })}
        </Button>
      ))}
    </div>
  )
}

/** How far it is, and why it does not go on where it does not. */
function wordsOf(say: Words, { error, isMoving, leftSec }: TransferSum, part: string): string {
  if (!isMoving) {
    const about = error === undefined ? say('attach.waits') : fileProblemWords(say, error)
    return say('attach.size-and', { size: part, about })
  }
  if (leftSec === undefined || leftSec < 2) return part
  return say('attach.time-left', { part, time: countdownWords(leftSec * 1_000) })
}
