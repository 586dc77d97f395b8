import jwt from '@fastify/jwt'
import { Queue } from 'bullmq'
import Fastify from 'fastify'
import { createClient } from 'redis'
import { peerConfig } from './peer-config.ts'

/** What people build instead, part 1 of 3: an HTTP API that checks the caller, queues each message in Redis and answers. */
const app = Fastify()
await app.register(jwt, { secret: peerConfig.jwtSecret })
const add = await buildAdd()
app.post<{ Params: { room: string }; Body: { text: string } }>('/rooms/:room/messages', async (request, reply) => {
  await request.jwtVerify()
  await add({ room: request.params.room, text: request.body.text })
  return reply.code(202).send({ queued: true })
})
await app.listen({ host: '127.0.0.1', port: peerConfig.httpPort })

async function buildAdd(): Promise<(message: { room: string; text: string }) => Promise<unknown>> {
  if (peerConfig.kind === 'bullmq') {
    const queue = new Queue('messages', { connection: { host: '127.0.0.1', port: peerConfig.redisPort } })
    return (message) => queue.add('message', message, { removeOnComplete: true })
  }
  const redis = await createClient({ url: peerConfig.redisUrl }).connect()
  return (message) => redis.lPush('queue', JSON.stringify(message))
}
