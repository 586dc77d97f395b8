import type { AppError } from './app-error.ts'

/** An expected outcome: a value, or an error that the caller must look at. Bugs throw instead. */
export type Result<T, E = AppError> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly error: E }

export function ok<T>(value: T): { readonly ok: true; readonly value: T } {
  return { ok: true, value }
}

export function err<E>(error: E): { readonly ok: false; readonly error: E } {
  return { ok: false, error }
}

/** For whoever only has to know whether it was done. */
export function emptied<E>(result: Result<unknown, E>): Result<null, E> {
  return result.ok ? ok(null) : result
}

/** For the end of a switch over a tagged union: a kind that nobody handled is a bug. */
export function unreachable(value: never): never {
  throw new Error(`not handled: ${JSON.stringify(value)}`)
}
