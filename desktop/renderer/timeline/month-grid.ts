export type MonthGrid = {
  readonly firstAt: number
  /** Short names, in the order in which a week has them there. */
  readonly weekdays: readonly string[]
  /** Empty places before the first. */
  readonly skipped: number
  readonly days: readonly { readonly at: number; readonly number: number }[]
}

export function startOfDay(at: number): number {
  const local = new Date(at)
  return new Date(local.getFullYear(), local.getMonth(), local.getDate()).getTime()
}

/** The month around a day, in local time. */
export function buildMonth(at: number, locale: string): MonthGrid {
  const local = new Date(at)
  const [year, month] = [local.getFullYear(), local.getMonth()]
  const first = new Date(year, month, 1)
  const count = new Date(year, month + 1, 0).getDate()
  const start = firstWeekday(locale)
  const names = new Intl.DateTimeFormat(locale, { weekday: 'short', timeZone: 'UTC' })
  return {
    firstAt: first.getTime(),
    // 4 January 1970 was a Sunday.
    weekdays: Array.from({ length: 7 }, (_, day) => names.format(Date.UTC(1970, 0, 4 + ((start + day) % 7)))),
    skipped: (first.getDay() - start + 7) % 7,
    days: Array.from({ length: count }, (_, day) => ({
      at: new Date(year, month, day + 1).getTime(),
      number: day + 1,
    })),
  }
}

/** So many days or months on; the 31st becomes the last of a shorter month. */
export function moveDay(at: number, by: 'day' | 'month', count: number): number {
  const local = new Date(at)
  const [year, month, date] = [local.getFullYear(), local.getMonth(), local.getDate()]
  if (by === 'day') return new Date(year, month, date + count).getTime()
  const last = new Date(year, month + count + 1, 0).getDate()
  return new Date(year, month + count, Math.min(date, last)).getTime()
}

/** 0 is Sunday. Not every browser knows it; most weeks begin on a Monday. */
function firstWeekday(locale: string): number {
  const known = new Intl.Locale(locale) as Intl.Locale & {
    getWeekInfo?: () => { firstDay: number }
    weekInfo?: { firstDay: number }
  }
  return (known.getWeekInfo?.() ?? known.weekInfo ?? { firstDay: 1 }).firstDay % 7
}
