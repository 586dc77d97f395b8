import { once } from 'node:events'
import { type AddressInfo, connect } from 'node:net'
import { fastify } from 'fastify'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { addBodyDeadline } from './body-deadline.ts'

const app = fastify({ forceCloseConnections: true })
beforeAll(async () => {
  addBodyDeadline(app, 100)
  app.addHook('onRequest', async ({ headers }, reply) => {
    if (headers.refuse !== undefined) return reply.code(401).send('no')
  })
  app.post('/', async () => 'all of it')
  await app.listen({ port: 0, host: '127.0.0.1' })
})
afterAll(() => app.close())

test('whoever does not send the rest of a body loses the connection', async () => {
  const socket = connect((app.server.address() as AddressInfo).port, '127.0.0.1')
  socket.on('error', () => {})
  const closed = once(socket, 'close')
  socket.write('POST / HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\ncontent-length: 100\r\n\r\n{')
  await closed
  expect(socket.bytesRead, 'and hears nothing').toBe(0)
})

test('a call without a connection of its own, whose body nobody reads, ends as well', async () => {
  const faults: unknown[] = []
  const onFault = (fault: unknown) => void faults.push(fault)
  process.on('uncaughtException', onFault)
  const answer = await app.inject({ method: 'POST', url: '/', headers: { refuse: 'it' }, payload: { a: 1 } })
  expect(answer.statusCode).toBe(401)
  await new Promise((next) => setTimeout(next, 200))
  process.off('uncaughtException', onFault)
  expect(faults).toEqual([])
})
