/** When what everybody is told is over by itself; undefined: never. */
export const announceEnds = ['never', 'hour', 'today', 'week', 'date'] as const
export type AnnounceEnd = (typeof announceEnds)[number]

const hourMs = 3_600_000

/** `typed`: a moment as a field for date and time gives it. Null: it is none, or it has passed. */
export function endAt(end: AnnounceEnd, typed: string, nowAt: number): number | undefined | null {
  switch (end) {
    case 'never':
      return undefined
    case 'hour':
      return nowAt + hourMs
    case 'today': {
      const now = new Date(nowAt)
      return new Date(now.getFullYear(), now.getMonth(), now.getDate() + 1).getTime()
    }
    case 'week':
      return nowAt + 7 * 24 * hourMs
    case 'date': {
      const at = Date.parse(typed)
      return Number.isNaN(at) || at <= nowAt ? null : at
    }
  }
}
