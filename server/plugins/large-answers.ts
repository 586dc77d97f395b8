import { Readable } from 'node:stream'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { appError } from '../../common/app-error.ts'
import { atEnd } from './answer-end.ts'
import { ProblemError } from './problem-error.ts'

export type LargeAnswerLimits = {
  /** What one user's answers may hold at a time that were not read yet. */
  readonly userBytes: number
  /** What each call that reads counts as, from when it comes until its answer is there. */
  readonly reservedBytes: number
  /** The same for all together. */
  readonly allBytes: number
  /** Whoever reads slower than this loses the connection, after some seconds of grace. */
  readonly bytesPerSecond: number
  readonly graceMs: number
}

export const largeAnswerLimits: LargeAnswerLimits = {
  userBytes: 8_000_000,
  reservedBytes: 125_000,
  allBytes: 128_000_000,
  bytesPerSecond: 20_000,
  graceMs: 15_000,
}

/** Below this an answer is not worth the care. */
const largeBytes = 16_384
const chunkBytes = 65_536
const packers: Readonly<Record<'br' | 'gzip', (plain: Buffer) => Promise<Buffer>>> = {
  // At its quickest, a third smaller than gzip at its quickest, and in half the time.
  br: (plain) =>
    packBrotli(plain, {
      params: { [constants.BROTLI_PARAM_QUALITY]: 1, [constants.BROTLI_PARAM_SIZE_HINT]: plain.length },
    }),
  gzip: (plain) => packGzip(plain, { level: 1 }),
}
const packGzip = promisify<Buffer, { level: number }, Buffer>(gzip)
const packBrotli = promisify<Buffer, { params: Record<number, number> }, Buffer>(brotliCompress)

/**
 * For a scope with callers. Large answers are compressed off this thread, written no faster than they are read, and counted
 * until they are: whoever asks and does not read is refused more, before anything is made for them, and in the end cut.
 * A call counts from when it comes, or many at once would all be let through before the first answer is there.
 */
export function addLargeAnswers(api: FastifyInstance, limits = largeAnswerLimits): void {
  const heldByUser = new Map<string, number>()
  const reserved = new WeakMap<FastifyRequest, () => void>()
  let heldByAll = 0

  /** `ofAll`: what of it counts for all together; a call that has no answer yet holds nothing of theirs. */
  function hold(user: string, bytes: number, ofAll: number): () => void {
    heldByUser.set(user, (heldByUser.get(user) ?? 0) + bytes)
    heldByAll += ofAll
    let isHeld = true
    return () => {
      if (!isHeld) return
      isHeld = false
      heldByAll -= ofAll
      const left = (heldByUser.get(user) ?? 0) - bytes
      if (left > 0) heldByUser.set(user, left)
      else heldByUser.delete(user)
    }
  }

  api.addHook('preHandler', async (request, reply) => {
    if ((heldByUser.get(userOf(request)) ?? 0) > limits.userBytes) {
      const detail = 'Answers that you asked for wait to be read. Read them, then ask for more.'
      throw new ProblemError(appError('rate-limited', { retryAfterMs: 5_000, detail }))
    }
    if (heldByAll > limits.allBytes) throw new ProblemError(appError('busy', { retryAfterMs: 5_000 }))
    // Only what is read may be large; and many rooms may be made at once.
    if (request.method !== 'GET') return
    const release = hold(userOf(request), limits.reservedBytes, 0)
    reserved.set(request, release)
    atEnd(reply, release)
  })
  api.addHook('onResponse', async (request) => reserved.get(request)?.())
  api.addHook('onSend', async (request, reply, payload) => {
    if (!(typeof payload === 'string' || Buffer.isBuffer(payload)) || payload.length < largeBytes) return payload
    const plain = typeof payload === 'string' ? Buffer.from(payload) : payload
    const packing = reply.getHeader('content-encoding') === undefined ? packingFor(request) : undefined
    const bytes = packing === undefined ? plain : await packers[packing](plain)
    if (packing !== undefined) reply.header('content-encoding', packing)
    reply.header('vary', 'accept-encoding')
    reply.header('content-length', bytes.length)
    reserved.get(request)?.()
    const release = hold(userOf(request), bytes.length, bytes.length)
    watchReader(reply, limits.graceMs + (1_000 * bytes.length) / limits.bytesPerSecond, release)
    return Readable.from(chunksOf(bytes), { objectMode: false, highWaterMark: chunkBytes })
  })
}

function userOf({ caller }: FastifyRequest): string {
  return caller?.user ?? ''
}

/** A timer of inactivity would not do: whoever takes a byte every few seconds is never inactive. */
function watchReader(reply: FastifyReply, withinMs: number, release: () => void): void {
  const timer = setTimeout(() => reply.request.raw.socket.destroy(), withinMs)
  atEnd(reply, () => {
    clearTimeout(timer)
    release()
  })
}

function* chunksOf(bytes: Buffer): Generator<Buffer> {
  for (let at = 0; at < bytes.length; at += chunkBytes) yield bytes.subarray(at, at + chunkBytes)
}

/** `gzip;q=0` is a refusal. */
function packingFor({ headers }: FastifyRequest): 'br' | 'gzip' | undefined {
  const accepted = String(headers['accept-encoding'] ?? '')
  if (/(?:^|[\s,])br(?!\s*;\s*q=0(?:\.0*)?(?:\s*(?:,|$)))\s*(?:[,;]|$)/i.test(accepted)) return 'br'
  return /(?:^|[\s,])(?:gzip|\*)(?!\s*;\s*q=0(?:\.0*)?(?:\s*(?:,|$)))/i.test(accepted) ? 'gzip' : undefined
}
