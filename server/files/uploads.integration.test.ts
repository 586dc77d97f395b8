import { randomBytes } from 'node:crypto'
import { request as httpRequest } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Session } from '../../common/http-contract/account-contract.ts'
import { apiPaths } from '../../common/http-contract/api-paths.ts'
import { fileHeader } from '../../common/http-contract/file-contract.ts'
import type { Room } from '../../common/http-contract/room-contract.ts'
import { natsServerBinary } from '../rigs/nats-test-server.ts'
import { createRoom, signUp, startTestServer, type TestServer, until } from '../rigs/test-server.ts'
import { beginUpload, buildMetadata, sendPart, tus, uploadFile } from '../rigs/upload-test-client.ts'

const limits = { NATTER_FILE_MAX_BYTES: '3000000', NATTER_FILES_PER_USER_BYTES: '8000000' }

describe.skipIf(natsServerBinary === undefined)('an upload', () => {
  let server: TestServer
  let ana: Required<Session>
  let ben: Required<Session>
  let eve: Required<Session>
  let room: Room
  let base: string
  /** The server's end of the connection that was made last. */
  let newest: Socket | undefined
  beforeAll(async () => {
    server = await startTestServer(limits)
    ana = await signUp(server.call, 'ana')
    ben = await signUp(server.call, 'ben')
    eve = await signUp(server.call, 'eve')
    room = await createRoom(server.call, ana.accessToken, [ben.user.id])
    await server.run.app.listen({ port: 0, host: '127.0.0.1' })
    server.run.app.server.on('connection', (socket) => {
      newest = socket
    })
    base = `http://127.0.0.1:${(server.run.app.server.address() as AddressInfo).port}`
  })
  afterAll(() => server?.stop())

  const headers = (token: string) => ({ ...tus, authorization: `Bearer ${token}` })
  const strip = ({ request: _, ...problem }: { request: string }) => problem
  const head = (location: string, by: Required<Session>) =>
    fetch(base + location, { method: 'HEAD', headers: headers(by.accessToken) })
  const begin = async (bytes: number, by = ana, name = 'a.bin') => {
    const answer = await beginUpload(server.call, by.accessToken, room.id, { name, bytes })
    expect(answer.statusCode, answer.body).toBe(201)
    return String(answer.headers.location)
  }
  const load = async (file: unknown, by = ana) =>
    server.call({ path: apiPaths.file(file as never), token: by.accessToken })
  /** Sends so many of the bytes and hangs up once they have reached the server. */
  const sendAndCut = (location: string, offset: number, bytes: Buffer, whole: number) =>
    new Promise<void>((done) => {
      const before = newest
      const call = httpRequest(base + location, {
        agent: false,
        method: 'PATCH',
        headers: {
          ...headers(ana.accessToken),
          'upload-offset': String(offset),
          'content-type': 'application/offset+octet-stream',
          'content-length': String(whole),
        },
      })
      call.on('error', () => done())
      call.on('close', () => done())
      const isThere = () => call.destroyed || (newest !== before && (newest?.bytesRead ?? 0) > bytes.length)
      call.write(bytes, () => void until(isThere).then(() => call.destroy()))
    })

  it('in one call is a file, with its own name and type', async () => {
    const bytes = Buffer.from('hello there')
    const file = await uploadFile(server.call, ana.accessToken, room.id, { name: 'über.txt', type: 'image/png' }, bytes)
    const info = await server.call({ path: apiPaths.fileInfo(file), token: ana.accessToken })
    expect(info.json()).toMatchObject({
      ...{ id: file, room: room.id, name: 'über.txt', mediaType: 'text/plain', sizeBytes: 11 },
      sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
    })
    expect((await load(file)).body).toBe('hello there')
  })

  it('in hundreds of calls is told to send more in each, and what came is kept', async () => {
    const location = await begin(2_000)
    for (let offset = 0; offset < 301; offset++) {
      const part = await sendPart(server.call, ana.accessToken, location, offset, Buffer.from('x'))
      if (part.statusCode !== 204) expect(part.body).toBe('')
    }
    const refused = await sendPart(server.call, ana.accessToken, location, 301, Buffer.from('x'))
    expect(refused.json()).toMatchObject({ code: 'upload-unfit', detail: expect.stringContaining('Begin again') })
    expect((await head(location, ana)).headers.get('upload-offset')).toBe('301')
    await server.call({ method: 'DELETE', path: location, token: ana.accessToken, headers: tus })
    // Each is on the disk before it is answered.
  }, 180_000)

  it('says of tus what is spoken, and refuses other versions', async () => {
    const answer = await fetch(base + apiPaths.roomFiles(room.id), {
      method: 'OPTIONS',
      headers: headers(ana.accessToken),
    })
    expect(answer.headers.get('tus-version')).toBe('1.0.0')
    expect(answer.headers.get('tus-extension')).toBe('creation,creation-with-upload,termination,expiration')
    expect(answer.headers.get('tus-max-size')).toBe('3000000')
    const other = await server.call({ method: 'POST', path: apiPaths.roomFiles(room.id), token: ana.accessToken })
    expect([other.statusCode, other.json().code, other.headers['tus-version']]).toEqual([
      412,
      'upload-version',
      '1.0.0',
    ])
  })

  it('goes on from whatever byte it was cut at, and comes out as it went in', async () => {
    const bytes = randomBytes(2_500_000)
    const location = await begin(bytes.length)
    let offset = 0
    for (const cutAt of [1, 300_001, 700_000, 1_300_013, 2_000_000]) {
      await sendAndCut(location, offset, bytes.subarray(offset, cutAt), bytes.length - offset)
      const answer = await head(location, ana)
      const reached = Number(answer.headers.get('upload-offset'))
      expect(reached).toBeGreaterThanOrEqual(offset)
      expect(reached).toBeLessThanOrEqual(cutAt)
      expect(answer.headers.get('upload-length')).toBe(String(bytes.length))
      offset = reached
    }
    expect(offset, 'what came before a cut is kept').toBeGreaterThan(1_300_013)
    const last = await sendPart(server.call, ana.accessToken, location, offset, bytes.subarray(offset))
    expect([last.statusCode, last.headers['upload-offset']]).toEqual([204, String(bytes.length)])
    const file = last.headers[fileHeader]
    expect((await load(file)).rawPayload.equals(bytes)).toBe(true)
    const again = await head(location, ana)
    expect(again.headers.get(fileHeader), 'who did not hear it is told again').toBe(file)
  })

  it('takes each byte once, whoever is late', async () => {
    const bytes = randomBytes(1_000)
    const location = await begin(bytes.length)
    const both = await Promise.all([0, 0].map(() => sendPart(server.call, ana.accessToken, location, 0, bytes)))
    expect(both.map(({ statusCode }) => statusCode).sort()).toEqual([204, 409])
    const behind = await sendPart(server.call, ana.accessToken, await begin(10), 5, Buffer.alloc(5))
    expect([behind.statusCode, behind.json().code]).toEqual([409, 'upload-moved'])
    const tooMuch = await sendPart(server.call, ana.accessToken, await begin(10), 0, Buffer.alloc(11))
    expect([tooMuch.statusCode, tooMuch.json().code]).toEqual([413, 'file-too-large'])
    const noLength = await server.call({
      method: 'POST',
      path: apiPaths.roomFiles(room.id),
      token: ana.accessToken,
      headers: { ...tus, 'upload-defer-length': '1' },
    })
    expect([noLength.statusCode, noLength.json().code]).toEqual([400, 'upload-unfit'])
  })

  it('of another, of nobody and in a room where one may not write are one answer', async () => {
    const location = await begin(10)
    const nobodys = apiPaths.upload(room.id, 'a'.repeat(16))
    const ask = async (method: 'PATCH' | 'DELETE', path: string, by: Required<Session>) => {
      const more = { 'upload-offset': '0', 'content-type': 'application/offset+octet-stream' }
      const body = method === 'PATCH' ? { body: Buffer.alloc(10) } : {}
      const answer = await server.call({ method, path, token: by.accessToken, headers: { ...tus, ...more }, ...body })
      return [answer.statusCode, strip(answer.json())]
    }
    for (const method of ['PATCH', 'DELETE'] as const) {
      const none = await ask(method, nobodys, ana)
      expect(none[0]).toBe(404)
      expect(await ask(method, location, ben)).toEqual(none)
      expect(await ask(method, location, eve)).toEqual(none)
    }
    expect((await head(location, ben)).status).toBe(404)
    const outside = await beginUpload(server.call, eve.accessToken, room.id, { name: 'x', bytes: 1 })
    expect([outside.statusCode, outside.json().code]).toEqual([404, 'room-unknown'])

    const mine = await begin(10, ben)
    const listen = { role: 'listener' }
    const path = apiPaths.member(room.id, ben.user.id)
    await server.call({ method: 'PUT', path, token: ana.accessToken, body: listen })
    expect((await head(mine, ben)).status, 'who may not write any more').toBe(404)
    const refused = await beginUpload(server.call, ben.accessToken, room.id, { name: 'x', bytes: 1 })
    expect([refused.statusCode, refused.json().code]).toEqual([403, 'not-allowed'])
    await server.call({ method: 'PUT', path, token: ana.accessToken, body: { role: 'member' } })
    expect((await head(mine, ben)).status).toBe(200)
    for (const one of [location, mine])
      await fetch(base + one, { method: 'DELETE', headers: headers(one === mine ? ben.accessToken : ana.accessToken) })
  })

  it('that is given up is gone, with its place', async () => {
    const location = await begin(10)
    const gone = await fetch(base + location, { method: 'DELETE', headers: headers(ana.accessToken) })
    expect(gone.status).toBe(204)
    expect((await head(location, ana)).status).toBe(404)
  })

  it('is refused before a byte is sent where it is too large, or too much', async () => {
    const large = await beginUpload(server.call, ben.accessToken, room.id, { name: 'x', bytes: 3_000_001 })
    expect([large.statusCode, large.json().code, large.json().limitBytes]).toEqual([413, 'file-too-large', 3_000_000])
    const three = await Promise.all(
      Array.from({ length: 6 }, () =>
        beginUpload(server.call, ben.accessToken, room.id, { name: 'x', bytes: 2_000_000 }),
      ),
    )
    const codes = three.map(({ statusCode }) => statusCode).sort()
    expect(codes, 'four of them fit, whoever is first').toEqual([201, 201, 201, 201, 413, 413])
    const full = three.find(({ statusCode }) => statusCode === 413)?.json()
    expect(full).toMatchObject({ code: 'quota-exceeded', limitBytes: 8_000_000, usedBytes: 8_000_000 })
    const first = three.find(({ statusCode }) => statusCode === 201)
    await server.call({ method: 'DELETE', path: String(first?.headers.location), token: ben.accessToken, headers: tus })
    const next = await beginUpload(server.call, ben.accessToken, room.id, { name: 'x', bytes: 2_000_000 })
    expect(next.statusCode, 'what was given up makes room').toBe(201)
  })

  it.each([
    ['../../etc/passwd', 'passwd'],
    ['C:\\Windows\\system32\\evil.dll', 'evil.dll'],
    ['photo\u202egpj.exe', 'photogpj.exe'],
    ['a\u0000b\r\nSet-Cookie: x.txt', 'abSet-Cookie_ x.txt'],
    ['..', 'file'],
    ['', 'file'],
    ['CON.txt', '_CON.txt'],
    ['"; x="y.png', '_; x=_y.png'],
    [`${'a'.repeat(400)}.png`, `${'a'.repeat(251)}.png`],
  ])('of a file called %j saves it as %j', async (name, saved) => {
    const file = await uploadFile(server.call, ana.accessToken, room.id, { name }, Buffer.from('x'))
    const answer = await load(file)
    expect(answer.headers['content-disposition']).toBe(
      `attachment; filename="${saved}"; filename*=UTF-8''${encodeURIComponent(saved)}`,
    )
    expect(answer.headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'cache-control': 'private, no-cache',
      'content-security-policy': "default-src 'none'; sandbox",
    })
  })

  it('comes out in ranges', async () => {
    const file = await uploadFile(server.call, ana.accessToken, room.id, { name: 'x' }, Buffer.from('0123456789'))
    const ask = async (more: Record<string, string>) => {
      const answer = await server.call({ path: apiPaths.file(file), token: ana.accessToken, headers: more })
      return [answer.statusCode, answer.body, answer.headers['content-range']]
    }
    const tag = String((await load(file)).headers.etag)
    expect(await ask({ range: 'bytes=2-4' })).toEqual([206, '234', 'bytes 2-4/10'])
    expect(await ask({ range: 'bytes=-3' })).toEqual([206, '789', 'bytes 7-9/10'])
    expect(await ask({ range: 'bytes=8-' })).toEqual([206, '89', 'bytes 8-9/10'])
    expect(await ask({ range: 'bytes=0-0', 'if-range': tag })).toEqual([206, '0', 'bytes 0-0/10'])
    expect(await ask({ range: 'bytes=0-0', 'if-range': '"another"' })).toEqual([200, '0123456789', undefined])
    const past = await ask({ range: 'bytes=10-' })
    expect([past[0], past[2]]).toEqual([416, 'bytes */10'])
    expect(await ask({ range: 'bytes=1-2,4-5' })).toEqual([200, '0123456789', undefined])
    expect((await ask({ 'if-none-match': tag }))[0]).toBe(304)
    const about = await fetch(base + apiPaths.file(file), { method: 'HEAD', headers: headers(ana.accessToken) })
    expect([about.status, about.headers.get('content-length')]).toEqual([200, '10'])
  })

  it('by a person who is not signed in is refused', async () => {
    const answer = await fetch(base + apiPaths.roomFiles(room.id), {
      method: 'POST',
      headers: { ...tus, 'upload-length': '1', 'upload-metadata': buildMetadata({ name: 'x' }) },
    })
    expect(answer.status).toBe(401)
  })
})
