export type ByteRange = { readonly start: number; readonly end: number }

/**
 * One range of bytes as `Range` asks for it, `end` included. `undefined`: none is asked for, or in a form that may be
 * ignored; `'outside'`: nothing of the file lies in it.
 */
export function parseByteRange(header: string | null, sizeBytes: number): ByteRange | 'outside' | undefined {
  const found = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header?.trim() ?? '')
  if (found === null) return undefined
  const [, first = '', last = ''] = found
  if (first === '' && last === '') return undefined
  if (first === '') {
    const count = Math.min(Number(last), sizeBytes)
    return count === 0 ? 'outside' : { start: sizeBytes - count, end: sizeBytes - 1 }
  }
  const start = Number(first)
  const end = last === '' ? sizeBytes - 1 : Math.min(Number(last), sizeBytes - 1)
  if (last !== '' && Number(last) < start) return undefined
  return start >= sizeBytes ? 'outside' : { start, end }
}
