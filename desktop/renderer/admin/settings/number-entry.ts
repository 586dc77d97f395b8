export type EntryBounds = { readonly min: number; readonly max: number }

/** What somebody typed, as the whole number that it is within its bounds; undefined: it is none. */
export function parseEntry(typed: string, { min, max }: EntryBounds): number | undefined {
  const digits = typed.trim()
  if (!/^\d{1,16}$/.test(digits)) return undefined
  const value = Number(digits)
  return value >= min && value <= max ? value : undefined
}

export const megabyte = 1_000_000
/** Most that one file may be, in megabytes: what the server takes. */
export const mostMegabytes = Math.floor(2 ** 49 / megabyte)

/** Bytes as somebody types them, in megabytes; a file may be smaller than one. */
export function megabytesOf(bytes: number): number {
  return Math.max(1, Math.round(bytes / megabyte))
}
