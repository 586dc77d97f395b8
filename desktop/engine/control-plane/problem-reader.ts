import type { AppError } from '../../../common/app-error.ts'
import { appError, isErrorCode } from '../../../common/app-error.ts'
import { problemSchema } from '../../../common/http-contract/problem-contract.ts'

/** What a refused call says, as an `AppError`. A reply that isn't a problem document (a proxy's page) becomes the nearest code. */
export async function readProblem(reply: Response): Promise<AppError> {
  const retryAfterMs = readRetryAfter(reply.headers.get('retry-after'))
  const more = retryAfterMs === undefined ? {} : { retryAfterMs }
  const parsed = problemSchema.safeParse(await readJson(reply))
  if (!parsed.success || !isErrorCode(parsed.data.code)) return appError(codeOfStatus(reply.status), more)
  const { code, detail, fields } = parsed.data
  return appError(code, {
    ...more,
    ...(detail === undefined ? {} : { detail }),
    ...(fields === undefined ? {} : { fields }),
  })
}

export async function readJson(reply: Response): Promise<unknown> {
  try {
    return await reply.json()
  } catch {
    return undefined
  }
}

function readRetryAfter(value: string | null): number | undefined {
  if (value === null || !/^[0-9]{1,6}$/.test(value)) return undefined
  return Number(value) * 1_000
}

function codeOfStatus(status: number) {
  if (status === 401) return 'sign-in-required'
  if (status === 403) return 'not-allowed'
  if (status === 404) return 'route-unknown'
  if (status === 413) return 'request-too-large'
  if (status === 429) return 'rate-limited'
  if (status === 502 || status === 503 || status === 504) return 'busy'
  return status >= 500 ? 'internal' : 'request-invalid'
}
