/** What is typed where empty means "as the server is set": a whole number within bounds, null, or undefined where it is neither. */
export function parseBound(typed: string, least: number, most: number): number | null | undefined {
  const text = typed.trim()
  if (text === '') return null
  if (!/^\d{1,9}$/.test(text)) return undefined
  const value = Number(text)
  return value >= least && value <= most ? value : undefined
}
