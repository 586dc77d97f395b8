import type { QuietWeek } from '../../settings/person-settings.ts'
import { weekDays } from '../../settings/person-settings.ts'
import { quietSpans } from '../../settings/quiet-hours.ts'

const formats = new Map<string, Intl.DateTimeFormat>()

function format(locale: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${locale} ${JSON.stringify(options)}`
  const made = formats.get(key) ?? new Intl.DateTimeFormat(locale, { ...options, timeZone: 'UTC' })
  formats.set(key, made)
  return made
}

/** The days of the week by their names, Monday first. */
export function dayNames(locale: string, length: 'long' | 'short'): readonly string[] {
  // The fifth of January 1970 was a Monday.
  return weekDays.map((_, index) => format(locale, { weekday: length }).format(Date.UTC(1970, 0, 5 + index)))
}

/** An hour of the day as people write it; 24 is midnight again. */
export function hourName(hour: number, locale: string): string {
  return format(locale, { timeStyle: 'short' }).format(Date.UTC(1970, 0, 5, hour % 24))
}

/** Of each day that has any: when it is quiet. For whoever does not see the grid. */
export function quietLines(week: QuietWeek, locale: string) {
  const names = dayNames(locale, 'long')
  return weekDays.flatMap((day, index) => {
    const spans = quietSpans(week[day]).map(({ from, to }) => ({
      from: hourName(from, locale),
      to: hourName(to, locale),
    }))
    return spans.length === 0 ? [] : [{ day, name: names[index] ?? day, spans }]
  })
}
