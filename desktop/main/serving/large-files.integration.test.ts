import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { buildAppHandler } from './app-handler.ts'
import { buildFileRelay } from './file-relay.ts'
import { buildServerRelay } from './server-relay.ts'

/**
 * Large files by the shell's way, `app://natter/api/…`, over real sockets. Quick in every run;
 * `NATTER_RELAY_MEBIBYTES=200 npx vitest run --project integration desktop/main/serving/large-files` prints what this process held
 * meanwhile, the server of the test with it.
 */
const wish = process.env.NATTER_RELAY_MEBIBYTES
const mebibyte = 2 ** 20
const count = Number(wish ?? 48)
/** As the engine sends them (engine/transfers/upload-run.ts). */
const partBytes = 4 * mebibyte
const user = 'eva0000000000000'
const file = `app://natter/api/v1/files/abcdefgh12345678?as=${user}`

let server: Server
let answer: (request: IncomingMessage, reply: ServerResponse) => void
let call: (url: string, init?: RequestInit) => Promise<Response>
beforeEach(async () => {
  server = createServer((request, reply) => answer(request, reply))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const relay = buildServerRelay(
    (url, { bypassCustomProtocolHandlers: _, ...init }) => fetch(url, init),
    () => new URL(`http://127.0.0.1:${port}`),
    () => {},
  )
  const handler = buildAppHandler({
    readFile: async () => undefined,
    policy: () => '',
    callShell: async () => new Response(null, { status: 404 }),
    callServer: buildFileRelay(relay, () => ({ user, token: 'access' })),
  })
  call = (url, init = {}) => handler(new Request(url, init))
})
afterEach(() => {
  server.closeAllConnections()
  server.close()
})

/** The same for the same place, and another in each. */
function partOf(index: number, bytes = mebibyte): Buffer {
  const part = Buffer.alloc(bytes, index & 255)
  part.writeUInt32LE(index, 0)
  return part
}

/** Sends mebibyte after mebibyte, no faster than they are taken. */
async function sendAll(reply: ServerResponse, told: { sent: number; isHeld: boolean }): Promise<void> {
  const closed = once(reply, 'close')
  reply.setMaxListeners(0)
  for (let index = 0; index < count && !reply.destroyed; index++) {
    const isTaken = reply.write(partOf(index))
    told.sent += mebibyte
    if (isTaken) continue
    told.isHeld = true
    await Promise.race([once(reply, 'drain'), closed])
    told.isHeld = false
  }
  reply.end()
}

/** The most that this process held beyond what it held before. */
function watchMemory() {
  const before = process.memoryUsage().rss
  let most = before
  const timer = setInterval(() => {
    most = Math.max(most, process.memoryUsage().rss)
  }, 20)
  return () => {
    clearInterval(timer)
    return Math.round((most - before) / mebibyte)
  }
}

/** Of a small file the memory says nothing: it is not even collected by then. */
function tell(how: string, heldMebibytes: number): void {
  if (wish === undefined) return
  console.log(`${count} MiB ${how}: ${heldMebibytes} MiB more than before at most`)
  expect(heldMebibytes).toBeLessThan(Math.max(100, count / 2))
}

test('a large file comes no faster than it is read, and whole', async () => {
  const told = { sent: 0, isHeld: false }
  answer = (_, reply) => {
    reply.writeHead(200, { 'content-length': String(count * mebibyte) })
    void sendAll(reply, told)
  }
  const end = watchMemory()
  const reader = (await call(file)).body?.getReader()
  const first = await reader?.read()
  // Nobody reads on: the server is made to wait, long before it has sent all.
  await expect.poll(() => told.isHeld).toBe(true)
  expect(told.sent).toBeLessThan((count * mebibyte) / 2)
  const hash = createHash('sha256').update(first?.value ?? '')
  for (;;) {
    const next = await reader?.read()
    if (next === undefined || next.done) break
    hash.update(next.value)
  }
  const wanted = createHash('sha256')
  for (let index = 0; index < count; index++) wanted.update(partOf(index))
  expect(hash.digest('hex')).toBe(wanted.digest('hex'))
  tell('came', end())
})

test('what nobody watches any more stops coming', async () => {
  const told = { sent: 0, isHeld: false }
  let isClosed = false
  answer = (_, reply) => {
    reply.once('close', () => {
      isClosed = true
    })
    reply.writeHead(200)
    void sendAll(reply, told)
  }
  const leaving = new AbortController()
  const reader = (await call(file, { signal: leaving.signal })).body?.getReader()
  await reader?.read()
  leaving.abort()
  await expect.poll(() => isClosed).toBe(true)
  expect(told.sent).toBeLessThan(count * mebibyte)
})

test('a part of it is asked for as a part, with the token that the shell holds', async () => {
  const asked: unknown[] = []
  answer = ({ headers: { range, authorization }, url }, reply) => {
    asked.push([url, range, authorization])
    reply.writeHead(206, { 'content-range': `bytes 5-9/${count * mebibyte}`, 'content-length': '5' }).end('parts')
  }
  const part = await call(file, { headers: { range: 'bytes=5-9' } })
  expect([part.status, part.headers.get('content-range')]).toEqual([206, `bytes 5-9/${count * mebibyte}`])
  expect(await part.text()).toBe('parts')
  expect(asked).toEqual([['/api/v1/files/abcdefgh12345678', 'bytes=5-9', 'Bearer access']])
})

test('a large file goes out part by part, and not as a whole', async () => {
  const hash = createHash('sha256')
  const offsets: string[] = []
  answer = async (request, reply) => {
    offsets.push(String(request.headers['upload-offset']))
    for await (const chunk of request) hash.update(chunk as Buffer)
    reply.writeHead(204).end()
  }
  const end = watchMemory()
  const wanted = createHash('sha256')
  const parts = Math.ceil((count * mebibyte) / partBytes)
  for (let index = 0; index < parts; index++) {
    const part = partOf(index, partBytes)
    wanted.update(part)
    const sent = await call('app://natter/api/v1/rooms/0.aaaaaaaaaaaaaa/files/bbbbbbbbbbbbbbbb', {
      method: 'PATCH',
      headers: { 'upload-offset': String(index * partBytes), 'content-type': 'application/offset+octet-stream' },
      body: new Blob([new Uint8Array(part)]),
    })
    expect(sent.status).toBe(204)
  }
  expect(hash.digest('hex')).toBe(wanted.digest('hex'))
  expect(offsets).toEqual(Array.from({ length: parts }, (_, index) => String(index * partBytes)))
  tell('went', end())
})
