import { useId, useState } from 'react'
import type { Result } from '../../../../common/result.ts'
import { useSaving } from '../../about/SettingRow.tsx'
import { isComposing } from '../../look/keys/is-composing.ts'
import { Problem } from '../../look/states/Problem.tsx'
import { OptionRow } from '../../settings/OptionRow.tsx'
import { useWords } from '../../state/language-choice.ts'
import { parseEntry } from './number-entry.ts'
import styles from './ServerSettingsPage.module.css'

type NumberSettingProps = {
  readonly title: string
  readonly means: string
  readonly value: number
  readonly min: number
  readonly max: number
  readonly unit?: string
  readonly save: (value: number) => Promise<Result<unknown>>
}

/** A number, kept when one goes on from it or presses Enter; Escape leaves it as it was. */
export function NumberSetting({ title, means, value, min, max, unit, save }: NumberSettingProps) {
  const say = useWords()
  const id = useId()
  const { shown, choose, problem } = useSaving(value, save)
  const [typed, setTyped] = useState<string>()
  const entry = typed === undefined ? shown : parseEntry(typed, { min, max })
  const isWrong = entry === undefined
  const keep = () => {
    if (typed === undefined || entry === undefined) return
    setTyped(undefined)
    if (entry !== value) choose(entry)
  }
  return (
    <OptionRow
      title={title}
      words={
        <>
          <span id={`${id}-means`}>{means}</span>{' '}
          <Problem words={isWrong ? say('server-set.number-between', { min, max }) : problem} />
        </>
      }
    >
      <span className={styles.number}>
        <input
          aria-label={title}
          aria-describedby={`${id}-means`}
          aria-invalid={isWrong}
          inputMode="numeric"
          autoComplete="off"
          value={typed ?? String(shown)}
          onChange={(event) => setTyped(event.target.value)}
          onBlur={keep}
          onKeyDown={(event) => {
            if (isComposing(event)) return
            if (event.key === 'Enter') keep()
            if (event.key === 'Escape') setTyped(undefined)
          }}
        />
        {unit}
      </span>
    </OptionRow>
  )
}
