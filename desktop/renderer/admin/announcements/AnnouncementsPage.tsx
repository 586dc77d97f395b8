import { Megaphone } from 'lucide-react'
import { useState } from 'react'
import type { Announcement } from '../../../../common/http-contract/announcement-contract.ts'
import { errorWords } from '../../../words/error-words.ts'
import { Button } from '../../look/buttons/Button.tsx'
import { Picker } from '../../look/fields/Picker.tsx'
import { TextArea } from '../../look/fields/TextArea.tsx'
import { AskRow } from '../../look/states/AskRow.tsx'
import { Broken } from '../../look/states/Broken.tsx'
import { Problem } from '../../look/states/Problem.tsx'
import { RowsSkeleton } from '../../look/states/RowsSkeleton.tsx'
import { useLoaded } from '../../look/states/use-loaded.ts'
import { sinceWords, untilWords } from '../../look/wording/time-words.ts'
import { useWords } from '../../state/language-choice.ts'
import { sayDone } from '../../state/said-line.ts'
import { useClockNow } from '../../state/use-today.ts'
import { AdminCard } from '../frame/AdminCard.tsx'
import { AdminHead } from '../frame/AdminHead.tsx'
import { useCallKey } from '../frame/use-call-key.ts'
import styles from './AnnouncementsPage.module.css'
import { type AnnounceEnd, announceEnds, endAt } from './announce-times.ts'
import { announce, listAnnouncements, withdrawAnnouncement } from './announcement-calls.ts'

const most = 1_000

/** What everybody on the server is told: written, looked at as they will see it, and taken back. */
export function AnnouncementsPage() {
  const say = useWords()
  const loaded = useLoaded(listAnnouncements)
  const standing = loaded.value?.announcements
  return (
    <>
      <AdminHead title={say('admin.announcements')} />
      <div className={styles.columns}>
        <AnnounceForm onMade={loaded.again} />
        <AdminCard title={say('announcing.standing')}>
          {standing === undefined && loaded.error === undefined && <RowsSkeleton label={say('admin.loading')} />}
          {standing === undefined && loaded.error !== undefined && (
            <Broken title={say('announcing.not-loaded')} words={errorWords(say, loaded.error)} onAgain={loaded.again} />
          )}
          {standing?.length === 0 && <p className={styles.none}>{say('announcing.none')}</p>}
          <ul>
            {standing?.toReversed().map((one) => (
              <li key={one.id}>
                <StandingLine announcement={one} onGone={loaded.again} />
              </li>
            ))}
          </ul>
        </AdminCard>
      </div>
    </>
  )
}

function AnnounceForm({ onMade }: { readonly onMade: () => void }) {
  const say = useWords()
  const clock = useClockNow()
  const [text, setText] = useState('')
  const [end, setEnd] = useState<AnnounceEnd>('today')
  const [date, setDate] = useState('')
  const [problem, setProblem] = useState<string>()
  const [isBusy, setIsBusy] = useState(false)
  // The same words until the same moment are the same intention, however often it is tried.
  const key = useCallKey()
  const words = text.trim()
  const until = endAt(end, date, clock.nowAt)
  const submit = async (event: React.FormEvent) => {
    event.preventDefault()
    setProblem(undefined)
    if (words === '') return setProblem(say('announcing.needs-words'))
    if (until === null) return setProblem(say('announcing.needs-date'))
    setIsBusy(true)
    const wanted = { text: words, ...(until === undefined ? {} : { until }) }
    const made = await announce(wanted, key.keyFor(wanted))
    setIsBusy(false)
    if (!made.ok) return setProblem(errorWords(say, made.error))
    key.forget()
    setText('')
    sayDone(say('announcing.told'))
    onMade()
  }
  return (
    <AdminCard title={say('announcing.new')}>
      <form className="stack" onSubmit={(event) => void submit(event)} noValidate>
        <TextArea
          label={say('announcing.words')}
          hint={say('announcing.words-hint')}
          rows={3}
          maxLength={most}
          dir="auto"
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
        <div className={styles.end}>
          <span>{say('announcing.stands')}</span>
          <Picker
            label={say('announcing.stands')}
            value={end}
            choices={announceEnds.map((each) => ({ value: each, name: say(`announcing.end-${each}`) }))}
            onChoose={setEnd}
          />
          {end === 'date' && (
            <input
              type="datetime-local"
              aria-label={say('announcing.date')}
              value={date}
              onChange={(event) => setDate(event.target.value)}
            />
          )}
        </div>
        <div className={styles.preview} aria-live="polite">
          <span>{say('announcing.preview')}</span>
          <p data-empty={words === ''}>
            <Megaphone aria-hidden="true" />
            <span>
              <span dir="auto">{words === '' ? say('announcing.preview-empty') : words}</span>
              {typeof until === 'number' && (
                <small>{say('announcing.until', { time: untilWords(until, clock) })}</small>
              )}
            </span>
          </p>
        </div>
        <Problem words={problem} />
        <div>
          <Button type="submit" disabled={isBusy}>
            {say('announcing.tell')}
          </Button>
        </div>
      </form>
    </AdminCard>
  )
}

function StandingLine({ announcement, onGone }: { readonly announcement: Announcement; readonly onGone: () => void }) {
  const say = useWords()
  const clock = useClockNow()
  const [isAsking, setIsAsking] = useState(false)
  const [isBusy, setIsBusy] = useState(false)
  const [problem, setProblem] = useState<string>()
  const { id, text, at, until } = announcement
  const isOver = until !== undefined && until <= clock.nowAt
  const withdraw = async () => {
    setIsBusy(true)
    const gone = await withdrawAnnouncement(id)
    setIsBusy(false)
    // Gone already is gone.
    if (!gone.ok && gone.error.code !== 'announcement-unknown') return setProblem(errorWords(say, gone.error))
    sayDone(say('announcing.withdrawn'))
    onGone()
  }
  return (
    <div className={styles.standing} data-over={isOver}>
      <p dir="auto">{text}</p>
      <div>
        <small>
          {say('announcing.since', { time: sinceWords(at, clock) })}{' '}
          {isOver
            ? say('announcing.over')
            : until === undefined
              ? say('announcing.until-withdrawn')
              : say('announcing.until', { time: untilWords(until, clock) })}
        </small>
        <Button look="danger-word" size="small" onClick={() => setIsAsking(true)}>
          {say('announcing.withdraw')}
        </Button>
      </div>
      <Problem words={problem} />
      {isAsking && (
        <AskRow
          question={say('announcing.withdraw-question')}
          words={say('announcing.withdraw-means')}
          does={say('announcing.withdraw')}
          isBusy={isBusy}
          onDo={() => void withdraw()}
          onKeep={() => setIsAsking(false)}
        />
      )}
    </div>
  )
}
