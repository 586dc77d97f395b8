import { Bell } from 'lucide-react'
import { useState } from 'react'
import type { DesktopNoteOutcome } from '../../bridge.ts'
import { isQuietHour, weekHourOf } from '../../settings/quiet-hours.ts'
import type { Words } from '../../words/words.ts'
import { Button } from '../look/buttons/Button.tsx'
import { useWords } from '../state/language-choice.ts'
import { tellTest } from '../state/notifications.ts'
import { useMe } from '../state/room-selectors.ts'
import styles from './NoticeCards.module.css'
import { useNoticeSettings } from './use-notices.ts'

/** Sends one, and says what came of it; and what would keep a message from being told right now. */
export function TryCard() {
  const say = useWords()
  const [outcome, setOutcome] = useState<DesktopNoteOutcome>()
  const [isBusy, setIsBusy] = useState(false)
  const inTheWay = useInTheWay()
  const send = async () => {
    setIsBusy(true)
    setOutcome(await tellTest())
    setIsBusy(false)
  }
  return (
    <section className={styles.card} aria-labelledby="try-title">
      <div className={styles.inside}>
        <div className={styles.try}>
          <div>
            <h2 id="try-title">{say('notices.try')}</h2>
            <p role="status">{outcome === undefined ? say('notices.try-means') : outcomeWords(say, outcome)}</p>
          </div>
          <Button look="line" disabled={isBusy} onClick={() => void send()}>
            <Bell aria-hidden="true" />
            {say('notices.send-test')}
          </Button>
        </div>
        {inTheWay.length > 0 && (
          <ul className={styles.ways} aria-label={say('notices.in-the-way')}>
            {inTheWay.map((way) => (
              <li key={way}>{way}</li>
            ))}
          </ul>
        )}
      </div>
    </section>
  )
}

function outcomeWords(say: Words, outcome: DesktopNoteOutcome): string {
  switch (outcome.kind) {
    case 'shown':
      return say('notices.test-shown', { ms: outcome.tookMs })
    case 'quiet':
      return say('notices.test-quiet')
    case 'no-leave':
      return say(outcome.isDenied ? 'settings.notices-denied' : 'settings.notices-off')
    case 'failed':
      return say('notices.test-failed')
  }
}

/** A test is shown whatever is set, so what is set is said beside it. */
function useInTheWay(): readonly string[] {
  const say = useWords()
  const { presence } = useMe()
  const { quietHours, quietUntil = 0, defaults } = useNoticeSettings()
  return [
    ...(presence === 'dnd' ? [say('notices.way-dnd')] : []),
    ...(quietUntil > Date.now() ? [say('notices.way-quiet-now')] : []),
    ...(isQuietHour(quietHours, weekHourOf(new Date())) ? [say('notices.way-quiet-hours')] : []),
    ...(defaults.rooms === 'none' && defaults.direct === 'none' ? [say('notices.way-nothing')] : []),
  ]
}
