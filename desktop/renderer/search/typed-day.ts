import { foldText } from '../../../common/search/fold-text.ts'

/** `locale`: how its reader writes dates. */
export type Calendar = { readonly locale: string; readonly nowAt: number }
type Day = readonly [year: number, month: number, day: number]

/**
 * Where a day begins here that somebody has typed: `2025-11-21`, `21.11.`, `11/21/2025` in the reader's own order, `2025-11`,
 * `21 nov 2025`, `yesterday`, `monday`, `7d` for a week ago. One without a year is the last of that name that has begun.
 */
export function parseTypedDay(value: string, calendar: Calendar): number | undefined {
  const typed = foldText(value).trim()
  const today = dayOf(calendar.nowAt)
  const day =
    numberedDay(typed, calendar, today) ??
    dayWithMonth(typed, calendar, today) ??
    relativeDay(typed, calendar, today) ??
    ago(typed, today)
  return day === undefined ? undefined : startOf(day)
}

function numberedDay(typed: string, { locale }: Calendar, today: Day): Day | undefined {
  const iso = /^(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?$/.exec(typed)
  if (iso !== null) return [Number(iso[1]), Number(iso[2] ?? 1), Number(iso[3] ?? 1)]
  const short = /^(\d{1,2})([./])(\d{1,2})(?:\2(\d{4}|\d{2})?)?$/.exec(typed)
  if (short === null) return undefined
  const [first, second] = [Number(short[1]), Number(short[3])]
  const isMonthFirst = short[2] === '/' && startsWithMonth(locale)
  const [month, day] = isMonthFirst ? [first, second] : [second, first]
  if (short[4] === undefined) return lastOf(today, (year) => [year, month, day])
  const year = Number(short[4])
  return [year < 100 ? 2000 + year : year, month, day]
}

/** `21 nov`, `nov 21`, `nov`, each with a year or without one. */
function dayWithMonth(typed: string, { locale }: Calendar, today: Day): Day | undefined {
  const parts = typed.split(/[\s.,]+/).filter(Boolean)
  const numbers = parts.filter((part) => /^\d+$/.test(part)).map(Number)
  const names = parts.filter((part) => !/^\d+$/.test(part))
  const month = names.length === 1 ? monthOf(names[0] ?? '', locale) : undefined
  if (month === undefined || numbers.length > 2) return undefined
  const year = numbers.find((number) => number > 31)
  const day = numbers.find((number) => number <= 31)
  if (numbers.length > (year === undefined ? 0 : 1) + (day === undefined ? 0 : 1)) return undefined
  return year === undefined ? lastOf(today, (one) => [one, month, day ?? 1]) : [year, month, day ?? 1]
}

/** `today` and its like, and the last day of that name, in the reader's language and in English. */
function relativeDay(typed: string, { locale }: Calendar, [year, month, day]: Day): Day | undefined {
  for (const language of [locale, 'en']) {
    const words = new Intl.RelativeTimeFormat(language, { numeric: 'auto' })
    for (let back = 0; back < 7; back++) {
      const that = new Date(year, month - 1, day - back)
      const names = [
        ...(back < 3 ? [words.format(-back || 0, 'day')] : []),
        ...(['long', 'short'] as const).map((weekday) => new Intl.DateTimeFormat(language, { weekday }).format(that)),
      ]
      if (names.some((name) => foldText(name).replace('.', '') === typed)) return dayOf(that.getTime())
    }
  }
  return undefined
}

/** `7d`, `2w`, `3m`, `1y`. */
function ago(typed: string, [year, month, day]: Day): Day | undefined {
  const found = /^(\d{1,3})([dwmy])$/.exec(typed)
  if (found === null) return undefined
  const [count, unit] = [Number(found[1]), found[2]]
  if (unit === 'm' || unit === 'y') {
    const whole = month - 1 - count * (unit === 'm' ? 1 : 12)
    const last = new Date(year, whole + 1, 0)
    return [last.getFullYear(), last.getMonth() + 1, Math.min(day, last.getDate())]
  }
  return dayOf(new Date(year, month - 1, day - count * (unit === 'w' ? 7 : 1)).getTime())
}

function monthOf(name: string, locale: string): number | undefined {
  if (name.length < 3) return undefined
  for (const language of [locale, 'en']) {
    const words = new Intl.DateTimeFormat(language, { month: 'long' })
    for (let month = 0; month < 12; month++)
      if (foldText(words.format(new Date(2025, month, 1))).startsWith(name)) return month + 1
  }
  return undefined
}

function startsWithMonth(locale: string): boolean {
  const parts = new Intl.DateTimeFormat(locale).formatToParts(0).map(({ type }) => type)
  return parts.indexOf('month') < parts.indexOf('day')
}

function lastOf(today: Day, build: (year: number) => Day): Day {
  const day = build(today[0])
  return (startOf(day) ?? 0) > (startOf(today) ?? 0) ? build(today[0] - 1) : day
}

function dayOf(at: number): Day {
  const date = new Date(at)
  return [date.getFullYear(), date.getMonth() + 1, date.getDate()]
}

/** Undefined for a day that there is not. */
function startOf([year, month, day]: Day): number | undefined {
  const date = new Date(year, month - 1, day)
  const isThere = year >= 1970 && date.getMonth() === month - 1 && date.getDate() === day
  return isThere ? date.getTime() : undefined
}
