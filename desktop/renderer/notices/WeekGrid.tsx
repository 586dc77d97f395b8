// biome-ignore-all lint/a11y/useSemanticElements: hours that are drawn over, with one stop of the Tab key
// biome-ignore-all lint/a11y/useFocusableInteractive: as above; the cells are what has the focus
import { useRef, useState } from 'react'
import type { QuietWeek } from '../../settings/person-settings.ts'
import { weekDays } from '../../settings/person-settings.ts'
import type { HourRange, WeekHour } from '../../settings/quiet-hours.ts'
import { setHours } from '../../settings/quiet-hours.ts'
import { useWords } from '../state/language-choice.ts'
import { dayNames, hourName } from './quiet-words.ts'
import styles from './WeekGrid.module.css'

type WeekGridProps = {
  readonly label: string
  readonly week: QuietWeek
  readonly now: WeekHour
  readonly onChange: (week: QuietWeek) => void
}

const hours = Array.from({ length: 24 }, (_, hour) => hour)
/** What is being drawn: a rectangle that becomes quiet, or loud. */
type Drawing = HourRange & { readonly isQuiet: boolean }

/**
 * The hours of the week: drawn over with the pointer, or with Shift and the arrows; Space turns one. One stop of the Tab key.
 */
export function WeekGrid({ label, week, now, onChange }: WeekGridProps) {
  const say = useWords()
  const grid = useRef<HTMLDivElement>(null)
  const [at, setAt] = useState<WeekHour>(now)
  const [drawing, setDrawing] = useState<Drawing>()
  const anchor = useRef<Drawing>(undefined)
  const shown = drawing === undefined ? week : setHours(week, drawing, drawing.isQuiet)
  const long = dayNames(say.locale, 'long')
  const short = dayNames(say.locale, 'short')

  const draw = ({ from, isQuiet }: Drawing, to: WeekHour) => setDrawing({ from, to, isQuiet })
  const finish = () => {
    if (drawing !== undefined) onChange(shown)
    setDrawing(undefined)
  }
  const goTo = (to: WeekHour) => {
    setAt(to)
    grid.current?.querySelector<HTMLElement>(`[data-day=${to.day}][data-hour="${to.hour}"]`)?.focus()
  }
  const onKeyDown = (event: React.KeyboardEvent) => {
    if (event.key === ' ' || event.key === 'Enter') {
      event.preventDefault()
      onChange(setHours(week, { from: at, to: at }, week[at.day][at.hour] !== '1'))
      return
    }
    const to = stepFrom(at, event.key, getComputedStyle(event.currentTarget).direction === 'rtl')
    if (to === undefined) return
    event.preventDefault()
    if (event.shiftKey) {
      // The first step decides what the others do: as where it started, turned round.
      anchor.current ??= { from: at, to: at, isQuiet: week[at.day][at.hour] !== '1' }
      onChange(setHours(week, { from: anchor.current.from, to }, anchor.current.isQuiet))
    }
    goTo(to)
  }
  return (
    <div
      ref={grid}
      className={styles.grid}
      role="grid"
      aria-label={label}
      aria-multiselectable="true"
      onKeyDown={onKeyDown}
      onFocus={({ target }) => setAt(hourOf(target) ?? at)}
      onKeyUp={({ key }) => {
        if (key === 'Shift') anchor.current = undefined
      }}
      onPointerDown={(event) => {
        const from = hourOf(event.target)
        if (from === undefined || event.button !== 0) return
        event.preventDefault()
        goTo(from)
        setDrawing({ from, to: from, isQuiet: week[from.day][from.hour] !== '1' })
        grid.current?.setPointerCapture(event.pointerId)
      }}
      onPointerMove={({ clientX, clientY }) => {
        const to = drawing && hourOf(document.elementFromPoint(clientX, clientY))
        if (drawing !== undefined && to !== undefined) draw(drawing, to)
      }}
      onPointerUp={finish}
      onPointerCancel={() => setDrawing(undefined)}
    >
      <div className={styles.hours} aria-hidden="true">
        {[0, 6, 12, 18].map((hour) => (
          <span key={hour}>{String(hour).padStart(2, '0')}</span>
        ))}
      </div>
      {weekDays.map((day, index) => (
        <div key={day} className={styles.day} role="row">
          <span className={styles.name} role="rowheader" data-today={day === now.day} title={long[index]}>
            {short[index]}
          </span>
          {hours.map((hour) => {
            const isQuiet = shown[day][hour] === '1'
            return (
              <div
                key={hour}
                role="gridcell"
                className={styles.hour}
                data-day={day}
                data-hour={hour}
                data-now={day === now.day && hour === now.hour}
                aria-selected={isQuiet}
                aria-label={say('notices.hour', { day: long[index] ?? '', from: hourName(hour, say.locale) })}
                tabIndex={day === at.day && hour === at.hour ? 0 : -1}
              />
            )
          })}
        </div>
      ))}
    </div>
  )
}

function hourOf(target: EventTarget | null): WeekHour | undefined {
  const { day, hour } = (target instanceof HTMLElement && target.dataset) || {}
  const known = weekDays.find((each) => each === day)
  return known === undefined || hour === undefined ? undefined : { day: known, hour: Number(hour) }
}

function stepFrom({ day, hour }: WeekHour, key: string, isMirrored: boolean): WeekHour | undefined {
  const index = weekDays.indexOf(day)
  const along = isMirrored ? -1 : 1
  switch (key) {
    case 'ArrowLeft':
      return { day, hour: within(hour - along, 24) }
    case 'ArrowRight':
      return { day, hour: within(hour + along, 24) }
    case 'ArrowUp':
      return { day: weekDays[within(index - 1, 7)] ?? day, hour }
    case 'ArrowDown':
      return { day: weekDays[within(index + 1, 7)] ?? day, hour }
    case 'Home':
      return { day, hour: 0 }
    case 'End':
      return { day, hour: 23 }
    default:
      return undefined
  }
}

function within(value: number, count: number): number {
  return Math.min(Math.max(value, 0), count - 1)
}
