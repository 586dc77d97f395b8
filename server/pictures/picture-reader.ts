import pLimit from 'p-limit'
import { appError } from '../../common/app-error.ts'
import type { Result } from '../../common/result.ts'
import { err, ok } from '../../common/result.ts'

/**
 * What other people send as a picture, made anew: decoded, turned upright, cut to a square and written as WebP, so that nothing of the
 * file that was sent is ever served; places where it was taken, colour profiles and whatever hides behind a picture go with it.
 * Bounded whatever comes: three formats by their first bytes, so many pixels by their header, so long, one at a time.
 */
export type PictureReader = {
  /** A square of that many pixels. `image-unreadable`: no picture, or one that asks for too much; `busy`: too many wait. */
  readonly readSquare: (bytes: Uint8Array, side: number) => Promise<Result<Buffer>>
}

/** What a telephone takes. A JPEG in stages of that size is 80 MB while it is read, an interlaced PNG of 16 bits 230 MB (measured). */
const mostPixels = 25_000_000
const longestSide = 16_384
const longestSec = 5
const mostWaiting = 16
const quality = 82

type Sharp = typeof import('sharp').default
const loaders = ['VipsForeignLoadPngBuffer', 'VipsForeignLoadJpegBuffer', 'VipsForeignLoadWebpBuffer']

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
      if (!isPicture(bytes)) return unreadable
      if (oneAtATime.pendingCount >= mostWaiting) return err(appError('busy', { retryAfterMs: 2_000 }))
      return oneAtATime(async () => readWith(await load(), bytes, side))
    },
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
  try {
    // Of what moves, the first picture.
    const picture = sharp(bytes, { limitInputPixels: mostPixels, failOn: 'error', pages: 1, autoOrient: true })
    const { width = 0, height = 0 } = await picture.metadata()
    if (width === 0 || height === 0 || Math.max(width, height) > longestSide) return unreadable
    const made = await picture
      .timeout({ seconds: longestSec })
      .resize(side, side, { fit: 'cover' })
      .webp({ quality })
      .toBuffer()
    return ok(made)
  } catch {
    // Whatever the library says of a file that it cannot read.
    return unreadable
  }
}

/** By its first bytes, never by what its sender calls it. */
function isPicture(bytes: Uint8Array): boolean {
  const starts = (text: string, at = 0) => Buffer.from(bytes.subarray(at, at + text.length)).toString('latin1') === text
  return starts('\x89PNG\r\n\x1a\n') || starts('\xff\xd8\xff') || (starts('RIFF') && starts('WEBP', 8))
}
