import { connect, type Socket } from 'node:net'
import type { FastifyInstance } from 'fastify'
import { afterEach, expect, test } from 'vitest'
import { answerBytes, openLargeAnswers } from '../rigs/large-answers-rig.ts'

let app: FastifyInstance
let ask: Awaited<ReturnType<typeof openLargeAnswers>>['ask']
const sockets: Socket[] = []
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy()
  await app.close()
})

async function start(given: Parameters<typeof openLargeAnswers>[0] = {}): Promise<number> {
  const opened = await openLargeAnswers(given)
  app = opened.app
  ask = opened.ask
  return Number(new URL(await app.listen({ host: '127.0.0.1', port: 0 })).port)
}

/** Asks and never reads a byte of the answer. */
function askUnread(port: number, path = '/large'): Socket {
  const socket = connect(port, '127.0.0.1')
  sockets.push(socket.pause().on('error', () => undefined))
  socket.write(request(path))
  return socket
}

const request = (path: string) => `GET ${path} HTTP/1.1\r\nHost: x\r\nX-User: bad\r\n\r\n`

async function until(isSo: () => Promise<boolean>) {
  while (!(await isSo())) await new Promise((next) => setTimeout(next, 10))
}

test('whoever asks and does not read is refused more, nobody else is, and reading makes room again', async () => {
  const port = await start()
  for (let n = 0; n < 4; n++) askUnread(port)
  await until(async () => (await ask('/small', 'bad')).statusCode === 429)
  expect((await ask('/small', 'bad')).json()).toMatchObject({ code: 'rate-limited' })
  expect((await ask('/large', 'good')).body).toHaveLength(answerBytes)
  for (const socket of sockets) socket.resume()
  await until(async () => (await ask('/small', 'bad')).statusCode === 200)
})

test('whoever does not read at all loses the connection, and what was held is free', async () => {
  const port = await start({ graceMs: 5_000 })
  // A fourth would be refused, and its connection stand.
  for (let n = 0; n < 3; n++) askUnread(port)
  await until(async () => (await ask('/small', 'bad')).statusCode === 429)
  await until(async () => (await ask('/small', 'bad')).statusCode === 200)
  // The client hears of it only once it reads what the kernel holds for it.
  const count = () => new Promise<number>((done) => app.server.getConnections((_, open) => done(open)))
  await until(async () => (await count()) === 0)
})

test('whoever is gone before the answer is made holds nothing', async () => {
  let closed = 0
  let finish = () => {}
  const slow = new Promise<void>((done) => {
    finish = done
  })
  const port = await start({ slow })
  app.server.on('connection', (socket) => socket.once('close', () => closed++))
  for (let n = 0; n < 4; n++) {
    const socket = askUnread(port, '/slow')
    socket.resume()
    await new Promise((next) => setTimeout(next, 50))
    socket.destroy()
  }
  await until(async () => closed === 4)
  finish()
  await new Promise((next) => setTimeout(next, 300))
  expect((await ask('/small', 'bad')).statusCode).toBe(200)
})

test('answers that wait on one connection hold nothing once it is gone', async () => {
  const port = await start()
  const socket = askUnread(port)
  for (let n = 0; n < 4; n++) socket.write(request('/large'))
  await until(async () => (await ask('/small', 'bad')).statusCode === 429)
  socket.destroy()
  await until(async () => (await ask('/small', 'bad')).statusCode === 200)
})
