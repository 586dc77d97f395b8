/**
 * A picture without what came with it: where it was taken, by what and whom, and whatever hangs behind its end. The picture itself is not
 * touched, so nothing is lost by it and no size is too large. Only what is known to be of the picture stays. Undefined: it is not
 * built as such a picture is.
 */
export function stripMetadata(bytes: Buffer, mediaType: string): Buffer | undefined {
  const strip = strippers[mediaType]
  try {
    return strip?.(bytes)
  } catch (fault) {
    // Past its end: lengths that are not true.
    if (fault instanceof RangeError) return undefined
    throw fault
  }
}

const strippers: Readonly<Record<string, (bytes: Buffer) => Buffer | undefined>> = {
  'image/jpeg': stripJpeg,
  'image/png': stripPng,
  'image/webp': stripWebp,
  'image/gif': stripGif,
}

const [endOfImage, startOfScan] = [0xd9, 0xda]

function stripJpeg(bytes: Buffer): Buffer | undefined {
  const kept = [bytes.subarray(0, 2)]
  for (let at = 2; at < bytes.length; ) {
    if (bytes.readUInt8(at) !== 0xff) return undefined
    const marker = bytes.readUInt8(at + 1)
    // Any number of these may stand before a marker.
    if (marker === 0xff) {
      at++
      continue
    }
    if (marker === endOfImage) return Buffer.concat([...kept, bytes.subarray(at, at + 2)])
    if (marker === 0x01 || isRestart(marker)) {
      kept.push(bytes.subarray(at, at + 2))
      at += 2
      continue
    }
    const end = at + 2 + bytes.readUInt16BE(at + 2)
    if (end > bytes.length || end < at + 4) return undefined
    if (isOfJpeg(marker, bytes.subarray(at + 4, end))) kept.push(bytes.subarray(at, end))
    at = end
    if (marker !== startOfScan) continue
    const next = findMarker(bytes, at)
    kept.push(bytes.subarray(at, next))
    at = next
  }
  // It breaks off inside of what is seen: as much of it stays.
  return kept.length > 1 ? Buffer.concat(kept) : undefined
}

const isRestart = (marker: number) => marker >= 0xd0 && marker <= 0xd7

/** Tables and frames; of what applications add only what changes how it looks. */
function isOfJpeg(marker: number, body: Buffer): boolean {
  const starts = (text: string) => body.subarray(0, text.length).toString('latin1') === text
  if (marker === 0xe0) return starts('JFIF\0')
  if (marker === 0xe2) return starts('ICC_PROFILE\0')
  if (marker === 0xee) return starts('Adobe')
  const isTable = marker >= 0xc0 && marker <= 0xcf && marker !== 0xc8
  return isTable || (marker >= startOfScan && marker <= 0xdf)
}

/** In what is compressed, 0xff stands before 0 or a restart, or it is a marker. */
function findMarker(bytes: Buffer, from: number): number {
  for (let at = bytes.indexOf(0xff, from); at !== -1; at = bytes.indexOf(0xff, at + 1)) {
    const next = bytes[at + 1]
    if (next === undefined) break
    if (next !== 0 && next !== 0xff && !isRestart(next)) return at
  }
  return bytes.length
}

const ofPng = new Set('IHDR PLTE IDAT IEND tRNS gAMA cHRM sRGB iCCP sBIT bKGD pHYs cICP acTL fcTL fdAT'.split(' '))

function stripPng(bytes: Buffer): Buffer | undefined {
  const kept = [bytes.subarray(0, 8)]
  for (let at = 8; at < bytes.length; ) {
    const name = bytes.toString('latin1', at + 4, at + 8)
    const end = at + 12 + bytes.readUInt32BE(at)
    if (end > bytes.length) return undefined
    if (ofPng.has(name)) kept.push(bytes.subarray(at, end))
    if (name === 'IEND') return Buffer.concat(kept)
    at = end
  }
  return undefined
}

const ofWebp = new Set(['VP8 ', 'VP8L', 'VP8X', 'ALPH', 'ANIM', 'ANMF', 'ICCP'])
/** In the flags of VP8X: that there is Exif, and XMP. */
const metadataFlags = 0x0c

function stripWebp(bytes: Buffer): Buffer | undefined {
  const whole = Math.min(bytes.length, 8 + bytes.readUInt32LE(4))
  const kept: Buffer[] = []
  for (let at = 12; at + 8 <= whole; ) {
    const name = bytes.toString('latin1', at, at + 4)
    const length = bytes.readUInt32LE(at + 4)
    const end = at + 8 + length + (length % 2)
    if (at + 8 + length > whole) return undefined
    const chunk = Buffer.from(bytes.subarray(at, Math.min(end, whole)))
    if (name === 'VP8X') chunk.writeUInt8(chunk.readUInt8(8) & ~metadataFlags, 8)
    if (ofWebp.has(name)) kept.push(chunk)
    at = end
  }
  if (kept.length === 0) return undefined
  const body = Buffer.concat(kept)
  const head = Buffer.from('RIFF\0\0\0\0WEBP', 'latin1')
  head.writeUInt32LE(4 + body.length, 4)
  return Buffer.concat([head, body])
}

const [extension, image, trailer] = [0x21, 0x2c, 0x3b]
const tableBytes = (flags: number) => ((flags & 0x80) === 0 ? 0 : 3 * 2 ** ((flags & 7) + 1))

function stripGif(bytes: Buffer): Buffer | undefined {
  let at = 13 + tableBytes(bytes.readUInt8(10))
  const kept = [bytes.subarray(0, at)]
  while (at < bytes.length) {
    const start = at
    const kind = bytes.readUInt8(at)
    if (kind === trailer) return Buffer.concat([...kept, bytes.subarray(at, at + 1)])
    if (kind === extension) {
      const label = bytes.readUInt8(at + 1)
      at = endOfBlocks(bytes, at + 2)
      const loops =
        label === 0xff && /^(NETSCAPE2\.0|ANIMEXTS1\.0)$/.test(bytes.toString('latin1', start + 3, start + 14))
      if (label === 0xf9 || loops) kept.push(bytes.subarray(start, at))
    } else if (kind === image) {
      at = endOfBlocks(bytes, at + 11 + tableBytes(bytes.readUInt8(at + 9)))
      kept.push(bytes.subarray(start, at))
    } else return undefined
  }
  return undefined
}

function endOfBlocks(bytes: Buffer, from: number): number {
  let at = from
  for (;;) {
    const length = bytes.readUInt8(at)
    at += 1 + length
    if (length === 0) return at
  }
}
