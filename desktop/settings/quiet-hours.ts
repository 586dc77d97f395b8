import type { NotificationSettings, QuietWeek, WeekDay } from './person-settings.ts'
import { loudDay, weekDays } from './person-settings.ts'

/** An hour of the week, by the clock of the device: `hour` from 0 to 23. */
export type WeekHour = { readonly day: WeekDay; readonly hour: number }

export function weekHourOf(date: Date): WeekHour {
  return { day: weekDays[(date.getDay() + 6) % 7] ?? 'mon', hour: date.getHours() }
}

export function isQuietHour({ isOn, week }: NotificationSettings['quietHours'], { day, hour }: WeekHour): boolean {
  return isOn && week[day][hour] === '1'
}

/** The rectangle between two hours of the week, both in it, made quiet or loud. */
export function setHours(week: QuietWeek, { from, to }: HourRange, isQuiet: boolean): QuietWeek {
  const days = between(weekDays.indexOf(from.day), weekDays.indexOf(to.day))
  const hours = between(from.hour, to.hour)
  const changed = Object.entries(week).map(([day, marks]) => {
    const isIn = days.includes(weekDays.indexOf(day as WeekDay))
    return [
      day,
      isIn ? [...marks].map((mark, hour) => (hours.includes(hour) ? (isQuiet ? '1' : '0') : mark)).join('') : marks,
    ]
  })
  return Object.fromEntries(changed) as QuietWeek
}
export type HourRange = { readonly from: WeekHour; readonly to: WeekHour }

function between(a: number, b: number): readonly number[] {
  const [first, last] = a < b ? [a, b] : [b, a]
  return Array.from({ length: last - first + 1 }, (_, index) => first + index)
}

/** Of a day, from when to when it is quiet: `to` is the hour at whose beginning it ends, 24 for midnight. */
export function quietSpans(marks: string): readonly { readonly from: number; readonly to: number }[] {
  return [...marks.matchAll(/1+/g)].map(({ index, 0: run }) => ({ from: index, to: index + run.length }))
}

/** Weeks to start from. */
export const quietWeeks = {
  none: weekOf(loudDay, loudDay),
  nights: weekOf(dayOf(7, 22), dayOf(7, 22)),
  'working-week': weekOf(dayOf(7, 21), dayOf(10, 21)),
  'office-hours': weekOf(dayOf(9, 17), dayOf(0, 0)),
} as const satisfies Readonly<Record<string, QuietWeek>>
export type QuietWeekName = keyof typeof quietWeeks

/** The one that it is, if it is one of those. */
export function nameOfWeek(week: QuietWeek): QuietWeekName | undefined {
  const names = Object.keys(quietWeeks) as QuietWeekName[]
  return names.find((name) => weekDays.every((day) => quietWeeks[name][day] === week[day]))
}

/** Loud from one hour to before another. */
function dayOf(loudFrom: number, loudTo: number): string {
  return Array.from({ length: 24 }, (_, hour) => (hour >= loudFrom && hour < loudTo ? '0' : '1')).join('')
}

function weekOf(weekday: string, weekend: string): QuietWeek {
  return { mon: weekday, tue: weekday, wed: weekday, thu: weekday, fri: weekday, sat: weekend, sun: weekend }
}
