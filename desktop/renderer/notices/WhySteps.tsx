import { Check, Minus, X } from 'lucide-react'
import type { RoomId } from '../../../common/ids.ts'
import type { DecisionView, NotifyRule } from '../../settings/notify-rules.ts'
import { Button } from '../look/buttons/Button.tsx'
import { StepList } from '../look/states/StepList.tsx'
import { sinceWords } from '../look/wording/time-words.ts'
import { PersonFace } from '../people/PersonFace.tsx'
import { useWords } from '../state/language-choice.ts'
import { useRooms, useUsers } from '../state/room-selectors.ts'
import { nameOf, roomTitleOf } from '../state/room-words.ts'
import { useClockNow } from '../state/use-today.ts'
import styles from './WhySteps.module.css'
import { whyLines } from './why-words.ts'

const stepStates = { decided: 'main', tell: 'done', silent: 'open', nothing: 'open' } as const
const icons = { decided: Check, tell: Check, silent: X, nothing: Minus } as const

type WhyStepsProps = {
  readonly decision: DecisionView
  /** Leads to where that rule is set; absent where it is nowhere. */
  readonly changeOf: (rule: NotifyRule, room: RoomId) => (() => void) | undefined
}

/** The message, and each rule that was asked about it in its order. */
export function WhySteps({ decision: view, changeOf }: WhyStepsProps) {
  const say = useWords()
  const users = useUsers()
  const room = useRooms()[view.room]
  const clock = useClockNow()
  const author = nameOf(say, users, view.author)
  const title = room === undefined ? '' : roomTitleOf(say, room, users)
  const isDirect = room?.counterpart !== undefined
  const lines = whyLines(say, view.decision, { room: title, author, clock })
  return (
    <>
      <div className={styles.message}>
        <PersonFace user={view.author} size={28} />
        <div>
          <p className={styles.by}>
            <b dir="auto">{isDirect ? author : say('notification.author-in', { name: author, room: title })}</b>
            <time dateTime={new Date(view.at).toISOString()}>{sinceWords(view.at, clock)}</time>
          </p>
          <p className={styles.text} dir="auto">
            {view.text}
          </p>
        </div>
      </div>
      <p className={styles.outcome}>
        {say(view.decision.isTold ? 'why.told' : 'why.not-told')}
        {view.isSupposed === true && ` ${say('why.supposed')}`}
      </p>
      <StepList
        steps={lines.map(({ rule, title: name, words, state }) => {
          const change = state === 'decided' ? changeOf(rule, view.room) : undefined
          return {
            key: rule,
            state: stepStates[state],
            Icon: state === 'decided' && !view.decision.isTold ? X : icons[state],
            title: name,
            words: (
              <p>
                {words}{' '}
                {change !== undefined && (
                  <Button look="word" size="small" className={styles.change} onClick={change}>
                    {say('why.change')}
                  </Button>
                )}
              </p>
            ),
          }
        })}
      />
    </>
  )
}
