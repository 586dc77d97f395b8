import { crc32, deflateSync } from 'node:zlib'
import sharp from 'sharp'
import { beforeAll, describe, expect, it } from 'vitest'
import { buildPictureReader } from './picture-reader.ts'

const reader = buildPictureReader()
const read = (bytes: Uint8Array) => reader.readSquare(bytes, 256)
const refused = { ok: false, error: { code: 'image-unreadable' } }
const canvas = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 3, background: { r: 200, g: 30, b: 30 } } })

/** A PNG that says it is that large, with the rows of a small one. */
function buildPngBomb(width: number, height: number): Buffer {
  const chunk = (type: string, data: Buffer) => {
    const named = Buffer.concat([Buffer.from(type), data])
    const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)]
    length.writeUInt32BE(data.length)
    check.writeUInt32BE(crc32(named))
    return Buffer.concat([length, named, check])
  }
  const head = Buffer.alloc(13)
  head.writeUInt32BE(width, 0)
  head.writeUInt32BE(height, 4)
  head.set([8, 2, 0, 0, 0], 8)
  const rows = deflateSync(Buffer.alloc(1_000_000))
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    chunk('IHDR', head),
    chunk('IDAT', rows),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

describe('a picture that somebody sends', () => {
  let photo: Buffer
  beforeAll(async () => {
    // Turned by its tag, with a place in it.
    photo = await canvas(600, 300)
      .withExif({ IFD0: { Copyright: 'SECRET-PLACE' } })
      .withMetadata({ orientation: 6 })
      .jpeg()
      .toBuffer()
    // The library reads only what the reader leaves open from here on, in this test too.
    await read(photo)
  })

  it.each(['png', 'jpeg', 'webp'] as const)('is made anew as WebP of 256 pixels where it is %s', async (format) => {
    const made = await read(await canvas(40, 90).toFormat(format).toBuffer())
    if (!made.ok) throw new Error(made.error.code)
    expect(await sharp(made.value).metadata()).toMatchObject({ format: 'webp', width: 256, height: 256 })
  })

  it('keeps nothing of what came with it, and stands upright', async () => {
    const sent = Buffer.concat([photo, Buffer.from('<script>alert(1)</script>')])
    const made = await read(sent)
    if (!made.ok) throw new Error(made.error.code)
    const about = await sharp(made.value).metadata()
    expect([about.exif, about.orientation, about.icc]).toEqual([undefined, undefined, undefined])
    expect(made.value.includes('SECRET-PLACE') || made.value.includes('script')).toBe(false)
  })

  it('is the first picture where it moves', async () => {
    const frames = Buffer.concat([Buffer.alloc(64 * 64 * 3, 10), Buffer.alloc(64 * 64 * 3, 240)])
    const moving = await sharp(frames, { raw: { width: 64, height: 128, channels: 3, pageHeight: 64 } })
      .webp({ loop: 0, delay: [100, 100] })
      .toBuffer()
    expect((await sharp(moving).metadata()).pages).toBe(2)
    const made = await read(moving)
    if (!made.ok) throw new Error(made.error.code)
    expect((await sharp(made.value).metadata()).pages).toBeUndefined()
  })

  it('is refused where it asks for too much', async () => {
    expect(await read(buildPngBomb(50_000, 50_000))).toMatchObject(refused)
    expect(await read(buildPngBomb(50_000, 10))).toMatchObject(refused)
    expect(await read(buildPngBomb(5_001, 5_001))).toMatchObject(refused)
  })

  it.each([
    ['nothing', Buffer.alloc(0)],
    [
      'a drawing',
      Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9"/></svg>'),
    ],
    ['a GIF', Buffer.from('GIF89a\x01\x00\x01\x00\x00\x00\x00;', 'latin1')],
    ['a page', Buffer.from('<!doctype html><title>x</title>')],
    ['a head without a body', Buffer.from('\x89PNG\r\n\x1a\n', 'latin1')],
    ['a WebP of nothing', Buffer.from('RIFF\xff\xff\xff\xffWEBPVP8 ', 'latin1')],
    ['a JPEG of nothing', Buffer.from('\xff\xd8\xff\xe0', 'latin1')],
  ])('is refused where it is %s', async (_, bytes) => {
    expect(await read(bytes)).toMatchObject(refused)
  })

  it('is refused where half of it is missing', async () => {
    const whole = await canvas(300, 300).png().toBuffer()
    expect(await read(whole.subarray(0, whole.length / 2))).toMatchObject(refused)
  })

  it('waits its turn, and is sent back where too many wait', async () => {
    const all = await Promise.all(Array.from({ length: 40 }, () => read(photo)))
    const codes = all.map((one) => (one.ok ? 'ok' : one.error.code))
    expect(codes.filter((code) => code === 'ok').length).toBeGreaterThan(10)
    expect(new Set(codes)).toEqual(new Set(['ok', 'busy']))
  })
})
