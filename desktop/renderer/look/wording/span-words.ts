const units = [
  ['week', 7 * 86_400],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
  ['second', 1],
] as const

/** "10 minutes", "1 week": in the largest unit that it is whole in, up to `longest`. */
export function spanOfSeconds(seconds: number, locale: string, longest: 'week' | 'day' = 'week'): string {
  const allowed = units.slice(units.findIndex(([unit]) => unit === longest))
  const [unit, size] = allowed.find(([, each]) => seconds >= each && seconds % each === 0) ?? ['second', 1]
  return new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'long' }).format(seconds / size)
}

/** "0:25", "1:04:05": what is left of a while, as it is counted down. */
export function countdownWords(ms: number): string {
  return clockOf(Math.ceil(ms / 1_000))
}

/** How long something lasts, or how far it is, as players show it. */
export function clockWords(ms: number): string {
  return clockOf(Math.floor(ms / 1_000))
}

function clockOf(wanted: number): string {
  const seconds = Math.max(0, wanted)
  const parts = [Math.floor(seconds / 3_600), Math.floor(seconds / 60) % 60, seconds % 60]
  const shown = parts[0] === 0 ? parts.slice(1) : parts
  return shown.map((part, index) => (index === 0 ? String(part) : String(part).padStart(2, '0'))).join(':')
}
