import { connect, createServer, type Socket } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { findFreePort } from './free-port.ts'
import { isWrite, startTurnstile } from './mongo-turnstile.ts'

const ends: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end()
})

/** As a driver says it: header, flags, one section with one document whose first key is the command. */
function message(command: string): Buffer {
  const name = Buffer.from(`\x02${command}\0`)
  const body = Buffer.concat([Buffer.alloc(4), Buffer.from([0]), Buffer.alloc(4), name, Buffer.alloc(8)])
  const header = Buffer.alloc(16)
  header.writeInt32LE(16 + body.length, 0)
  header.writeInt32LE(2013, 12)
  return Buffer.concat([header, body])
}

/** A server that answers when it is told to, and keeps what it was asked. */
async function startSlow() {
  const asked: { readonly data: Buffer; readonly answer: () => void }[] = []
  const server = createServer((socket) =>
    socket.on('data', (data) => asked.push({ data, answer: () => socket.write(data) })),
  )
  const port = await findFreePort()
  await new Promise<void>((up) => server.listen(port, '127.0.0.1', up))
  ends.push(() => new Promise((closed) => server.close(closed)))
  return { port, asked }
}

async function ask(port: number, what: Buffer): Promise<Socket> {
  const socket = connect(port, '127.0.0.1')
  ends.push(async () => socket.destroy())
  socket.write(what)
  return socket
}

test('a write is told by its command', () => {
  expect(['findAndModify', 'update', 'insert', 'delete', 'createIndexes'].map((one) => isWrite(message(one)))).toEqual(
    Array.from({ length: 5 }, () => true),
  )
  expect(['find', 'hello', 'aggregate', 'updateUser'].map((command) => isWrite(message(command)))).toEqual(
    Array.from({ length: 4 }, () => false),
  )
})

test('writes come one after the other, and reads pass', async () => {
  const slow = await startSlow()
  const { port, stop } = await startTurnstile({ host: '127.0.0.1', port: slow.port })
  ends.push(stop)
  await ask(port, message('update'))
  await expect.poll(() => slow.asked.length).toBe(1)
  await ask(port, message('insert'))
  await ask(port, message('find'))
  await expect.poll(() => slow.asked.length).toBe(2)
  expect(isWrite(slow.asked[1]?.data ?? Buffer.alloc(0))).toBe(false)
  slow.asked[0]?.answer()
  await expect.poll(() => slow.asked.length).toBe(3)
  expect(isWrite(slow.asked[2]?.data ?? Buffer.alloc(0))).toBe(true)
})

test('a client that leaves in the middle of its write holds nobody up', async () => {
  const slow = await startSlow()
  const { port, stop } = await startTurnstile({ host: '127.0.0.1', port: slow.port })
  ends.push(stop)
  const first = await ask(port, message('update'))
  await expect.poll(() => slow.asked.length).toBe(1)
  await ask(port, message('delete'))
  first.destroy()
  await expect.poll(() => slow.asked.length).toBe(2)
})
