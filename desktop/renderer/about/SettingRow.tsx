import { type ReactNode, useId, useRef, useState } from 'react'
import type { Result } from '../../../common/result.ts'
import { errorWords } from '../../words/error-words.ts'
import { isComposing } from '../look/keys/is-composing.ts'
import { Problem } from '../look/states/Problem.tsx'
import { useWords } from '../state/language-choice.ts'
import styles from './SettingRow.module.css'

type SettingRowProps = {
  readonly title: string
  readonly words?: string | undefined
  readonly problem?: string | undefined
  readonly children: ReactNode
}

/** One thing about the room: what it is, its control or its value, and what it means. */
export function SettingRow({ title, words, problem, children }: SettingRowProps) {
  return (
    <div className={styles.row}>
      <b>{title}</b>
      {children}
      {words !== undefined && <p className="hint">{words}</p>}
      <Problem words={problem} />
    </div>
  )
}

/** What was chosen is shown at once; where the server does not take it, it jumps back and says why. */
export function useSaving<Value>(value: Value, save: (value: Value) => Promise<Result<unknown>>) {
  const say = useWords()
  const [wanted, setWanted] = useState<{ readonly value: Value; readonly over: Value }>()
  const [problem, setProblem] = useState<string>()
  const turn = useRef(0)
  const choose = async (next: Value) => {
    turn.current += 1
    const mine = turn.current
    setProblem(undefined)
    setWanted({ value: next, over: value })
    const saved = await save(next)
    if (mine !== turn.current || saved.ok) return
    setWanted(undefined)
    setProblem(errorWords(say, saved.error))
  }
  // Once the room itself says something else than before, that counts.
  const shown = wanted !== undefined && Object.is(wanted.over, value) ? wanted.value : value
  return { shown, choose: (next: Value) => void choose(next), problem }
}

type TextSettingProps = {
  readonly title: string
  readonly words?: string
  readonly value: string
  readonly maxLength: number
  readonly isLong?: boolean
  /** Why it cannot be that, as a sentence. */
  readonly check?: (value: string) => string | undefined
  readonly save: (value: string) => Promise<Result<unknown>>
}

/** Words that are kept when one goes on; Escape leaves them as they were. */
export function TextSetting({ title, words, value, maxLength, isLong = false, check, save }: TextSettingProps) {
  const id = useId()
  const { shown, choose, problem } = useSaving(value, save)
  const [typed, setTyped] = useState<string>()
  const text = typed ?? shown
  const wrong = typed === undefined ? undefined : check?.(typed.trim())
  const keep = () => {
    if (typed === undefined || wrong !== undefined) return
    setTyped(undefined)
    if (typed.trim() !== value) choose(typed.trim())
  }
  const control = {
    id,
    className: styles.text,
    value: text,
    maxLength,
    'aria-invalid': wrong !== undefined,
    'aria-describedby': words === undefined ? undefined : `${id}-words`,
    onBlur: keep,
    onChange: (event: { readonly target: { readonly value: string } }) => setTyped(event.target.value),
    onKeyDown: (event: React.KeyboardEvent) => {
      // Enter and Escape are then for the letters that are being put together.
      if (isComposing(event)) return
      if (event.key === 'Enter' && !event.shiftKey) {
        event.preventDefault()
        keep()
      }
      if (event.key !== 'Escape' || typed === undefined) return
      event.preventDefault()
      event.stopPropagation()
      setTyped(undefined)
    },
  }
  return (
    <div className={styles.row}>
      <label htmlFor={id}>{title}</label>
      {isLong ? <textarea {...control} rows={3} dir="auto" /> : <input {...control} autoComplete="off" dir="auto" />}
      {words !== undefined && (
        <p id={`${id}-words`} className="hint">
          {words}
        </p>
      )}
      <Problem words={wrong ?? problem} />
    </div>
  )
}
