import type { ByteRange } from './file-storage.ts'

/** One range of bytes, as RFC 9110 has it. Undefined: all of it, also where more are asked for than one, or in a way not known. */
export function parseRange(header: string | undefined, sizeBytes: number): ByteRange | 'unsatisfiable' | undefined {
  const [, first = '', last = ''] = /^bytes=(\d{0,15})-(\d{0,15})$/.exec((header ?? '').trim()) ?? []
  if (first === '' && last === '') return undefined
  if (first === '') {
    const count = Math.min(Number(last), sizeBytes)
    return count === 0 ? 'unsatisfiable' : { from: sizeBytes - count, to: sizeBytes - 1 }
  }
  const [from, to] = [Number(first), last === '' ? sizeBytes - 1 : Math.min(Number(last), sizeBytes - 1)]
  if (last !== '' && Number(last) < from) return undefined
  return from >= sizeBytes ? 'unsatisfiable' : { from, to }
}
