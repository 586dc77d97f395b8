import type { Words } from '../../words/words.ts'

/** What time it is for somebody, and how far that is from here. Undefined for a zone that this browser does not know. */
export type ZoneTime = {
  readonly time: string
  readonly city: string
  /** Negative: behind. */
  readonly hoursAhead: number
  /** From ten in the evening to seven. */
  readonly isNight: boolean
}

export function readZoneTime(timeZone: string, here: Here): ZoneTime | undefined {
  const { nowAt, locale } = here
  try {
    const time = new Intl.DateTimeFormat(locale, { timeStyle: 'short', timeZone }).format(nowAt)
    const hour = Number(new Intl.DateTimeFormat('en', { hour: 'numeric', hourCycle: 'h23', timeZone }).format(nowAt))
    const minutes = offsetMinutes(timeZone, nowAt) - offsetMinutes(here.timeZone, nowAt)
    const city = timeZone.split('/').at(-1)?.replaceAll('_', ' ') ?? timeZone
    return { time, city, hoursAhead: minutes / 60, isNight: hour >= 22 || hour < 7 }
  } catch {
    return undefined
  }
}
type Here = { readonly nowAt: number; readonly locale: string; readonly timeZone: string }

/** "8 hours behind you". */
export function distanceWords(say: Words, { hoursAhead }: Pick<ZoneTime, 'hoursAhead'>): string {
  if (hoursAhead === 0) return say('people.same-time')
  const hours = Math.abs(hoursAhead)
  return say(hoursAhead > 0 ? 'people.hours-ahead' : 'people.hours-behind', { hours })
}

/** Of a zone from the world's, as the browser writes it: "GMT+05:30". */
function offsetMinutes(timeZone: string, at: number): number {
  const parts = new Intl.DateTimeFormat('en', { timeZone, timeZoneName: 'longOffset' }).formatToParts(at)
  const written = /GMT(?:([+-])(\d{2}):(\d{2}))?/.exec(parts.find(({ type }) => type === 'timeZoneName')?.value ?? '')
  const [, sign, hours = '0', minutes = '0'] = written ?? []
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes))
}
