import { randomBytes } from 'node:crypto'
import { existsSync, readdirSync } from 'node:fs'
import { crc32, deflateRawSync, deflateSync, gzipSync } from 'node:zlib'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Session } from '../../common/http-contract/account-contract.ts'
import { apiPaths } from '../../common/http-contract/api-paths.ts'
import type { File } from '../../common/http-contract/file-contract.ts'
import type { Room } from '../../common/http-contract/room-contract.ts'
import type { FileId } from '../../common/ids.ts'
import { natsServerBinary } from '../rigs/nats-test-server.ts'
import { createRoom, signUp, startTestServer, type TestServer } from '../rigs/test-server.ts'
import { beginUpload, type SentFile, uploadFile } from '../rigs/upload-test-client.ts'

const place = 'SECRET-PLACE-48.2082N'
const page = Buffer.from('<!doctype html><script>alert(document.domain)</script>')
const drawing = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>')
const text = (words: string) => Buffer.from(words)
const latin = (words: string) => Buffer.from(words, 'latin1')

function pngChunk(type: string, data: Buffer): Buffer {
  const named = Buffer.concat([latin(type), data])
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)]
  length.writeUInt32BE(data.length)
  check.writeUInt32BE(crc32(named))
  return Buffer.concat([length, named, check])
}
/** Says it is that large, and has the rows of a small one. */
function buildPng(width: number, height: number, depth = 8, interlaced = 0): Buffer {
  const head = Buffer.alloc(13)
  head.writeUInt32BE(width, 0)
  head.writeUInt32BE(height, 4)
  head.set([depth, 2, 0, 0, interlaced], 8)
  const rows = pngChunk('IDAT', deflateSync(Buffer.alloc(1_000_000)))
  return Buffer.concat([latin('\x89PNG\r\n\x1a\n'), pngChunk('IHDR', head), rows, pngChunk('IEND', Buffer.alloc(0))])
}
function buildZip(name: string, bytes: Buffer, says = bytes.length): Buffer {
  const packed = deflateRawSync(bytes)
  const local = Buffer.alloc(30)
  local.writeUInt32LE(0x04034b50, 0)
  local.writeUInt16LE(20, 4)
  local.writeUInt16LE(8, 8)
  local.writeUInt32LE(packed.length, 18)
  local.writeUInt32LE(says, 22)
  local.writeUInt16LE(name.length, 26)
  return Buffer.concat([local, latin(name), packed])
}

describe.skipIf(natsServerBinary === undefined)('what somebody sends', () => {
  let server: TestServer
  let ana: Required<Session>
  let room: Room
  let photo: Buffer
  beforeAll(async () => {
    server = await startTestServer()
    ana = await signUp(server.call, 'ana')
    room = await createRoom(server.call, ana.accessToken)
    // Before any reader of the server is shut for this process.
    photo = await sharp({ create: { width: 1_600, height: 800, channels: 3, background: 'teal' } })
      .withExif({ IFD0: { Copyright: place }, IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '48/1 12/1 29/1' } })
      .withMetadata({ orientation: 6 })
      .jpeg()
      .toBuffer()
  })
  afterAll(() => server?.stop())

  const send = async (about: SentFile, bytes: Buffer) => {
    const file = await uploadFile(server.call, ana.accessToken, room.id, about, bytes)
    const info = (await server.call({ path: apiPaths.fileInfo(file), token: ana.accessToken })).json() as File
    const whole = await server.call({ path: apiPaths.file(file), token: ana.accessToken })
    return { file, info, whole }
  }
  const previewOf = (file: FileId) => server.call({ path: apiPaths.filePreview(file), token: ana.accessToken })

  it.skipIf(!existsSync('/proc/self/fd'))('keeps no preview open that a page has already', async () => {
    const { file } = await send({ name: 'a.jpg' }, photo)
    const { etag } = (await previewOf(file)).headers
    const countOpen = () => readdirSync('/proc/self/fd').length
    const before = countOpen()
    for (let time = 0; time < 50; time++) {
      const headers = { 'if-none-match': String(etag) }
      const again = await server.call({ path: apiPaths.filePreview(file), token: ana.accessToken, headers })
      expect(again.statusCode).toBe(304)
    }
    expect(countOpen() - before).toBeLessThan(20)
  })

  it('as a photo comes out upright and without where it was taken, with a preview', async () => {
    expect(photo.includes(place)).toBe(true)
    const { file, info, whole } = await send({ name: 'a.jpg' }, photo)
    expect(info).toMatchObject({ mediaType: 'image/jpeg', width: 800, height: 1_600 })
    expect(info.thumbhash).toMatch(/^[A-Za-z0-9+/]{20,60}={0,2}$/)
    const about = await sharp(whole.rawPayload).metadata()
    expect([about.exif, about.orientation, about.width, about.height]).toEqual([undefined, undefined, 800, 1_600])
    expect(whole.rawPayload.includes(place)).toBe(false)
    const preview = await previewOf(file)
    expect(await sharp(preview.rawPayload).metadata()).toMatchObject({ format: 'webp', width: 400, height: 800 })
    expect(preview.rawPayload.includes(place)).toBe(false)
    expect(whole.headers['content-disposition']).toMatch(/^inline;/)
  })

  it('as the original comes out byte for byte', async () => {
    const { whole, info } = await send({ name: 'a.jpg', original: true }, photo)
    expect(whole.rawPayload.equals(photo)).toBe(true)
    expect(info).toMatchObject({ mediaType: 'image/jpeg', width: 800, height: 1_600, sizeBytes: photo.length })
  })

  it.each(['png', 'jpeg', 'webp'] as const)(
    'as %s that stands upright stays the same picture, and no more',
    async (format) => {
      const noise = {
        create: {
          width: 300,
          height: 200,
          channels: 3,
          background: 'red',
          noise: { type: 'gaussian', mean: 128, sigma: 30 },
        },
      } as const
      const plain = await sharp(noise)
        .withExif({ IFD0: { Copyright: place } })
        .toFormat(format)
        .toBuffer()
      const sent = Buffer.concat([plain, text(place)])
      expect(plain.includes(place)).toBe(true)
      const { whole } = await send({ name: `a.${format}` }, sent)
      expect(whole.rawPayload.includes(place)).toBe(false)
      const [before, after] = await Promise.all([plain, whole.rawPayload].map((one) => sharp(one).raw().toBuffer()))
      expect(after?.equals(before ?? Buffer.alloc(0)), 'no pixel is another').toBe(true)
    },
  )

  it('is believed of what is heard and seen in the same container, and nothing else', async () => {
    const webm = Buffer.concat([
      Buffer.from('1a45dfa39f4286810142f7810142f2810442f381084282847765626d', 'hex'),
      Buffer.alloc(64),
    ])
    expect((await send({ name: 'v.webm', type: 'audio/webm;codecs=opus' }, webm)).info.mediaType).toBe('audio/webm')
    expect((await send({ name: 'v.webm', type: 'text/html' }, webm)).info.mediaType).toBe('video/webm')
  })

  it('as a picture nobody here can clean is refused, unless it is the original', async () => {
    const heic = Buffer.concat([Buffer.from('00000018', 'hex'), latin('ftypheic\0\0\0\0mif1heic'), Buffer.alloc(64)])
    const answer = await beginUpload(
      server.call,
      ana.accessToken,
      room.id,
      { name: 'a.heic', bytes: heic.length },
      heic,
    )
    expect([answer.statusCode, answer.json().code]).toEqual([422, 'image-unreadable'])
    const { whole, info } = await send({ name: 'a.heic', original: true }, heic)
    expect([info.mediaType, whole.rawPayload.equals(heic)]).toEqual(['image/heic', true])
    expect(whole.headers['content-disposition']).toMatch(/^attachment;/)
  })

  const small = buildPng(4, 4)
  const gif = latin(
    'GIF89a\x01\x00\x01\x00\x80\x00\x00\xff\xff\xff\x00\x00\x00!\xf9\x04\x01\x00\x00\x00\x00,\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02D\x01\x00;',
  )
  const hostile: readonly (readonly [string, string, Buffer])[] = [
    ['a drawing with script', 'x.svg', drawing],
    ['a drawing that is called a picture', 'x.png', drawing],
    ['a drawing behind a mark of UTF-16', 'x.svg', Buffer.from('\ufeff<svg onload="alert(1)"/>', 'utf16le')],
    [
      'a drawing that opens files',
      'x.svg',
      text('<?xml version="1.0"?><!DOCTYPE s [<!ENTITY e SYSTEM "file:///etc/passwd">]><svg>&e;</svg>'),
    ],
    [
      'entities without end',
      'x.xml',
      text(`<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "${'&a;'.repeat(99)}">]><l>&b;</l>`),
    ],
    ['a page that is called a picture', 'x.png', page],
    ['a page in capitals behind space', 'x.txt', text(`${' '.repeat(600)}<HTML><SCRIPT>alert(1)</SCRIPT>`)],
    ['a page behind the head of a PNG', 'x.png', Buffer.concat([latin('\x89PNG\r\n\x1a\n'), page])],
    ['a page behind a whole picture', 'x.png', Buffer.concat([small, page])],
    [
      'a page inside a comment of a GIF',
      'x.gif',
      Buffer.concat([
        gif.subarray(0, 19),
        latin('!\xfe'),
        Buffer.from([page.length]),
        page,
        latin('\0'),
        gif.subarray(19),
      ]),
    ],
    ['a GIF that is a script', 'x.gif', text('GIF89a=1;alert(1);//')],
    ['a JPEG that is a page', 'x.jpg', Buffer.concat([latin('\xff\xd8\xff\xfe'), page])],
    ['a picture that is an archive too', 'x.png', Buffer.concat([small, buildZip('a.js', text('alert(1)'))])],
    [
      'a PDF that is an archive too',
      'x.pdf',
      Buffer.concat([
        text('%PDF-1.7\n1 0 obj<</OpenAction<</S/JavaScript/JS(app.alert(1))>>>>endobj'),
        buildZip('a', page),
      ]),
    ],
    ['a program for Windows', 'photo.jpg.exe', Buffer.concat([latin('MZ\x90\0'), Buffer.alloc(400)])],
    ['a program for Linux', 'x.png', Buffer.concat([latin('\x7fELF\x02\x01\x01'), Buffer.alloc(400)])],
    ['a script of a shell', 'x.png', text('#!/bin/sh\nrm -rf /\n')],
    ['an archive that is a bomb', 'x.zip', buildZip('a', Buffer.alloc(30_000_000))],
    ['a document that is a bomb', 'x.docx', buildZip('[Content_Types].xml', Buffer.alloc(14_000_000))],
    ['an archive that lies about its size', 'x.zip', buildZip('[Content_Types].xml', text('x'), 0xfffffff0)],
    ['an archive of ways out', 'x.zip', buildZip('../../../../etc/cron.d/x', text('x'))],
    ['packed nothing without end', 'x.gz', gzipSync(Buffer.alloc(30_000_000))],
    ['a picture of 50,000 pixels', 'x.png', buildPng(50_000, 50_000)],
    ['a picture 50,000 wide', 'x.png', buildPng(50_000, 10)],
    ['a picture as large as can be said', 'x.png', buildPng(2 ** 31 - 1, 2 ** 31 - 1)],
    ['a picture in stages, of 16 bits', 'x.png', buildPng(16_000, 16_000, 16, 1)],
    ['a GIF as large as can be said', 'x.gif', Buffer.concat([latin('GIF89a\xff\xff\xff\xff'), gif.subarray(10)])],
    [
      'a JPEG as large as can be said',
      'x.jpg',
      latin(
        '\xff\xd8\xff\xc0\x00\x11\x08\xff\xff\xff\xff\x03\x01\x22\x00\x02\x11\x01\x03\x11\x01\xff\xda\x00\x0c\x03\x01\x00\x02\x11\x03\x11\x00?\x00',
      ),
    ],
    ['a JPEG whose parts have no length', 'x.jpg', latin(`\xff\xd8${'\xff\xe1\x00\x00'.repeat(99)}`)],
    ['a JPEG of nothing but marks', 'x.jpg', Buffer.concat([latin('\xff\xd8'), Buffer.alloc(99_000, 0xff)])],
    ['a WebP that says it is longer', 'x.webp', latin('RIFF\xff\xff\xff\xffWEBPVP8X\xff\xff\xff\xff')],
    ['a WebP of nothing', 'x.webp', latin('RIFF\x04\x00\x00\x00WEBP')],
    [
      'a GIF that never ends',
      'x.gif',
      Buffer.concat([
        gif.subarray(0, 19),
        Buffer.from(`21ff0b${'4e45545343415045322e30'}${'ff'.repeat(9_000)}`, 'hex'),
      ]),
    ],
    [
      'a film whose parts are in themselves',
      'x.mp4',
      Buffer.concat([
        Buffer.from('00000020', 'hex'),
        latin('ftypisom\0\0\x02\0isomiso2avc1mp41'),
        latin('\0\0\0\0moov').subarray(0),
        Buffer.alloc(400, 1),
      ]),
    ],
    ['sound whose head is longer than it', 'x.mp3', latin('ID3\x04\x00\x00\x7f\x7f\x7f\x7f')],
    [
      'sound of a broken container',
      'x.wma',
      Buffer.concat([Buffer.from('3026b2758e66cf11a6d900aa0062ce6c', 'hex'), Buffer.alloc(200)]),
    ],
    [
      'what virus scanners look for',
      'x.txt',
      latin(['X5O!P%@AP[4\\PZX54(P^)7CC)7}$', 'EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*'].join('')),
    ],
    ['a name that leads out', '../../../../etc/passwd', text('x')],
    ['a name that is read backwards', 'photo\u202egpj.exe', text('MZ')],
    ['a name of a device, with a stream', 'NUL:evil.exe', text('x')],
    ['nothing at all', 'x.bin', Buffer.alloc(0)],
    ['noise', 'x.png', randomBytes(40_000)],
  ]

  it.each(hostile)('as %s neither runs, hangs, leads out nor ends the server', async (_, name, bytes) => {
    const { info, whole } = await send({ name, type: 'image/png' }, bytes)
    expect(whole.statusCode).toBe(200)
    expect(whole.headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'content-security-policy': "default-src 'none'; sandbox",
    })
    expect(info.name).not.toMatch(/[/\\:\u202e]|^\.\./)
    expect(info.mediaType).not.toMatch(/html|svg|xml|javascript/)
    const isShown = String(whole.headers['content-disposition']).startsWith('inline')
    // What a page may show where it stands was made anew, or is played and cannot do anything.
    if (isShown && info.mediaType.startsWith('image/')) {
      expect(info.width, 'it was decoded here').toBeGreaterThan(0)
      expect(whole.rawPayload.includes('<script') || whole.rawPayload.includes('PK\x03\x04')).toBe(false)
    }
    const health = await server.call({ path: '/healthz' })
    expect(health.statusCode).toBe(200)
  })

  it('is forty kinds and more', () => {
    expect(hostile.length).toBeGreaterThanOrEqual(40)
  })
})
