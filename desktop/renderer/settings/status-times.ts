/** When a status ends, as people choose it; from a moment, by the clock here. Undefined: not by itself. */
export const statusLives = ['never', 'hour', 'four', 'today', 'week'] as const
export type StatusLife = (typeof statusLives)[number]

const hourMs = 3_600_000

export function statusEndsAt(life: StatusLife, nowAt: number): number | undefined {
  if (life === 'never') return undefined
  if (life === 'hour') return nowAt + hourMs
  if (life === 'four') return nowAt + 4 * hourMs
  if (life === 'week') return nowAt + 7 * 24 * hourMs
  const now = new Date(nowAt)
  return new Date(now.getFullYear(), now.getMonth(), now.getDate() + 1).getTime()
}
