import { useId, useState } from 'react'
import type { ServerSettings } from '../../../../common/http-contract/server-settings-contract.ts'
import type { Result } from '../../../../common/result.ts'
import { errorWords } from '../../../words/error-words.ts'
import type { Words } from '../../../words/words.ts'
import { Button } from '../../look/buttons/Button.tsx'
import { Segmented } from '../../look/fields/Segmented.tsx'
import { isComposing } from '../../look/keys/is-composing.ts'
import { AskRow } from '../../look/states/AskRow.tsx'
import { Problem } from '../../look/states/Problem.tsx'
import { OptionRow } from '../../settings/OptionRow.tsx'
import { useWords } from '../../state/language-choice.ts'
import { sayDone } from '../../state/said-line.ts'
import { useServerFigures } from '../../state/server-figures.ts'
import { parseEntry } from './number-entry.ts'
import { lossOf, type RetentionLoss } from './retention-loss.ts'
import styles from './ServerSettingsPage.module.css'

type RetentionSettingProps = {
  readonly days: number | null
  readonly save: (change: Partial<ServerSettings>) => Promise<Result<unknown>>
}

const bounds = { min: 1, max: 36_500 } as const
const preset = '365'

/** How long words are kept. Keeping them for less takes away what is there: how much is said first, and asked. */
export function RetentionSetting({ days, save }: RetentionSettingProps) {
  const say = useWords()
  const id = useId()
  const { stats } = useServerFigures()
  const [mode, setMode] = useState<'for-good' | 'days'>()
  const [typed, setTyped] = useState<string>()
  const [asked, setAsked] = useState<number>()
  const [problem, setProblem] = useState<string>()
  const [isBusy, setIsBusy] = useState(false)
  const shownMode = mode ?? (days === null ? 'for-good' : 'days')
  const text = typed ?? (days === null ? preset : String(days))
  const entry = parseEntry(text, bounds)
  const put = async (next: number | null) => {
    setProblem(undefined)
    setIsBusy(true)
    const saved = await save({ retentionDays: next })
    setIsBusy(false)
    setAsked(undefined)
    setMode(undefined)
    setTyped(undefined)
    if (!saved.ok) return setProblem(errorWords(say, saved.error))
    sayDone(next === null ? say('server-set.kept-for-good') : say('server-set.kept-days', { days: next }))
  }
  const choose = (next: 'for-good' | 'days') => {
    setAsked(undefined)
    setMode(next)
    if (next === 'for-good' && days !== null) void put(null)
  }
  const keep = () => {
    if (entry === undefined || entry === days) return
    if (lossOf(entry, days, stats).kind === 'none') void put(entry)
    else setAsked(entry)
  }
  return (
    <>
      <OptionRow
        title={say('server-set.retentionDays')}
        words={
          <>
            <span id={id}>{say('server-set.retentionDays-means')}</span>{' '}
            <Problem words={entry === undefined ? say('server-set.number-between', bounds) : problem} />
          </>
        }
      >
        <span className={styles.retention}>
          <Segmented
            label={say('server-set.retentionDays')}
            value={shownMode}
            choices={[
              { value: 'for-good', name: say('server-set.for-good') },
              { value: 'days', name: say('server-set.for-days') },
            ]}
            onChoose={choose}
          />
          {shownMode === 'days' && (
            <span className={styles.number}>
              <input
                aria-label={say('server-set.how-many-days')}
                aria-describedby={id}
                aria-invalid={entry === undefined}
                inputMode="numeric"
                autoComplete="off"
                value={text}
                onChange={(event) => {
                  setTyped(event.target.value)
                  setAsked(undefined)
                }}
                onKeyDown={(event) => {
                  if (isComposing(event)) return
                  if (event.key === 'Escape') setTyped(undefined)
                  if (event.key !== 'Enter') return
                  // The question takes the focus, and the same press would answer it.
                  event.preventDefault()
                  keep()
                }}
              />
              {say('server-set.unit-days')}
              <Button
                size="small"
                look="quiet"
                disabled={isBusy || entry === undefined || entry === days}
                onClick={keep}
              >
                {say('server-set.set')}
              </Button>
            </span>
          )}
        </span>
      </OptionRow>
      {asked !== undefined && (
        <AskRow
          question={say('server-set.keep-question', { days: asked })}
          words={lossWords(say, lossOf(asked, days, stats), asked)}
          does={say('server-set.remove-older')}
          isBusy={isBusy}
          onDo={() => void put(asked)}
          onKeep={() => setAsked(undefined)}
        />
      )}
    </>
  )
}

function lossWords(say: Words, loss: RetentionLoss, days: number): string {
  const how = say('server-set.goes-for-good', { days })
  if (loss.kind === 'unknown' || loss.kind === 'none') return how
  const { messages } = loss
  return `${say(loss.kind === 'about' ? 'server-set.goes-about' : 'server-set.goes-at-most', { messages })} ${how}`
}
