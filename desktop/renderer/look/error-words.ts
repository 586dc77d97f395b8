import { type AppError, type ErrorCode, sentenceOf } from '../../../common/app-error.ts'

/**
 * The table's sentences for what passes by itself promise that it is tried again. That holds for messages, which wait in
 * the outbox; what somebody asked for with a button is done once, and it is theirs to try again.
 */
const askedOnce: Readonly<Partial<Record<ErrorCode, string>>> = {
  busy: 'The server is busy. Try again in a moment.',
  'store-unavailable': 'The server cannot reach its database. Try again in a moment.',
  'nats-unavailable': 'The server cannot reach its message broker. Try again in a moment.',
  'network-unreachable': 'No connection to the server. Try again when it is back.',
  'publish-timeout': 'The server did not answer in time. Try again.',
}

/** Why something that was asked for here could not be done, as a sentence to show. */
export function errorWords(error: AppError): string {
  return error.detail ?? askedOnce[error.code] ?? sentenceOf(error)
}
