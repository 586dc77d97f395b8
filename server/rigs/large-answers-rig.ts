import Fastify, { type FastifyInstance } from 'fastify'
import { addLargeAnswers } from '../plugins/large-answers.ts'
import { addProblemReplies } from '../plugins/problem-replies.ts'

/** More than the kernel takes for a reader who does not read: some 10 MB. */
export const answerBytes = 24_000_000

/** Callers by the header `x-user`; what `/slow` waits for is the test's to say. */
export async function openLargeAnswers(limits: { graceMs?: number; reservedBytes?: number; slow?: Promise<unknown> }) {
  const { graceMs = 600_000, reservedBytes = 0, slow } = limits
  const app: FastifyInstance = Fastify()
  addProblemReplies(app)
  app.decorateRequest('caller', undefined)
  app.addHook('onRequest', async (request) => {
    request.caller = { user: String(request.headers['x-user']), device: '', accessToken: '' } as never
  })
  addLargeAnswers(app, { userBytes: 60_000_000, reservedBytes, allBytes: 1e9, bytesPerSecond: 1e9, graceMs })
  app.get('/large', async () => 'x'.repeat(answerBytes))
  app.get('/small', async () => 'x')
  app.get('/slow', async () => {
    await slow
    return 'x'.repeat(answerBytes)
  })
  const ask = (path: string, user: string) => app.inject({ path, headers: { 'x-user': user } })
  return { app, ask }
}
