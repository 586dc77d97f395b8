import { appError } from '../../common/app-error.ts'
import { atEnd } from './answer-end.ts'
import type { ApiServer } from './api-server.ts'
import { ProblemError } from './problem-error.ts'

/** Pictures that are on their way at a time: each is held whole before it is read. */
const mostAtOnce = 16

/**
 * For a scope of its own: bodies are bytes, whatever their sender calls them. One at a time from each caller, so many in all;
 * said before the body is read.
 */
export function addPictureBody(api: ApiServer): void {
  const sending = new Set<string>()
  api.removeAllContentTypeParsers()
  api.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body))
  api.addHook('onRequest', async (request, reply) => {
    if (request.method !== 'PUT') return
    const user = request.caller?.user ?? ''
    if (sending.size >= mostAtOnce || sending.has(user)) {
      throw new ProblemError(appError('busy', { retryAfterMs: 2_000 }))
    }
    sending.add(user)
    atEnd(reply, () => void sending.delete(user))
  })
}
