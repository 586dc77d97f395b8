import { once } from 'node:events'
import { type AddressInfo, connect } from 'node:net'
import { fastify } from 'fastify'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { UserId } from '../../common/ids.ts'
import type { ApiServer } from './api-server.ts'
import { addPictureBody } from './picture-body.ts'
import { addProblemReplies } from './problem-replies.ts'

const app = fastify({ forceCloseConnections: true })
let onKnown = () => {}
beforeAll(async () => {
  app.decorateRequest('caller', undefined)
  app.addHook('onRequest', async (request) => {
    const { user } = request.headers
    // As whoever asks a store who calls: their connection may end meanwhile.
    if (request.headers['x-gone'] !== undefined) {
      onKnown()
      await once(request.raw.socket, 'close')
    }
    request.caller = { user: user as UserId, device: 'd' as never, accessToken: '' }
  })
  addProblemReplies(app)
  app.register(async (scope) => {
    addPictureBody(scope as unknown as ApiServer)
    scope.put('/', async ({ body }) => (body as Buffer).length)
  })
  await app.listen({ port: 0, host: '127.0.0.1' })
})
afterAll(() => app.close())

const portOf = () => (app.server.address() as AddressInfo).port
const put = (user: string) =>
  fetch(`http://127.0.0.1:${portOf()}/`, { method: 'PUT', headers: { user }, body: Buffer.from('picture') })

async function comeAndGo(user: string): Promise<void> {
  const isKnown = new Promise<void>((done) => {
    onKnown = done
  })
  const socket = connect(portOf(), '127.0.0.1')
  socket.write(`PUT / HTTP/1.1\r\nHost: x\r\nuser: ${user}\r\nx-gone: 1\r\nContent-Length: 7\r\n\r\npicture`)
  await isKnown
  socket.destroy()
  await once(socket, 'close')
}

test('whoever went away before they were known holds no place: not their own, and none of the others', async () => {
  await comeAndGo('ana')
  for (let user = 0; user < 16; user++) await comeAndGo(`u${user}`)
  // Whoever comes after them is let in once the server has seen them go.
  await expect.poll(async () => (await put('ana')).status).toBe(200)
  expect((await put('ben')).status).toBe(200)
})
