import { EyeOff, MessageSquareWarning, MicOff, UserRoundX } from 'lucide-react'
import { useId, useRef, useState } from 'react'
import type { ModerationAction } from '../../../../common/http-contract/moderation-contract.ts'
import type { Result } from '../../../../common/result.ts'
import { errorWords } from '../../../words/error-words.ts'
import { Button } from '../../look/buttons/Button.tsx'
import { TextArea } from '../../look/fields/TextArea.tsx'
import { isComposing } from '../../look/keys/is-composing.ts'
import { Keys } from '../../look/keys/Keys.tsx'
import { isCommandKey, modifierName } from '../../look/keys/modifier-name.ts'
import { AskRow } from '../../look/states/AskRow.tsx'
import { Problem } from '../../look/states/Problem.tsx'
import { useWords } from '../../state/language-choice.ts'
import { sayDone } from '../../state/said-line.ts'
import styles from './DecisionBar.module.css'
import { actionChoices, consequenceWords, decisionWords, personName, type QueueNames } from './moderation-words.ts'
import { decideReport } from './report-calls.ts'
import { actionKeys, possibleActions, type ReportGroup, toggleAction } from './report-queue.ts'
import { usePageKeys } from './use-page-keys.ts'

type DecisionBarProps = {
  readonly group: ReportGroup
  readonly names: QueueNames
  readonly onDecided: () => void
  /** It was not done, or not all of it: what stands open may be something else by now. */
  readonly onFailed: () => void
}

const icons = { 'remove-message': EyeOff, warn: MessageSquareWarning, mute: MicOff, suspend: UserRoundX } as const
const keyOf = Object.fromEntries(Object.entries(actionKeys).map(([key, action]) => [action, key])) as Readonly<
  Record<ModerationAction, string>
>

/** One note, any of what can be done, and in sentences what will happen to whom before it does. */
export function DecisionBar({ group, names, onDecided, onFailed }: DecisionBarProps) {
  const say = useWords()
  const { report, reports } = group
  const possible = possibleActions(report)
  const [actions, setActions] = useState<readonly ModerationAction[]>([])
  const [note, setNote] = useState('')
  const [problem, setProblem] = useState<string>()
  const [isAsking, setIsAsking] = useState(false)
  const [isBusy, setIsBusy] = useState(false)
  const area = useRef<HTMLDivElement>(null)
  const meansId = useId()
  const name = personName(say, names, report.user)
  const toggle = (action: ModerationAction) => {
    setIsAsking(false)
    setActions(toggleAction(actions, action, possible))
  }
  const decide = async () => {
    setIsAsking(false)
    setIsBusy(true)
    const done = await decideAll(group, actions, note.trim())
    setIsBusy(false)
    if (!done.ok) {
      setProblem(errorWords(say, done.error))
      return onFailed()
    }
    sayDone(actions.length === 0 ? say('queue.closed') : say('queue.decided', { name }))
    onDecided()
  }
  const focusNote = () => area.current?.querySelector('textarea')?.focus()
  const submit = () => {
    setProblem(undefined)
    if (isBusy) return
    if (note.trim() === '') {
      setProblem(say('queue.needs-note'))
      focusNote()
    } else if (actions.includes('suspend')) setIsAsking(true)
    else void decide()
  }
  usePageKeys((event) => pressDecisionKey(event, { toggle, submit, note: focusNote }))
  return (
    <form
      className={styles.bar}
      aria-label={say('queue.decide')}
      onSubmit={(event) => {
        event.preventDefault()
        submit()
      }}
    >
      {possible.length > 0 && (
        // biome-ignore lint/a11y/useSemanticElements: a <fieldset> would bring a frame and a legend
        <div className={styles.actions} role="group" aria-label={say('queue.actions')}>
          {possible.map((action) => {
            const Icon = icons[action]
            return (
              <button
                key={action}
                type="button"
                className={styles.action}
                aria-pressed={actions.includes(action)}
                aria-keyshortcuts={keyOf[action]}
                onClick={() => toggle(action)}
              >
                <Icon aria-hidden="true" />
                {say(actionChoices[action])}
                <span className={styles.key} aria-hidden="true">
                  <Keys>{keyOf[action].toUpperCase()}</Keys>
                </span>
              </button>
            )
          })}
        </div>
      )}
      <div ref={area}>
        <TextArea
          label={say('queue.note')}
          rows={2}
          maxLength={500}
          value={note}
          dir="auto"
          aria-describedby={meansId}
          onChange={(event) => setNote(event.target.value)}
          onKeyDown={(event) => {
            if (isComposing(event)) return
            if (event.key === 'Escape') event.currentTarget.blur()
            if (event.key !== 'Enter' || !isCommandKey(event.nativeEvent)) return
            // The question before a suspension takes the focus, and the same press would answer it.
            event.preventDefault()
            submit()
          }}
        />
      </div>
      <ul id={meansId} className={styles.means} aria-live="polite">
        {consequenceWords(say, { actions, report, reports, names }).map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
      <Problem words={problem} />
      {isAsking ? (
        <AskRow
          question={say('queue.suspend-question', { name })}
          words={say('queue.suspend-loses')}
          does={decisionWords(say, actions)}
          isBusy={isBusy}
          onDo={() => void decide()}
          onKeep={() => setIsAsking(false)}
        />
      ) : (
        <div className={styles.foot}>
          <Button type="submit" look={actions.includes('suspend') ? 'danger' : 'main'} disabled={isBusy}>
            {decisionWords(say, actions)}
          </Button>
          <p className={styles.keys} aria-hidden="true">
            <Keys>N</Keys> {say('queue.keys-note')} <Keys>{`${modifierName()} ${say('look.key-enter')}`}</Keys>{' '}
            {say('queue.keys-decide')} <Keys>J</Keys> <Keys>K</Keys> {say('queue.keys-move')}
          </p>
        </div>
      )}
    </form>
  )
}

/** The first one with all that is done; whoever else reported the same message hears the same, and nothing is done twice. */
async function decideAll(
  { report, reports }: ReportGroup,
  actions: readonly ModerationAction[],
  note: string,
): Promise<Result<unknown>> {
  const done = await decideReport(report.id, { actions, note })
  if (!done.ok) return done
  for (const { id } of reports) {
    if (id === report.id) continue
    const closed = await decideReport(id, { actions: [], note })
    // Somebody else was first: it is decided.
    if (!closed.ok && closed.error.code !== 'report-resolved') return closed
  }
  return done
}

type Keyed = {
  readonly toggle: (action: ModerationAction) => void
  readonly submit: () => void
  readonly note: () => void
}

/** One letter each. */
function pressDecisionKey(event: KeyboardEvent, { toggle, submit, note }: Keyed): boolean {
  const isCommand = isCommandKey(event)
  if (!isCommand && (event.ctrlKey || event.metaKey)) return false
  const action = isCommand ? undefined : actionKeys[event.key as keyof typeof actionKeys]
  if (action !== undefined) toggle(action)
  else if (isCommand && event.key === 'Enter') submit()
  else if (!isCommand && event.key === 'n') note()
  else return false
  return true
}
