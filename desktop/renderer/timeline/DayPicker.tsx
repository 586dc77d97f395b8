import { ChevronLeft, ChevronRight } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { IconButton } from '../look/buttons/IconButton.tsx'
import { useWords } from '../state/language-choice.ts'
import { useClock } from '../state/use-today.ts'
import styles from './DayPicker.module.css'
import { buildMonth, moveDay, startOfDay } from './month-grid.ts'

type DayPickerProps = {
  readonly shownAt: number
  readonly onPick: (day: number) => void
  /** Why one cannot go there. */
  readonly problem: string | undefined
}

/** A month at a time; one stop of the Tab key, with arrows from day to day and Page Up and Down from month to month. */
export function DayPicker({ shownAt, onPick, problem }: DayPickerProps) {
  const say = useWords()
  const { nowAt, locale } = useClock()
  const [active, setActive] = useState(() => startOfDay(shownAt))
  const grid = useRef<HTMLDivElement>(null)
  const hasMoved = useRef(true)
  // biome-ignore lint/correctness/useExhaustiveDependencies: whenever another day is the active one
  useEffect(() => {
    if (hasMoved.current) grid.current?.querySelector<HTMLElement>('[tabindex="0"]')?.focus()
  }, [active])
  const today = startOfDay(nowAt)
  const month = buildMonth(active, locale)
  const move = (by: 'day' | 'month', count: number, isByKey: boolean) => {
    hasMoved.current = isByKey
    setActive(Math.min(moveDay(active, by, count), today))
  }
  const onKeyDown = (event: React.KeyboardEvent) => {
    const isMirrored = getComputedStyle(event.currentTarget).direction === 'rtl'
    const across = isMirrored ? -1 : 1
    const steps: Readonly<Record<string, readonly ['day' | 'month', number]>> = {
      ArrowLeft: ['day', -across],
      ArrowRight: ['day', across],
      ArrowUp: ['day', -7],
      ArrowDown: ['day', 7],
      PageUp: ['month', -1],
      PageDown: ['month', 1],
    }
    const step = steps[event.key]
    if (step === undefined) return
    event.preventDefault()
    move(...step, true)
  }
  const title = new Intl.DateTimeFormat(locale, { month: 'long', year: 'numeric' }).format(active)
  const full = new Intl.DateTimeFormat(locale, { dateStyle: 'full' })
  const isLast = startOfDay(moveDay(month.firstAt, 'month', 1)) > today
  return (
    <div className={styles.picker}>
      <div className={styles.head}>
        <IconButton label={say('timeline.month-before')} size={30} onClick={() => move('month', -1, false)}>
          <ChevronLeft />
        </IconButton>
        <b aria-live="polite">{title}</b>
        <IconButton
          label={say('timeline.month-after')}
          size={30}
          disabled={isLast}
          onClick={() => move('month', 1, false)}
        >
          <ChevronRight />
        </IconButton>
      </div>
      {/* biome-ignore lint/a11y/useSemanticElements: days in rows of seven, as the picture has them */}
      <div ref={grid} className={styles.grid} role="group" aria-label={title} onKeyDown={onKeyDown}>
        {month.weekdays.map((name) => (
          <span key={name} className={styles.weekday} aria-hidden="true">
            {name}
          </span>
        ))}
        {Array.from({ length: month.skipped }, (_, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: empty places
          <span key={index} />
        ))}
        {month.days.map(({ at, number }) => (
          <button
            key={at}
            type="button"
            className={styles.day}
            aria-label={full.format(at)}
            aria-current={at === today ? 'date' : undefined}
            tabIndex={at === active ? 0 : -1}
            disabled={at > today}
            data-active={at === active}
            onClick={() => onPick(at)}
          >
            {say.number(number)}
          </button>
        ))}
      </div>
      {problem !== undefined && (
        <p className={styles.problem} role="status">
          {problem}
        </p>
      )}
    </div>
  )
}
