import {
  AuthorizationError,
  errors,
  NoRespondersError,
  PermissionViolationError,
  TimeoutError,
  UserAuthenticationExpiredError,
} from 'nats.ws'
import type { AppError } from '../../../common/app-error.ts'
import { appError } from '../../../common/app-error.ts'

/** Why a connection could not be opened, or ended. `credential`: the broker refuses what we show it. */
export type LinkEnd = { readonly kind: 'network' | 'credential'; readonly cause?: unknown }

export function linkEndOf(cause: unknown): LinkEnd {
  return { kind: hasCause(cause, isCredentialFault) ? 'credential' : 'network', cause }
}

export function isPermissionFault(cause: unknown): boolean {
  return hasCause(cause, (one) => one instanceof PermissionViolationError)
}

/** What a failed publish means for the outbox. */
export function publishErrorOf(cause: unknown): AppError {
  if (isPermissionFault(cause)) return appError('publish-refused', { cause })
  if (hasCause(cause, (one) => one instanceof NoRespondersError)) return appError('nats-unavailable', { cause })
  if (hasCause(cause, (one) => one instanceof TimeoutError)) return appError('publish-timeout', { cause })
  if (hasCause(cause, (one) => one instanceof errors.InvalidArgumentError)) {
    return appError('message-too-large', { cause })
  }
  return appError('network-unreachable', { cause })
}

function isCredentialFault(cause: unknown): boolean {
  return cause instanceof AuthorizationError || cause instanceof UserAuthenticationExpiredError
}

function hasCause(cause: unknown, holds: (one: unknown) => boolean): boolean {
  for (let one = cause, depth = 0; one !== undefined && one !== null && depth < 5; depth++) {
    if (holds(one)) return true
    one = one instanceof Error ? one.cause : undefined
  }
  return false
}
