import { randomBytes } from 'node:crypto'
import { ReadableStream } from 'node:stream/web'
import { Server } from '@tus/server'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { type AppError, appError } from '../../common/app-error.ts'
import { apiPaths } from '../../common/http-contract/api-paths.ts'
import { buildUserId, idRandomBytes } from '../../common/ids.ts'
import { ProblemError } from '../plugins/problem-error.ts'
import { problemOfStorage, sayMegabytes } from './file-problems.ts'
import type { buildUploadLocks } from './upload-locks.ts'
import { type UploadOwner, type UploadPorts, UploadStore } from './upload-store.ts'

const idleMs = 30_000
/** Headers of tus, and no others that the library adds for pages of other origins. */
const passed = /^(?:tus-.*|upload-.*|location|cache-control)$/i

export type UploadCalls = {
  /** Answers as tus does, its refusals as problems. What it answered with 2xx, for whoever has a word to add. */
  readonly handle: (request: FastifyRequest, reply: FastifyReply, owner: UploadOwner) => Promise<TusAnswer>
  /** Ends those under way; what came is kept. */
  readonly endAll: () => void
}
export type TusAnswer = { readonly status: number; readonly upload: string | undefined }

/** Hands a call to tus's own server, with the body as it comes. */
export function buildUploadCalls(
  ports: UploadPorts & {
    readonly locks: ReturnType<typeof buildUploadLocks>
    readonly maxBytes: () => Promise<number>
  },
): UploadCalls {
  const underWay = new Set<FastifyRequest['raw']>()
  return {
    endAll: () => {
      for (const raw of underWay) raw.destroy()
    },
    handle: async (request, reply, owner) => {
      let fault: unknown
      let upload: string | undefined = (request.params as { upload?: string }).upload
      const maxBytes = await ports.maxBytes()
      const server = new Server({
        path: apiPaths.roomFiles(owner.room),
        datastore: new UploadStore(ports, owner),
        locker: ports.locks,
        lockDrainTimeout: 1,
        relativeLocation: true,
        allowedOrigins: () => false,
        maxSize: maxBytes,
        namingFunction: () => {
          upload = buildUserId(randomBytes(idRandomBytes))
          return upload
        },
        onResponseError: (_request, error) => {
          fault = error
          return undefined
        },
      })
      const hasBody = request.method === 'POST' || request.method === 'PATCH'
      underWay.add(request.raw)
      try {
        const answer = await server.handleWeb(
          new Request(`http://natter${request.url}`, {
            method: request.method,
            headers: headersOf(request),
            ...(hasBody ? { body: ReadableStream.from(whatCame(request.raw)) as never, duplex: 'half' } : {}),
          } as RequestInit) as never,
        )
        reply.header('tus-resumable', '1.0.0')
        if (answer.status === 412) reply.header('tus-version', '1.0.0')
        if (fault !== undefined) throw problemOf(fault, maxBytes)
        if (answer.status >= 400) throw problemOf({ status_code: answer.status, body: await answer.text() }, maxBytes)
        for (const [name, value] of answer.headers) if (passed.test(name)) reply.header(name, value)
        return { status: answer.status, upload }
      } finally {
        underWay.delete(request.raw)
        if (hasBody && !request.raw.complete) closeAfter(request, reply)
      }
    },
  }
}

/** The bytes until the line is cut, or nothing comes for a while: an end like any other, so that they are kept. */
async function* whatCame(raw: FastifyRequest['raw']): AsyncGenerator<Buffer> {
  const end = () => void raw.destroy()
  let idle = setTimeout(end, idleMs)
  try {
    for await (const chunk of raw) {
      clearTimeout(idle)
      yield chunk
      // While it is being written nobody is waited for.
      idle = setTimeout(end, idleMs)
    }
  } catch {
    // Whoever was cut asks how far it came.
  } finally {
    clearTimeout(idle)
  }
}

/** It was answered before all was read, and nobody reads on: the connection would stand for ever. */
function closeAfter({ raw }: FastifyRequest, reply: FastifyReply): void {
  reply.header('connection', 'close')
  const end = () => void raw.destroy()
  if (reply.raw.closed || raw.socket.destroyed) end()
  else reply.raw.once('finish', end).once('close', end)
}

function headersOf({ headers }: FastifyRequest): [string, string][] {
  const given = [
    'tus-resumable',
    'upload-length',
    'upload-offset',
    'upload-metadata',
    'upload-defer-length',
    'upload-concat',
  ]
  return [...given, 'content-type', 'content-length'].flatMap((name) => {
    const value = headers[name]
    return value === undefined ? [] : [[name, String(value)] as [string, string]]
  })
}

function problemOf(fault: unknown, maxBytes: number): Error {
  if (fault instanceof ProblemError) return fault
  const ofStorage = problemOfStorage(fault)
  if (ofStorage !== undefined) return ofStorage
  const { status_code: status, body = '' } = Object(fault) as { status_code?: number; body?: string }
  if (status === undefined) return fault instanceof Error ? fault : new Error(String(fault))
  return new ProblemError(errorOf(status, body.trim(), maxBytes))
}

function errorOf(status: number, said: string, maxBytes: number): AppError {
  switch (status) {
    case 404:
    case 410:
      return appError('file-unknown')
    case 409:
      return appError('upload-moved')
    case 412:
      return appError('upload-version')
    case 413: {
      const detail = `One file may have ${sayMegabytes(maxBytes)} here.`
      return appError('file-too-large', { detail, more: { limitBytes: maxBytes } })
    }
    default:
      if (/lock/i.test(said)) return appError('upload-busy', { retryAfterMs: 1_000 })
      return appError('upload-unfit', said === '' ? {} : { detail: said })
  }
}
