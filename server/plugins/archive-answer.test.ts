import { once } from 'node:events'
import { type AddressInfo, connect } from 'node:net'
import { Readable } from 'node:stream'
import { fastify } from 'fastify'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { newUser } from '../rigs/conformance/store-samples.ts'
import { buildArchiveDesk } from './archive-answer.ts'

const desk = buildArchiveDesk({ atOnce: 1, longestMs: 60_000, silentMs: 100, lookEveryMs: 50 })
const app = fastify({ forceCloseConnections: true })
const user = newUser()
const ends: Promise<unknown>[] = []
const sources: Readable[] = []
beforeAll(async () => {
  app.get('/:of', (request, reply) => {
    desk.take(user, reply)
    ends.push(once(reply.raw, 'close'))
    const source =
      (request.params as { readonly of: string }).of === 'late' ? Readable.from(makeLate()) : buildEndless()
    sources.push(source)
    return desk.send(reply, source, 'attachment; filename="a.zip"')
  })
  await app.listen({ port: 0, host: '127.0.0.1' })
})
afterAll(() => app.close())

const part = Buffer.alloc(65_536)
const buildEndless = () =>
  new Readable({
    read() {
      this.push(part)
    },
  })
/** Silent for longer than anybody who is behind may be. */
async function* makeLate() {
  yield 'begun'
  await new Promise((next) => setTimeout(next, 250))
  yield ', and whole'
}

const ask = () => fetch(`http://127.0.0.1:${(app.server.address() as AddressInfo).port}/late`)

test('whoever reads nothing of an archive is cut, and the place is free again; whoever waits for what is not made yet is not', async () => {
  const socket = connect((app.server.address() as AddressInfo).port, '127.0.0.1')
  socket.on('error', () => {})
  socket.pause()
  socket.write('GET /endless HTTP/1.1\r\nhost: a\r\n\r\n')
  await expect.poll(() => ends.length).toBe(1)
  await ends[0]
  expect(sources[0]?.destroyed, 'what makes it ends too').toBe(true)
  socket.destroy()
  expect(await (await ask()).text()).toBe('begun, and whole')
})
