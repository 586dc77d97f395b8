import Fastify from 'fastify'
import { createClient } from 'redis'

/** What people build instead, part 1 of 3: an HTTP API that puts each message on a queue in Redis and answers. */
const redis = await createClient({ url: `redis://127.0.0.1:${process.env.PEER_REDIS_PORT}` }).connect()
const app = Fastify()
app.post<{ Params: { room: string }; Body: { text: string } }>('/rooms/:room/messages', async (request, reply) => {
  await redis.lPush('queue', JSON.stringify({ room: request.params.room, text: request.body.text }))
  return reply.code(202).send({ queued: true })
})
await app.listen({ host: '127.0.0.1', port: Number(process.env.PEER_HTTP_PORT) })
