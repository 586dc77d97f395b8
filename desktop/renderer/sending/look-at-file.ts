import { rgbaToThumbHash } from 'thumbhash'
import type { FileLook } from '../../file-command.ts'

/** What a window sees when it looks at a file: its measures, and a small picture of it. */
export type Looked = { readonly look: FileLook; readonly picture?: Blob }

/** For what is drawn up to 452 wide, on a screen of two pixels a pixel. */
const mostSide = 904
/** As many as are hashed. */
const mostHashedSide = 100
/** What would take more memory than a picture is worth is sent without a look at it. */
const mostPixels = 60_000_000
const mostBytes = 100_000_000
const patienceMs = 15_000
/** So far in that most films show something; where it is not reached in time, the very first frame has to do. */
const frameAtSec = 0.1
const mostSeekMs = 2_000

/** Nothing of a file that cannot be looked at, or not in time: it goes out all the same. Never rejects. */
export async function lookAtFile(bytes: Blob): Promise<Looked> {
  const nothing: Looked = { look: {} }
  const [kind] = bytes.type.split('/')
  if (bytes.type === 'image/svg+xml') return nothing
  const url = URL.createObjectURL(bytes)
  const tooLong = new Promise<Looked>((resolve) => setTimeout(resolve, patienceMs, nothing))
  try {
    if (kind === 'image' && bytes.size <= mostBytes) return await Promise.race([lookAtPicture(url), tooLong])
    if (kind === 'video') return await Promise.race([lookAtFilm(url), tooLong])
    if (kind === 'audio') return await Promise.race([lookAtSound(url), tooLong])
    return nothing
  } catch {
    // This browser can make nothing of it.
    return nothing
  } finally {
    URL.revokeObjectURL(url)
  }
}

async function lookAtPicture(url: string): Promise<Looked> {
  const image = new Image()
  image.src = url
  await new Promise((resolve, reject) => {
    image.onload = resolve
    image.onerror = reject
  })
  const { naturalWidth: width, naturalHeight: height } = image
  const look = measured(width, height)
  if (width * height > mostPixels || width * height === 0) return { look }
  const picture = await drawSmall(image, { width, height })
  return picture === undefined ? { look } : { look, picture }
}

async function lookAtFilm(url: string): Promise<Looked> {
  const film = document.createElement('video')
  film.muted = true
  film.preload = 'auto'
  film.src = url
  try {
    await event(film, 'loadeddata')
    const { videoWidth: width, videoHeight: height } = film
    const look = { ...measured(width, height), ...lasting(film.duration) }
    if (film.duration > frameAtSec) {
      film.currentTime = frameAtSec
      await Promise.race([event(film, 'seeked'), new Promise((resolve) => setTimeout(resolve, mostSeekMs))])
    }
    if (width * height === 0) return { look }
    const thumbhash = hashOf(film, { width, height })
    const picture = await drawSmall(film, { width, height })
    return { look: { ...look, ...(thumbhash && { thumbhash }) }, ...(picture && { picture }) }
  } finally {
    film.removeAttribute('src')
    film.load()
  }
}

async function lookAtSound(url: string): Promise<Looked> {
  const sound = document.createElement('audio')
  sound.preload = 'metadata'
  sound.src = url
  await event(sound, 'loadedmetadata')
  return { look: lasting(sound.duration) }
}

function event(element: HTMLMediaElement, name: 'loadeddata' | 'loadedmetadata' | 'seeked'): Promise<void> {
  return new Promise((resolve, reject) => {
    element.addEventListener(name, () => resolve(), { once: true })
    element.addEventListener('error', reject, { once: true })
  })
}

type Size = { readonly width: number; readonly height: number }

/** What stands in a film's place until it is there: the server decodes none. */
function hashOf(film: HTMLVideoElement, size: Size): string | undefined {
  const { canvas, context } = draw(film, size, mostHashedSide)
  const pixels = context?.getImageData(0, 0, canvas.width, canvas.height)
  return pixels && btoa(String.fromCharCode(...rgbaToThumbHash(pixels.width, pixels.height, pixels.data)))
}

async function drawSmall(source: HTMLImageElement | HTMLVideoElement, size: Size) {
  const { canvas } = draw(source, size, mostSide)
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/webp', 0.8))
  return blob ?? undefined
}

function draw(source: HTMLImageElement | HTMLVideoElement, { width, height }: Size, most: number) {
  const scale = Math.min(1, most / Math.max(width, height))
  const canvas = document.createElement('canvas')
  canvas.width = Math.max(1, Math.round(width * scale))
  canvas.height = Math.max(1, Math.round(height * scale))
  const context = canvas.getContext('2d')
  context?.drawImage(source, 0, 0, canvas.width, canvas.height)
  return { canvas, context }
}

/** As a message takes them. */
function measured(width: number, height: number): FileLook {
  const fits = (side: number) => side >= 1 && side <= 100_000
  return fits(width) && fits(height) ? { width, height } : {}
}
function lasting(seconds: number): FileLook {
  const durationMs = Math.round(seconds * 1_000)
  return Number.isFinite(durationMs) && durationMs <= 8.64e7 ? { durationMs } : {}
}
