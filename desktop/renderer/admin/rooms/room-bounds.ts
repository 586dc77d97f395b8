import { type EntryBounds, parseEntry } from '../settings/number-entry.ts'

/** What is typed where empty means "as the server is set": a whole number within bounds, null, or undefined where it is neither. */
export function parseBound(typed: string, bounds: EntryBounds): number | null | undefined {
  return typed.trim() === '' ? null : parseEntry(typed, bounds)
}
