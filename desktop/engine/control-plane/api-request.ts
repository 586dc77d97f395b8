import type { z } from 'zod'
import { appError } from '../../../common/app-error.ts'
import type { Result } from '../../../common/result.ts'
import { err, ok } from '../../../common/result.ts'
import type { EngineDeps } from '../engine-deps.ts'
import { readBareProblem, readJson, readProblem } from './problem-reader.ts'

export type ApiCall = {
  readonly method: 'GET' | 'HEAD' | 'POST' | 'PATCH' | 'PUT' | 'DELETE'
  readonly path: string
  /** A `Blob` goes as it is. */
  readonly body?: object
  /** A picture rather than JSON, or what stands above an answer: then there is no schema. */
  readonly answer?: 'blob' | 'headers'
  /** For what is large: how much has come. From then on `timeoutMs` is how long nothing may come. */
  readonly onBytes?: (bytes: number) => void
  readonly signal?: AbortSignal
  readonly headers?: Readonly<Record<string, string>>
  readonly timeoutMs?: number
}
/** Absent: the call answers with nothing that is read. */
export type AnswerSchema<T> = z.ZodType<T> | undefined
/** Makes a call, with the token of whoever is signed in or without one. */
export type AskApi = <T>(call: ApiCall, schema: AnswerSchema<T>) => Promise<Result<T>>

const defaultTimeoutMs = 15_000

/** One HTTP call to the control plane. Never throws: whatever goes wrong is an `AppError`. */
export async function callApi<T>(
  deps: Pick<EngineDeps, 'fetch' | 'origin' | 'clock'>,
  call: ApiCall,
  schema: AnswerSchema<T>,
): Promise<Result<T>> {
  const aborter = new AbortController()
  const timeoutMs = call.timeoutMs ?? defaultTimeoutMs
  // Covers reading the body too: a connection may die after the headers came.
  let cancelTimeout = () => {}
  const startTimeout = () => {
    cancelTimeout()
    cancelTimeout = deps.clock.after(timeoutMs, () => aborter.abort())
  }
  const stop = () => aborter.abort()
  call.signal?.addEventListener('abort', stop)
  startTimeout()
  try {
    call.signal?.throwIfAborted()
    const reply = await deps.fetch(deps.origin + call.path, buildInit(call, aborter.signal))
    if (!reply.ok) return err(call.method === 'HEAD' ? readBareProblem(reply) : await readProblem(reply))
    if (call.answer === 'headers') return ok(reply.headers as T)
    // Whoever asks for it says so in its type.
    if (call.answer === 'blob') {
      const { onBytes } = call
      if (onBytes === undefined) return ok((await reply.blob()) as T)
      const blob = await readLarge(reply, (bytes) => {
        startTimeout()
        onBytes(bytes)
      })
      return ok(blob as T)
    }
    if (schema === undefined) return ok(undefined as T)
    const parsed = schema.safeParse(await readJson(reply))
    if (aborter.signal.aborted) return err(appError('network-unreachable', { cause: 'timeout' }))
    // A page of a captive portal, or a server of another age: not our answer.
    return parsed.success ? ok(parsed.data) : err(appError('busy', { cause: parsed.error }))
  } catch (cause) {
    return err(appError('network-unreachable', { cause }))
  } finally {
    cancelTimeout()
    call.signal?.removeEventListener('abort', stop)
  }
}

/** What is one `Blob` the browser may keep on disk; so what has come is made one now and then. */
const partBytes = 4_000_000

async function readLarge(reply: Response, onBytes: (bytes: number) => void): Promise<Blob> {
  const type = reply.headers.get('content-type') ?? ''
  const parts: Blob[] = []
  let chunks: Uint8Array<ArrayBuffer>[] = []
  let [bytes, loose] = [0, 0]
  const reader = reply.body?.getReader()
  for (;;) {
    const next = await reader?.read()
    if (next === undefined || next.done) break
    chunks.push(next.value)
    bytes += next.value.byteLength
    loose += next.value.byteLength
    if (loose >= partBytes) {
      parts.push(new Blob(chunks))
      chunks = []
      loose = 0
    }
    onBytes(bytes)
  }
  return new Blob([...parts, ...chunks], { type })
}

function buildInit(call: ApiCall, signal: AbortSignal): RequestInit {
  return {
    method: call.method,
    signal,
    credentials: 'same-origin',
    // Ours never redirects; a captive portal does, and is not to be followed with what we send.
    redirect: 'error',
    cache: 'no-store',
    headers: {
      ...(call.body === undefined
        ? {}
        : { 'content-type': call.body instanceof Blob ? call.body.type : 'application/json' }),
      ...call.headers,
    },
    ...(call.body === undefined ? {} : { body: call.body instanceof Blob ? call.body : JSON.stringify(call.body) }),
  }
}
