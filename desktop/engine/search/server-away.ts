import type { AppError, ErrorCode } from '../../../common/app-error.ts'

const away: ReadonlySet<ErrorCode> = new Set([
  'network-unreachable',
  'store-unavailable',
  'nats-unavailable',
  'busy',
  'internal',
])

/** Where the server cannot say, what is kept here can; anything else is an answer. */
export function isAway({ code }: AppError): boolean {
  return away.has(code)
}
