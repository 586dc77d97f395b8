import { z } from 'zod'

/**
 * A whole number in a query, in plain digits. Coercion alone reads an empty value as 0 and takes `0x10` and `1e2`, so
 * that a client's slip would be answered with another page than the one it meant.
 */
export function wholeNumberQuery(min: number, max: number) {
  const number = z.int(`must be a whole number from ${min} to ${max}`).min(min).max(max)
  return z.preprocess((given) => (isDigits(given) ? Number(given) : given), number)
}

/** How long a page may be. The preset is a number already, which no query is: that is how the OpenAPI document says it. */
export function limitQuery(max: number, preset: number) {
  return wholeNumberQuery(1, max).prefault(preset)
}

/** Several, at most twenty, are parted by commas: any of them. */
export function listQuery<T>(item: z.ZodType<T>) {
  return z.preprocess((given) => (typeof given === 'string' ? given.split(',') : given), z.array(item).min(1).max(20))
}

function isDigits(given: unknown): boolean {
  return typeof given === 'string' && /^\d{1,16}$/.test(given)
}

/** A list by pages, with an opaque cursor; without a limit all of it, up to a thousand. */
export const pageQuerySchema = z.strictObject({
  limit: limitQuery(1_000, 1_000),
  cursor: z.string().max(100).optional(),
})
export type PageQuery = z.output<typeof pageQuerySchema>
