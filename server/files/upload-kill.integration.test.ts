import { createHash, randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { request } from 'node:http'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { apiPaths } from '../../common/http-contract/api-paths.ts'
import { fileHeader } from '../../common/http-contract/file-contract.ts'
import { type ChatActor, signUpActor } from '../rigs/chat-test-actor.ts'
import { natsServerBinary, startTestNats, type TestNats } from '../rigs/nats-test-server.ts'
import { createServerProcess, isServerBuilt, type ServerProcess } from '../rigs/server-test-process.ts'
import { buildMetadata, tus } from '../rigs/upload-test-client.ts'

/**
 * Small in every run. `NATTER_UPLOAD_SHOW=1 npx vitest run --project integration server/files/upload-kill` sends 200 MB, cut and killed
 * five times, and fifty files at once, and prints what the server held.
 */
const isShow = process.env.NATTER_UPLOAD_SHOW === '1'
const wholeBytes = isShow ? 200 * 2 ** 20 : 3 * 2 ** 20
const kills = isShow ? 5 : 1
const atOnce = 50
const eachBytes = isShow ? 4 * 2 ** 20 : 60_000

describe.skipIf(natsServerBinary === undefined || !isServerBuilt)('a server that is killed while files come', () => {
  let nats: TestNats
  let server: ServerProcess
  let ana: ChatActor
  let room: never
  let token: string
  beforeAll(async () => {
    nats = await startTestNats()
    server = await createServerProcess(nats, { NATTER_FILE_MAX_BYTES: String(2 ** 30) })
    await server.start()
    ana = await signUpActor(server.url, 'ana')
    room = ((await ana.ask('POST', apiPaths.rooms, { name: 'Tea', members: [] })) as { room: { id: never } }).room.id
    const login = { handle: 'ana', password: 'correct horse battery' }
    token = ((await ana.ask('POST', apiPaths.login, login)) as { accessToken: string }).accessToken
  })
  afterAll(async () => {
    await ana?.close()
    await server?.stop()
    await nats?.stop()
  })

  type Answer = { readonly status: number; readonly headers: Readonly<Record<string, unknown>> }
  /** Sends what it has until the line is cut; undefined where it was. */
  const send = (path: string, method: string, headers: Record<string, string>, body: Buffer = Buffer.alloc(0)) =>
    new Promise<Answer | undefined>((done) => {
      const more = { ...tus, authorization: `Bearer ${token}`, 'content-length': String(body.length) }
      const call = request(server.url + path, { method, headers: { ...more, ...headers } }, (answer) => {
        answer.resume().on('end', () => done({ status: answer.statusCode ?? 0, headers: answer.headers }))
        answer.on('error', () => done(undefined))
      })
      call.on('error', () => done(undefined))
      call.end(body)
    })
  const begin = async (bytes: number) => {
    const headers = { 'upload-length': String(bytes), 'upload-metadata': buildMetadata({ name: 'a.bin' }) }
    const answer = await send(apiPaths.roomFiles(room), 'POST', headers)
    expect(answer?.status).toBe(201)
    return String(answer?.headers.location)
  }
  const patch = (location: string, offset: number, bytes: Buffer) =>
    send(
      location,
      'PATCH',
      { 'upload-offset': String(offset), 'content-type': 'application/offset+octet-stream' },
      bytes,
    )
  const digestOf = async (file: unknown) => {
    const answer = await fetch(server.url + apiPaths.file(file as never), {
      headers: { authorization: `Bearer ${token}` },
    })
    const hash = createHash('sha256')
    for await (const chunk of answer.body as unknown as AsyncIterable<Uint8Array>) hash.update(chunk)
    return hash.digest('hex')
  }
  const peakMegabytes = () => {
    const status = readFileSync(`/proc/${server.pid()}/status`, 'utf8')
    return Math.round(Number(/VmHWM:\s+(\d+)/.exec(status)?.[1]) / 1_024)
  }

  it('has what it said it had, and goes on from there', { timeout: 300_000 }, async () => {
    const bytes = randomBytes(wholeBytes)
    const location = await begin(bytes.length)
    let sentTwice = 0
    let offset = 0
    for (let kill = 1; kill <= kills; kill++) {
      const sending = patch(location, offset, bytes.subarray(offset))
      // Somewhere on the way: once a good part has been acknowledged to be there.
      const wanted = Math.floor((bytes.length * kill) / (kills + 2))
      const reached = async () => Number(JSON.parse(await stateOf()).offset)
      while ((await reached()) < wanted) await new Promise((next) => setTimeout(next, 5))
      await server.kill()
      await sending
      await server.start()
      const head = await send(location, 'HEAD', {})
      const next = Number(head?.headers['upload-offset'])
      expect(next).toBeGreaterThanOrEqual(wanted)
      sentTwice += Math.max(0, wanted - next)
      offset = next
    }
    const last = await patch(location, offset, bytes.subarray(offset))
    expect([last?.status, last?.headers['upload-offset']]).toEqual([204, String(bytes.length)])
    expect(sentTwice).toBe(0)
    expect(await digestOf(last?.headers[fileHeader])).toBe(createHash('sha256').update(bytes).digest('hex'))
    if (isShow)
      console.log(
        `${wholeBytes / 2 ** 20} MiB, killed ${kills} times: the last server held ${peakMegabytes()} MB at most`,
      )

    /** As the store has it: asking for it by HEAD would end the call that is under way. */
    async function stateOf(): Promise<string> {
      const { openStore } = await import('../store/open-store.ts')
      const store = await openStore({ dataDir: nats.dataDir })
      try {
        const [upload] = await store.records.loadRecords({ kind: 'upload' })
        return JSON.stringify(upload?.detail)
      } finally {
        await store.close()
      }
    }
  })

  it('takes fifty at once', { timeout: 300_000 }, async () => {
    const files = Array.from({ length: atOnce }, () => randomBytes(eachBytes))
    const startedAt = performance.now()
    const made = await Promise.all(
      files.map(async (bytes) => {
        const answer = await patch(await begin(bytes.length), 0, bytes)
        expect(answer?.status).toBe(204)
        return answer?.headers[fileHeader]
      }),
    )
    const ms = Math.round(performance.now() - startedAt)
    expect(new Set(made).size).toBe(atOnce)
    for (const [index, file] of made.entries()) {
      expect(await digestOf(file)).toBe(
        createHash('sha256')
          .update(files[index] ?? '')
          .digest('hex'),
      )
    }
    if (isShow)
      console.log(
        `${atOnce} of ${eachBytes / 2 ** 20} MiB at once in ${ms} ms: the server held ${peakMegabytes()} MB at most`,
      )
  })
})
