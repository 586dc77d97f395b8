import { fileTypeFromBuffer } from 'file-type'

/** How much of a file tells what it is. */
export const sniffedBytes = 16_384
const unknownType = 'application/octet-stream'

/**
 * What a file is, by its bytes. What its sender says of it decides one thing only: which of two names for the same container is right,
 * a film or what is only heard. Text is text, whatever language it is in: pages and drawings are languages that do things.
 */
export async function sniffType(head: Uint8Array, said: string, isWhole: boolean): Promise<string> {
  const found = await find(head)
  if (found === undefined) return isText(head, isWhole) ? 'text/plain' : unknownType
  if (/^text\/|xml|html|svg|javascript/.test(found)) return 'text/plain'
  return heard[found]?.find((type) => type === baseOf(said)) ?? renamed[found] ?? found
}

const heard: Readonly<Record<string, readonly string[]>> = {
  'video/webm': ['audio/webm'],
  'video/mp4': ['audio/mp4'],
  'video/ogg': ['audio/ogg'],
  'application/ogg': ['audio/ogg'],
}
const renamed: Readonly<Record<string, string>> = {
  'audio/x-m4a': 'audio/mp4',
  'audio/ogg; codecs=opus': 'audio/ogg',
  'audio/opus': 'audio/ogg',
  'audio/x-wav': 'audio/wav',
  'audio/vnd.wave': 'audio/wav',
  'audio/x-flac': 'audio/flac',
  'image/apng': 'image/png',
}

async function find(head: Uint8Array): Promise<string | undefined> {
  try {
    const mime = (await fileTypeFromBuffer(head))?.mime as string | undefined
    if (mime === undefined) return undefined
    return renamed[mime] ?? baseOf(mime)
  } catch {
    // A head that says what is not there.
    return undefined
  }
}

/** Without what stands behind, as in `audio/webm;codecs=opus`. */
function baseOf(type: string): string {
  return (type.split(';')[0] ?? '').trim().toLowerCase()
}

function isText(head: Uint8Array, isWhole: boolean): boolean {
  if (head.includes(0)) return false
  try {
    // Cut off in the middle of a letter, where there is more.
    new TextDecoder('utf-8', { fatal: true }).decode(head, { stream: !isWhole })
    return true
  } catch {
    return false
  }
}
