/** When what everybody is told is over by itself; undefined: never. */
export const announceEnds = ['never', 'hour', 'today', 'week', 'date'] as const
export type AnnounceEnd = (typeof announceEnds)[number]

const [minuteMs, hourMs] = [60_000, 3_600_000]

/** `typed`: a moment as a field for date and time gives it. Null: it is none, or it has passed. */
export function endAt(end: AnnounceEnd, typed: string, nowAt: number): number | undefined | null {
  switch (end) {
    case 'never':
      return undefined
    case 'hour':
      // To the minute, so that who tries again at once means the same.
      return Math.floor(nowAt / minuteMs) * minuteMs + hourMs
    case 'today': {
      const now = new Date(nowAt)
      return new Date(now.getFullYear(), now.getMonth(), now.getDate() + 1).getTime()
    }
    case 'week':
      return Math.floor(nowAt / minuteMs) * minuteMs + 7 * 24 * hourMs
    case 'date': {
      const at = Date.parse(typed)
      return Number.isNaN(at) || at <= nowAt ? null : at
    }
  }
}
