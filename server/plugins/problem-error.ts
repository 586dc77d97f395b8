import { type AppError, appError, errorTable, statusOf } from '../../common/app-error.ts'
import type { Problem } from '../../common/http-contract/problem-contract.ts'
import type { Result } from '../../common/result.ts'

/** How an expected failure leaves a route: thrown at the very edge, caught by `problem-replies.ts`, sent as a problem. */
export class ProblemError extends Error {
  override readonly name = 'ProblemError'
  readonly error: AppError

  constructor(error: AppError) {
    super(error.code, { cause: error.cause })
    this.error = error
  }
}

/** In a route handler, and only there: the value of a result, or its error on the way to the caller. */
export function valueOrProblem<T>(result: Result<T>): T {
  if (!result.ok) throw new ProblemError(result.error)
  return result.value
}

export const problemMediaType = 'application/problem+json'

/** `cause` stays here; codes that only a client can have (`network-unreachable`) are no answer of a server. */
export function buildProblem(error: AppError, request: string): Problem {
  const status = statusOf(error)
  return {
    type: `urn:natter:problem:${error.code}`,
    title: errorTable[error.code].sentence,
    status: status === 0 ? 503 : status,
    code: error.code,
    ...(error.detail === undefined ? {} : { detail: error.detail }),
    ...(error.fields === undefined ? {} : { fields: error.fields }),
    ...error.more,
    request,
  }
}

export const internalError = (cause: unknown): AppError => appError('internal', { cause })
