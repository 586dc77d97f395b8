import type { AppError, ErrorCode } from '../../../common/app-error.ts'
import { appError, isErrorCode } from '../../../common/app-error.ts'
import { problemSchema } from '../../../common/http-contract/problem-contract.ts'

/**
 * What a refused call says, as an `AppError`. Only our own problem document says anything of who is signed in or what they
 * may: a proxy that asks for its own password, or a captive portal, is no answer of the server at all.
 */
export async function readProblem(reply: Response): Promise<AppError> {
  const retryAfterMs = readRetryAfter(reply.headers.get('retry-after'))
  const more = retryAfterMs === undefined ? {} : { retryAfterMs }
  const parsed = problemSchema.safeParse(await readJson(reply))
  const isOurs = parsed.success && parsed.data.status === reply.status && isErrorCode(parsed.data.code)
  if (!isOurs || !isErrorCode(parsed.data.code)) return appError(codeOfStatus(reply.status), more)
  const { code, detail, fields, newer, rooms, receipt, limitBytes, usedBytes } = parsed.data
  return appError(code, {
    ...more,
    ...(newer === undefined ? {} : { more: { newer } }),
    ...(rooms === undefined ? {} : { more: { rooms } }),
    ...(receipt === undefined ? {} : { more: { receipt } }),
    ...(limitBytes === undefined ? {} : { more: { limitBytes, ...(usedBytes === undefined ? {} : { usedBytes }) } }),
    ...(detail === undefined ? {} : { detail }),
    ...(fields === undefined ? {} : { fields }),
  })
}

/**
 * The same of an answer that has no body to say it in: how far an upload is. What does not speak tus is not our server, and
 * its word that there is no such upload would have all of it sent once more.
 */
export function readBareProblem({ status, headers }: Response): AppError {
  const retryAfterMs = readRetryAfter(headers.get('retry-after'))
  const code = headers.has('tus-resumable') ? uploadProblems[status] : undefined
  // Without a token that counts nobody gets as far as that.
  const known = code ?? (status === 401 ? 'sign-in-required' : codeOfStatus(status))
  return appError(known, retryAfterMs === undefined ? {} : { retryAfterMs })
}
const uploadProblems: Readonly<Record<number, ErrorCode>> = {
  403: 'not-allowed',
  404: 'file-unknown',
  410: 'file-unknown',
  422: 'image-unreadable',
  423: 'upload-busy',
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
  if (status === 413) return 'request-too-large'
  if (status === 429) return 'rate-limited'
  if (status >= 500) return 'busy'
  return 'network-unreachable'
}
