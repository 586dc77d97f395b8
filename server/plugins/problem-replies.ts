import type { Socket } from 'node:net'
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod'
import { type AppError, appError } from '../../common/app-error.ts'
import { StoreUnavailableError } from '../store/store-port.ts'
import { buildProblem, internalError, ProblemError, problemMediaType } from './problem-error.ts'

/** Every failure leaves as RFC 9457 `application/problem+json` with a code of the closed table, whatever its origin. */
export function addProblemReplies(app: FastifyInstance): void {
  app.setErrorHandler((fault: FastifyError, request, reply) => sendProblem(request, reply, errorOf(fault)))
}

export function sendProblem(request: FastifyRequest, reply: FastifyReply, error: AppError): FastifyReply {
  const problem = buildProblem(error, request.id)
  // No hook has run where Fastify itself refused the address.
  reply.header('x-request-id', request.id)
  if (error.retryAfterMs !== undefined) reply.header('retry-after', Math.max(1, Math.ceil(error.retryAfterMs / 1_000)))
  if (problem.status === 401) reply.header('www-authenticate', 'Bearer realm="natter"')
  if (problem.status >= 500) request.log.error({ err: error.cause, code: error.code }, 'answered with a problem')
  return reply.code(problem.status).type(problemMediaType).send(JSON.stringify(problem))
}

/** What never became a request: no HTTP, or headers without end. The last words on that connection. */
export function refuseClient(_fault: Error, socket: Socket): void {
  if (!socket.writable) return void socket.destroy()
  const body = JSON.stringify(
    buildProblem(appError('request-invalid', { detail: 'This is not readable HTTP.' }), 'none'),
  )
  const head = `HTTP/1.1 400 Bad Request\r\nContent-Type: ${problemMediaType}\r\nContent-Length: ${body.length}\r\n`
  socket.end(`${head}Connection: close\r\n\r\n${body}`)
}

/** Codes of Fastify's own refusals. Source: https://fastify.dev/docs/latest/Reference/Errors/ */
const fastifyCodes: Readonly<Record<string, AppError>> = {
  FST_ERR_CTP_INVALID_MEDIA_TYPE: appError('media-type-unsupported'),
  FST_ERR_CTP_BODY_TOO_LARGE: appError('request-too-large'),
  FST_ERR_CTP_EMPTY_TYPE: appError('media-type-unsupported'),
  FST_ERR_BAD_URL: appError('request-invalid', { detail: 'The address is not a readable URL.' }),
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: appError('request-invalid', {
    detail: 'Content-Length is not that of the body.',
  }),
  FST_ERR_MAX_PARAM_LENGTH: appError('route-unknown'),
}

function errorOf(fault: FastifyError): AppError {
  if (fault instanceof ProblemError) return fault.error
  if (fault instanceof StoreUnavailableError) {
    return appError('store-unavailable', { cause: fault, retryAfterMs: 1_000 })
  }
  if (hasZodFastifySchemaValidationErrors(fault)) {
    const { validationContext: context, validation } = fault
    if (context === 'params') return unknownOf(validation)
    return appError('request-invalid', { fields: fieldsOf(context, validation) })
  }
  const known = fastifyCodes[fault.code]
  if (known !== undefined) return known
  // What else Fastify calls the caller's fault: broken JSON, a body cut short, a header that cannot be.
  if (fault.statusCode === 413) return appError('request-too-large')
  if (fault.statusCode === 415) return appError('media-type-unsupported')
  if (fault.statusCode !== undefined && fault.statusCode >= 400 && fault.statusCode < 500) {
    const isOfBody = fault instanceof SyntaxError || fault.code?.startsWith('FST_ERR_CTP_')
    return appError('request-invalid', {
      ...(isOfBody ? { detail: 'The body is not readable JSON.' } : {}),
      cause: fault,
    })
  }
  return internalError(fault)
}

/**
 * An id in an address that is none names nothing, and is answered as one that names nothing: what does not exist and what
 * one may not see are alike, down to how the question is spelled.
 */
function unknownOf(issues: readonly Issue[]): AppError {
  const names = new Set(issues.map(({ instancePath }) => instancePath.split('/')[1]))
  if (names.has('room')) return appError('room-unknown')
  if (names.has('user')) return appError('user-unknown')
  if (names.has('code')) return appError('invite-invalid')
  if (names.has('message')) return appError('message-unknown')
  if (names.has('file') || names.has('upload')) return appError('file-unknown')
  if (names.has('request')) return appError('request-unknown')
  if (names.has('device')) return appError('device-unknown')
  return appError('route-unknown')
}

type Issue = {
  readonly instancePath: string
  readonly message?: string
  readonly params?: { readonly keys?: unknown }
}

/** JSON pointers into `body`, `querystring`, `params` or `headers`. Says what was wanted, never what was sent. */
function fieldsOf(context: string | undefined, issues: readonly Issue[]): Record<string, string> {
  const fields = new Map<string, string>()
  const add = (pointer: string, message: string) => {
    const short = pointer.slice(0, 200)
    if (!fields.has(short) && fields.size < 20) fields.set(short, message.slice(0, 200))
  }
  for (const { instancePath, message, params } of issues) {
    const base = `/${context ?? 'body'}${instancePath === '/' ? '' : instancePath}`
    const unknown = Array.isArray(params?.keys) ? params.keys.map(String) : []
    for (const key of unknown) add(`${base}/${escapePointer(key)}`, 'is not a field of this call')
    if (unknown.length === 0) add(base, message ?? 'is not in order')
  }
  return Object.fromEntries(fields)
}

/** Source: RFC 6901, section 3. */
function escapePointer(key: string): string {
  return key.replaceAll('~', '~0').replaceAll('/', '~1')
}
