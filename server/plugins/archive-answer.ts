import type { Readable } from 'node:stream'
import type { FastifyReply } from 'fastify'
import { appError } from '../../common/app-error.ts'
import type { UserId } from '../../common/ids.ts'
import { atEnd } from './answer-end.ts'
import { ProblemError } from './problem-error.ts'

/** Answers that are long in the making: few at once, one a person, and none for ever. */
export type ArchiveDesk = {
  /** Throws "busy" where there is no place. It is given back when the answer is read or nobody waits for it any more. */
  readonly take: (user: UserId, reply: FastifyReply) => void
  readonly send: (reply: FastifyReply, archive: Readable, disposition: string) => FastifyReply
}

const leastBytesPerSec = 8_000

/** `silentMs`: who takes next to nothing for so long is cut, since their place is somebody else's too; looked at every `lookEveryMs`. */
export function buildArchiveDesk(limits: {
  readonly atOnce: number
  readonly longestMs: number
  readonly silentMs: number
  readonly lookEveryMs?: number
}): ArchiveDesk {
  const underWay = new Set<UserId>()
  return {
    take: (user, reply) => {
      if (underWay.size >= limits.atOnce || underWay.has(user)) {
        throw new ProblemError(appError('busy', { retryAfterMs: 10_000 }))
      }
      underWay.add(user)
      const timer = setTimeout(() => reply.raw.destroy(), limits.longestMs)
      const stopLooking = cutWhenSilent(reply, limits)
      atEnd(reply, () => {
        clearTimeout(timer)
        stopLooking()
        underWay.delete(user)
      })
    },
    send: (reply, archive, disposition) => {
      atEnd(reply, () => archive.destroy())
      return reply.type('application/zip').header('content-disposition', disposition).send(archive)
    },
  }
}

/** What waits to be read counts alone: a server that is slow itself cuts nobody. */
function cutWhenSilent(
  { raw, request }: FastifyReply,
  { silentMs, lookEveryMs = 10_000 }: { readonly silentMs: number; readonly lookEveryMs?: number },
): () => void {
  let [written, silent] = [0, 0]
  const timer = setInterval(() => {
    const now = request.raw.socket.bytesWritten ?? 0
    const isBehind = raw.writableNeedDrain && now - written < (leastBytesPerSec * lookEveryMs) / 1_000
    silent = isBehind ? silent + lookEveryMs : 0
    written = now
    if (silent >= silentMs) raw.destroy()
  }, lookEveryMs)
  return () => clearInterval(timer)
}
