import { JetStreamApiCodes, JetStreamApiError } from '@nats-io/jetstream'
import { errors } from 'nats'
import { type AppError, appError } from '../../common/app-error.ts'

/** Error codes of JetStream the library has no name for. Source: nats-server, server/errors.json */
const apiCodes = { resourcesExceeded: 10002, insufficientResources: 10023, storageExceeded: 10047, storeFailed: 10077 }
const duplicateInProcess = 10158
const fullCodes: readonly number[] = Object.values(apiCodes)
const outrunCodes: readonly number[] = [
  JetStreamApiCodes.StreamWrongLastSequence,
  JetStreamApiCodes.StreamWrongLastSequenceUnknown,
]

/**
 * What the client library throws, as one of Natter's errors. A bug of ours (a wrong argument, a subject that cannot be)
 * is thrown on.
 */
export function mapNatsError(cause: unknown): AppError {
  if (cause instanceof JetStreamApiError) {
    if (outrunCodes.includes(cause.code)) return appError('room-changed', { cause })
    if (fullCodes.includes(cause.code)) return appError('stream-full', { cause })
    const passing = cause.status >= 500 || cause.code === duplicateInProcess
    return appError(passing ? 'nats-unavailable' : 'internal', { cause })
  }
  if (cause instanceof errors.InvalidArgumentError || cause instanceof errors.InvalidSubjectError) throw cause
  if (isNatsFailure(cause)) return appError('nats-unavailable', { cause })
  throw cause
}

function isNatsFailure(cause: unknown): boolean {
  if (!(cause instanceof Error)) return false
  const known = Object.values(errors).some((kind) => cause instanceof kind)
  // JetStream's own failures without an API answer, and the socket's.
  return known || cause.name.startsWith('JetStream') || 'syscall' in cause
}
