import { appError } from '../../common/app-error.ts'
import { ProblemError } from '../plugins/problem-error.ts'
import type { RecordPlace } from '../store/record-store.ts'

/** Where a page of a list of administration ends: what was made at that time, and of that time what has that id. */
export function buildPlaceCursor({ at, id }: RecordPlace): string {
  return Buffer.from(JSON.stringify([at, id])).toString('base64url')
}

/** In a route: the place, or a problem where it is none. */
export function parsePlaceCursor(cursor: string | undefined): RecordPlace | undefined {
  if (cursor === undefined) return undefined
  try {
    const [at, id] = JSON.parse(Buffer.from(cursor, 'base64url').toString()) as unknown[]
    if (Number.isSafeInteger(at) && typeof id === 'string' && id.length <= 64) return { at: Number(at), id }
  } catch {
    // Not one of ours: said below.
  }
  throw new ProblemError(appError('request-invalid', { fields: { '/querystring/cursor': 'must be one of this call' } }))
}

/** Of one more than were asked for, where there are more: those, and where the next page begins. */
export function cutPage<T>(
  found: readonly T[],
  limit: number,
  placeOf: (one: T) => RecordPlace,
): { readonly page: T[]; readonly more: { readonly cursor?: string } } {
  const page = found.slice(0, limit)
  const last = page.at(-1)
  return {
    page,
    more: found.length > page.length && last !== undefined ? { cursor: buildPlaceCursor(placeOf(last)) } : {},
  }
}
