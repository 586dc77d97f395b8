import pLimit from 'p-limit'
import { appError } from '../../common/app-error.ts'
import type { Result } from '../../common/result.ts'
import { err, ok } from '../../common/result.ts'

/**
 * What other people send as a picture, decoded in one place. An avatar is made anew: turned upright, cut to a square and written as
 * WebP, so that nothing of the file that was sent is ever served; of a picture in a message a preview is made the same way. Bounded
 * whatever comes: four formats by their first bytes, so many pixels by their header, so long, one at a time.
 */
export type PictureReader = {
  /** A square of that many pixels. `image-unreadable`: no picture, or one that asks for too much; `busy`: too many wait. */
  readonly readSquare: (bytes: Uint8Array, side: number) => Promise<Result<Buffer>>
  /** Waits its turn, however many do; only then the bytes are asked for. */
  readonly readPicture: (load: () => Promise<Uint8Array>, side: number) => Promise<Result<Picture>>
  /** The same picture in its own format, upright, and without anything that came with it. */
  readonly turnUpright: (bytes: Uint8Array) => Promise<Result<Buffer>>
}

export type Picture = {
  /** As it is looked at. */
  readonly width: number
  readonly height: number
  /** Whether its bytes are the picture lying or mirrored, and a tag says so. */
  readonly isTurned: boolean
  /** WebP, no side longer than what was asked for. */
  readonly preview: Buffer
  /** No side over a hundred: what a thumbhash is made from. */
  readonly small: { readonly width: number; readonly height: number; readonly rgba: Uint8Array }
}

/** What a telephone takes. A JPEG in stages of that size is 80 MB while it is read, an interlaced PNG of 16 bits 230 MB (measured). */
const mostPixels = 25_000_000
/** Of the format that telephones write: read in eighths where little is wanted of it, and 205 MB at worst. */
const mostJpegPixels = 64_000_000
const longestSide = 16_384
const longestSec = 5
const mostWaiting = 16
const quality = 82
const qualityAnew = 92
const smallSide = 100

type Sharp = typeof import('sharp').default
const loaders = [
  'VipsForeignLoadPngBuffer',
  'VipsForeignLoadJpegBuffer',
  'VipsForeignLoadWebpBuffer',
  'VipsForeignLoadNsgifBuffer',
]

export function buildPictureReader(): PictureReader {
  let loaded: Promise<Sharp> | undefined
  // Only once somebody has a picture: a library of 18 MB, which a server without pictures need not hold.
  const load = () => {
    loaded ??= loadSharp().catch((fault: unknown) => {
      loaded = undefined
      throw fault
    })
    return loaded
  }
  const oneAtATime = pLimit(1)
  return {
    readSquare: async (bytes, side) => {
      if (!isAvatarFormat(bytes)) return unreadable
      if (oneAtATime.pendingCount >= mostWaiting) return err(appError('busy', { retryAfterMs: 2_000 }))
      return oneAtATime(async () => readWith(await load(), bytes, side))
    },
    readPicture: (loadBytes, side) =>
      oneAtATime(async () => {
        const bytes = await loadBytes()
        return isAvatarFormat(bytes) || starts(bytes, 'GIF8') ? readWhole(await load(), bytes, side) : unreadable
      }),
    turnUpright: (bytes) => oneAtATime(async () => writeAnew(await load(), bytes)),
  }
}

const unreadable = err(appError('image-unreadable'))

async function loadSharp(): Promise<Sharp> {
  const { default: sharp } = await import('sharp')
  // Every other reader of the library stays shut: SVG opens files, TIFF and PDF are languages of their own.
  sharp.block({ operation: ['VipsForeignLoad'] })
  sharp.unblock({ operation: loaders })
  sharp.cache(false)
  sharp.concurrency(1)
  return sharp
}

async function readWith(sharp: Sharp, bytes: Uint8Array, side: number): Promise<Result<Buffer>> {
  const opened = await open(sharp, bytes, mostPixels)
  if (!opened.ok) return opened
  return attempt(() => opened.value.picture.resize(side, side, { fit: 'cover' }).webp({ quality }).toBuffer())
}

async function readWhole(sharp: Sharp, bytes: Uint8Array, side: number): Promise<Result<Picture>> {
  const opened = await open(sharp, bytes, starts(bytes, '\xff\xd8\xff') ? mostJpegPixels : mostPixels)
  if (!opened.ok) return opened
  const { picture, width, height, isTurned } = opened.value
  const fit = { fit: 'inside', withoutEnlargement: true } as const
  const preview = await attempt(() => picture.resize(side, side, fit).webp({ quality }).toBuffer())
  if (!preview.ok) return preview
  const small = await attempt(() =>
    sharp(preview.value).resize(smallSide, smallSide, fit).ensureAlpha().raw().toBuffer({ resolveWithObject: true }),
  )
  if (!small.ok) return small
  const { data: rgba, info } = small.value
  return ok({
    width,
    height,
    isTurned,
    preview: preview.value,
    small: { width: info.width, height: info.height, rgba },
  })
}

async function writeAnew(sharp: Sharp, bytes: Uint8Array): Promise<Result<Buffer>> {
  const opened = await open(sharp, bytes, mostPixels)
  if (!opened.ok) return opened
  const { picture, format } = opened.value
  if (format === 'jpeg') return attempt(() => picture.jpeg({ quality: qualityAnew }).toBuffer())
  if (format === 'webp') return attempt(() => picture.webp({ quality: qualityAnew }).toBuffer())
  return attempt(() => picture.png().toBuffer())
}

/** By its header, before anything is decoded. */
async function open(sharp: Sharp, bytes: Uint8Array, limitInputPixels: number) {
  return attempt(async () => {
    // Of what moves, the first picture.
    const picture = sharp(bytes, { limitInputPixels, failOn: 'error', pages: 1, autoOrient: true })
    const { width = 0, height = 0, pageHeight = height, orientation = 1, format } = await picture.metadata()
    const isFit = width > 0 && pageHeight > 0 && Math.max(width, pageHeight) <= longestSide
    if (!isFit || width * pageHeight > limitInputPixels) throw new Error('too large')
    const [across, down] = orientation > 4 ? [pageHeight, width] : [width, pageHeight]
    return {
      picture: picture.timeout({ seconds: longestSec }),
      ...{ width: across, height: down, isTurned: orientation > 1, format },
    }
  })
}

/** Whatever the library says of a file that it cannot read. */
async function attempt<T>(read: () => Promise<T>): Promise<Result<T>> {
  try {
    return ok(await read())
  } catch {
    return unreadable
  }
}

/** By its first bytes, never by what its sender calls it. */
function isAvatarFormat(bytes: Uint8Array): boolean {
  return (
    starts(bytes, '\x89PNG\r\n\x1a\n') ||
    starts(bytes, '\xff\xd8\xff') ||
    (starts(bytes, 'RIFF') && starts(bytes, 'WEBP', 8))
  )
}

function starts(bytes: Uint8Array, text: string, at = 0): boolean {
  return Buffer.from(bytes.subarray(at, at + text.length)).toString('latin1') === text
}
