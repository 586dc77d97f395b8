import { appError } from '../../common/app-error.ts'
import { mostRecords, type RecordPlace } from '../store/record-store.ts'
import { ProblemError } from './problem-error.ts'

/** Where a page of a list ends: what was made at that time, and of that time what has that id. */
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
  return refuseCursor()
}

export function refuseCursor(): never {
  throw new ProblemError(appError('request-invalid', { fields: { '/querystring/cursor': 'must be one of this call' } }))
}

/** What to ask for, to see whether there is more: one more, or as many as there are at once. */
export const oneMore = (limit: number): number => Math.min(limit + 1, mostRecords)

/** Of what was asked for with `oneMore`: those of the page, and where the next one begins. After as many as there are at once there may be none. */
export function cutPage<T>(
  found: readonly T[],
  limit: number,
  placeOf: (one: T) => RecordPlace,
): { readonly page: T[]; readonly more: { readonly cursor?: string } } {
  const page = found.slice(0, limit)
  const last = page.at(-1)
  const hasMore = found.length > page.length || page.length >= mostRecords
  return { page, more: hasMore && last !== undefined ? { cursor: buildPlaceCursor(placeOf(last)) } : {} }
}

/** In the order of the store: by time, then by id. */
export const isAfter = (one: RecordPlace, place: RecordPlace): boolean =>
  one.at > place.at || (one.at === place.at && one.id > place.id)
