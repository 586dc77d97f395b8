import { History, WifiOff } from 'lucide-react'
import { useEffect, useState } from 'react'
import type { RoomId } from '../../../common/ids.ts'
import { retryConnection } from '../commands.ts'
import { Button } from '../look/buttons/Button.tsx'
import { richWords } from '../look/wording/rich-words.ts'
import { useWords } from '../state/language-choice.ts'
import { useCompleteToSeq, useConnection } from '../state/room-selectors.ts'
import styles from './ConnectionBar.module.css'
import { connectionWords, graceMs } from './connection-words.ts'

/** One thin line, after three seconds: what is wrong and what still works. Never a dialog, never a reload. */
export function ConnectionBar({ room }: { readonly room: RoomId }) {
  const say = useWords()
  const connection = useConnection()
  const completeToSeq = useCompleteToSeq(room)
  const nowAt = useTicking(connection.kind !== 'online')
  const words = connectionWords(say, connection, nowAt)
  if (words !== undefined) {
    return (
      <div className={styles.bar}>
        <WifiOff aria-hidden="true" />
        <p>
          {/* Only the first words are announced: a countdown read aloud every second helps nobody. */}
          <b role="status">{words.what}</b> <span>{words.next}</span>{' '}
          {words.again !== undefined && <span className={styles.countdown}>{words.again}</span>}
        </p>
        <Button look="word" onClick={() => void retryConnection()}>
          {say('conversation.try-now')}
        </Button>
      </div>
    )
  }
  if (completeToSeq !== undefined) {
    return (
      <div className={styles.bar} data-calm="true" role="status">
        <History aria-hidden="true" />
        <p>
          {richWords(say, 'conversation.history-coming', {
            b: (words) => <b>{words}</b>,
            span: (words) => <span>{words}</span>,
          })}
        </p>
      </div>
    )
  }
  return null
}

function useTicking(isTicking: boolean): number {
  const [nowAt, setNowAt] = useState(() => Date.now())
  useEffect(() => {
    if (!isTicking) return
    setNowAt(Date.now())
    const timer = setInterval(() => setNowAt(Date.now()), Math.min(500, graceMs))
    return () => clearInterval(timer)
  }, [isTicking])
  return nowAt
}
