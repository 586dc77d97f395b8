import type { ExportDays } from '../../room-command.ts'

/** As fields for days hold them: `2026-09-01`, or empty. */
export type ChosenDays = { readonly from: string; readonly until: string }

/** Both days are in it, from midnight to midnight where one is. Undefined: the last lies before the first. */
export function daysWanted({ from, until }: ChosenDays): ExportDays | undefined {
  const [after, before] = [midnight(from, 0), midnight(until, 1)]
  if (after !== undefined && before !== undefined && before <= after) return undefined
  return { ...(after === undefined ? {} : { after }), ...(before === undefined ? {} : { before }) }
}

function midnight(day: string, later: number): number | undefined {
  const [, year, month, date] = /^(\d{4,6})-(\d\d)-(\d\d)$/.exec(day) ?? []
  if (year === undefined) return undefined
  // Not by adding a day's milliseconds: two days a year have more or fewer.
  const at = new Date(Number(year), Number(month) - 1, Number(date) + later).getTime()
  return Number.isNaN(at) ? undefined : Math.max(0, at)
}
