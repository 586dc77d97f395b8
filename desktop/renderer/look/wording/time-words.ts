/**
 * Times as people read them, in their own format: the hour today, the weekday within a week, else the date.
 * What they are read by is passed in: it changes with the language, and with where the computer is.
 */
export type Clock = {
  readonly nowAt: number
  readonly locale: string
  readonly timeZone: string
  /** The zone is the computer's own, so that `Date` may be asked too. */
  readonly isLocal?: true
}

const formats = new Map<string, Intl.DateTimeFormat>()
const relatives = new Map<string, Intl.RelativeTimeFormat>()

/** Building a format costs more than a row of the list; there are only a handful. */
function formatOf(clock: Clock, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${clock.locale}|${clock.timeZone}|${JSON.stringify(options)}`
  const known = formats.get(key)
  if (known) return known
  const made = new Intl.DateTimeFormat(clock.locale, { ...options, timeZone: clock.timeZone })
  formats.set(key, made)
  return made
}

function relativeOf({ locale }: Clock): Intl.RelativeTimeFormat {
  const made = relatives.get(locale) ?? new Intl.RelativeTimeFormat(locale, { numeric: 'auto' })
  relatives.set(locale, made)
  return made
}

export function hourWords(at: number, clock: Clock): string {
  return formatOf(clock, { timeStyle: 'short' }).format(at)
}

/** A number that is the same for all moments of one local day, and grows by the day. */
export function localDayOf(at: number): number {
  // The way for screens: a formatter would take a tenth of a second over ten thousand messages.
  const local = new Date(at)
  return Math.round(Date.UTC(local.getFullYear(), local.getMonth(), local.getDate()) / 86_400_000)
}

export function dayOf(at: number, clock: Clock): number {
  if (clock.isLocal) return localDayOf(at)
  const numbers = { calendar: 'iso8601', numberingSystem: 'latn' } as const
  const parts = formatOf(clock, { year: 'numeric', month: 'numeric', day: 'numeric', ...numbers })
  const found = { year: 0, month: 1, day: 1 }
  for (const part of parts.formatToParts(at)) {
    if (part.type === 'year' || part.type === 'month' || part.type === 'day') found[part.type] = Number(part.value)
  }
  return Math.round(Date.UTC(found.year, found.month - 1, found.day) / 86_400_000)
}

export function listTimeWords(at: number, clock: Clock): string {
  const age = dayOf(clock.nowAt, clock) - dayOf(at, clock)
  if (age <= 0) return hourWords(at, clock)
  if (age < 7) return formatOf(clock, { weekday: 'short' }).format(at)
  return formatOf(clock, { day: 'numeric', month: 'short', ...yearOf(at, clock) }).format(at)
}

export function dayWords(at: number, clock: Clock): string {
  const age = dayOf(clock.nowAt, clock) - dayOf(at, clock)
  const long = formatOf(clock, { weekday: 'long', day: 'numeric', month: 'long', ...yearOf(at, clock) }).format(at)
  if (age !== 0 && age !== 1) return long
  const near = relativeOf(clock).format(-age, 'day')
  return `${near.charAt(0).toLocaleUpperCase(clock.locale)}${near.slice(1)}, ${long}`
}

/** A day within a sentence: never "today". */
export function dateWords(at: number, clock: Clock): string {
  return formatOf(clock, { day: 'numeric', month: 'long', ...yearOf(at, clock) }).format(at)
}

/** A moment as the start of a span: the hour today, else the day with it. */
export function sinceWords(at: number, clock: Clock): string {
  if (dayOf(at, clock) === dayOf(clock.nowAt, clock)) return hourWords(at, clock)
  return `${listTimeWords(at, clock)} ${hourWords(at, clock)}`
}

/** A moment to come, as the end of something: the hour today, the weekday with it within a week, else the date. */
export function untilWords(at: number, clock: Clock): string {
  const days = dayOf(at, clock) - dayOf(clock.nowAt, clock)
  if (days === 0) return hourWords(at, clock)
  const day =
    days < 7
      ? formatOf(clock, { weekday: 'long' }).format(at)
      : formatOf(clock, { day: 'numeric', month: 'short', ...yearOf(at, clock) }).format(at)
  return `${day} ${hourWords(at, clock)}`
}

export function fullTimeWords(at: number, clock: Clock): string {
  return formatOf(clock, { dateStyle: 'full', timeStyle: 'short' }).format(at)
}

/** To the second: for what is looked at closely. */
export function exactTimeWords(at: number, clock: Clock): string {
  return formatOf(clock, { dateStyle: 'medium', timeStyle: 'medium' }).format(at)
}

/** "now", "12 minutes ago", "3 days ago": for when something was last there. */
export function agoWords(at: number, clock: Clock): string {
  const minutes = Math.floor((clock.nowAt - at) / 60_000)
  const relative = relativeOf(clock)
  if (minutes < 2) return relative.format(0, 'second')
  if (minutes < 60) return relative.format(-minutes, 'minute')
  if (minutes < 24 * 60) return relative.format(-Math.floor(minutes / 60), 'hour')
  return relative.format(-Math.floor(minutes / 60 / 24), 'day')
}

function yearOf(at: number, clock: Clock): Intl.DateTimeFormatOptions {
  const year = formatOf(clock, { year: 'numeric' })
  return year.format(at) === year.format(clock.nowAt) ? {} : { year: 'numeric' }
}
