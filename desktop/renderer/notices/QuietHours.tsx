import { Menu } from '@base-ui/react/menu'
import { ChevronDown } from 'lucide-react'
import { useEffect, useState } from 'react'
import type { QuietWeek } from '../../settings/person-settings.ts'
import { weekDays } from '../../settings/person-settings.ts'
import { nameOfWeek, type QuietWeekName, quietWeeks, weekHourOf } from '../../settings/quiet-hours.ts'
import type { PlainKey } from '../../words/word-keys.ts'
import { Button } from '../look/buttons/Button.tsx'
import menu from '../look/popups/Menu.module.css'
import { useWords } from '../state/language-choice.ts'
import styles from './QuietHours.module.css'
import { quietLines } from './quiet-words.ts'
import { useNoticeSettings, usePageChanges } from './use-notices.ts'
import { WeekGrid } from './WeekGrid.tsx'

const weekWords = {
  none: 'notices.week-none',
  nights: 'notices.week-nights',
  'working-week': 'notices.week-working',
  'office-hours': 'notices.week-office',
} as const satisfies Readonly<Record<QuietWeekName, PlainKey>>

/** When nothing sounds or pops up, by the week. */
export function QuietHours() {
  const say = useWords()
  const { week } = useNoticeSettings().quietHours
  const { change } = usePageChanges()
  const now = useHour()
  const known = nameOfWeek(week)
  const save = (next: QuietWeek) => {
    // Only the days that differ: another device may be drawing another day.
    const days = Object.fromEntries(weekDays.filter((day) => next[day] !== week[day]).map((day) => [day, next[day]]))
    if (Object.keys(days).length > 0) change({ quietHours: { isOn: true, week: days } })
  }
  return (
    <section className={styles.quiet} id="quiet-hours" aria-labelledby="quiet-hours-title">
      <div className={styles.head}>
        <div>
          <h2 id="quiet-hours-title">{say('notices.quiet-hours')}</h2>
          <p>{say('notices.quiet-means')}</p>
        </div>
        <Menu.Root>
          <Menu.Trigger render={<Button look="quiet" size="small" />}>
            {say(known === undefined ? 'notices.week-own' : weekWords[known])}
            <ChevronDown aria-hidden="true" />
          </Menu.Trigger>
          <Menu.Portal>
            <Menu.Positioner className={menu.positioner} sideOffset={6} align="end" collisionPadding={8}>
              <Menu.Popup className={menu.popup}>
                {(Object.keys(quietWeeks) as QuietWeekName[]).map((name) => (
                  <Menu.Item key={name} className={menu.item} onClick={() => save(quietWeeks[name])}>
                    {say(weekWords[name])}
                  </Menu.Item>
                ))}
              </Menu.Popup>
            </Menu.Positioner>
          </Menu.Portal>
        </Menu.Root>
      </div>
      <WeekGrid label={say('notices.quiet-grid')} week={week} now={now} onChange={save} />
      <ul className="visually-hidden" aria-label={say('notices.quiet-list')}>
        {quietLines(week, say.locale).map(({ day, name, spans }) => (
          <li key={day}>
            {name}: {spans.map(({ from, to }) => say('notices.span', { from, to })).join(', ')}
          </li>
        ))}
      </ul>
    </section>
  )
}

/** The hour that it is, as long as somebody looks. */
function useHour() {
  const [now, setNow] = useState(() => weekHourOf(new Date()))
  useEffect(() => {
    const timer = setInterval(() => setNow(weekHourOf(new Date())), 60_000)
    return () => clearInterval(timer)
  }, [])
  return now
}
