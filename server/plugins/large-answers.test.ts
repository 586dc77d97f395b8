import { connect, type Socket } from 'node:net'
import Fastify, { type FastifyInstance } from 'fastify'
import { afterEach, expect, test } from 'vitest'
import { addLargeAnswers } from './large-answers.ts'
import { addProblemReplies } from './problem-replies.ts'

// More than the kernel takes for a reader who does not read: some 10 MB.
const answerBytes = 24_000_000
let app: FastifyInstance
const sockets: Socket[] = []
let slow: Promise<unknown> = Promise.resolve()
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy()
  await app.close()
})

async function start(graceMs: number, reservedBytes = 0): Promise<number> {
  app = Fastify()
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

const ask = (path: string, user: string) => app.inject({ path, headers: { 'x-user': user } })

async function until(isSo: () => Promise<boolean>) {
  while (!(await isSo())) await new Promise((next) => setTimeout(next, 10))
}

test('whoever asks and does not read is refused more, nobody else is, and reading makes room again', async () => {
  const port = await start(600_000)
  for (let n = 0; n < 4; n++) askUnread(port)
  await until(async () => (await ask('/small', 'bad')).statusCode === 429)
  expect((await ask('/small', 'bad')).json()).toMatchObject({ code: 'rate-limited' })
  expect((await ask('/large', 'good')).body).toHaveLength(answerBytes)
  for (const socket of sockets) socket.resume()
  await until(async () => (await ask('/small', 'bad')).statusCode === 200)
})

test('whoever does not read at all loses the connection, and what was held is free', async () => {
  const port = await start(5_000)
  // A fourth would be refused, and its connection stand.
  for (let n = 0; n < 3; n++) askUnread(port)
  await until(async () => (await ask('/small', 'bad')).statusCode === 429)
  await until(async () => (await ask('/small', 'bad')).statusCode === 200)
  // The client hears of it only once it reads what the kernel holds for it.
  const count = () => new Promise<number>((done) => app.server.getConnections((_, open) => done(open)))
  await until(async () => (await count()) === 0)
})

test('whoever is gone before the answer is made holds nothing', async () => {
  const port = await start(600_000)
  let closed = 0
  let finish = () => {}
  slow = new Promise<void>((done) => {
    finish = done
  })
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
  const port = await start(600_000)
  const socket = askUnread(port)
  for (let n = 0; n < 4; n++) socket.write(request('/large'))
  await until(async () => (await ask('/small', 'bad')).statusCode === 429)
  socket.destroy()
  await until(async () => (await ask('/small', 'bad')).statusCode === 200)
})

test('of many that ask at once no more are let through than may be held, and each makes room when it is answered', async () => {
  await start(600_000, answerBytes)
  let finish = () => {}
  slow = new Promise<void>((done) => {
    finish = done
  })
  const many = Array.from({ length: 20 }, () => ask('/slow', 'bad'))
  const refused: number[] = []
  for (const one of many) void one.then(({ statusCode }) => statusCode === 429 && refused.push(statusCode))
  await until(async () => refused.length > 0)
  expect((await ask('/small', 'good')).statusCode).toBe(200)
  finish()
  const codes = (await Promise.all(many)).map(({ statusCode }) => statusCode)
  expect(codes.filter((code) => code === 200)).toHaveLength(3)
  expect((await ask('/small', 'bad')).statusCode).toBe(200)
})
