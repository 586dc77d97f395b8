import { Readable } from 'node:stream'
import { ZipFile } from 'yazl'

export type ZipChunk = string | Uint8Array
export type ZipFlow = {
  /** Resolves once it is written: one entry is under way at a time, as fast as somebody reads. Rejects once nobody does. */
  readonly add: (name: string, chunks: AsyncIterable<ZipChunk> | Readable, how?: EntryOptions) => Promise<void>
}
/** Whether it is packed; `bytes`: how large it is, where that is known. */
export type EntryOptions = { readonly compress?: boolean; readonly bytes?: number }

/** Nobody reads any more. */
export class ReaderGone extends Error {
  override readonly name = 'ReaderGone'
}

/** A zip that is written while it is read: of what is in it, the names alone are held. What `write` throws ends it. */
export function openZip(write: (zip: ZipFlow) => Promise<void>): Readable {
  const zip = new ZipFile()
  const out = zip.outputStream as Readable
  let current: Readable | undefined
  let fault: Error | undefined
  const end = (reason: Error) => {
    fault ??= reason
    current?.destroy(fault)
    out.destroy(fault)
  }
  out.once('close', () => end(new ReaderGone('nobody reads')))
  zip.once('error', (reason: Error) => end(reason))

  const add: ZipFlow['add'] = (name, chunks, { compress = true, bytes } = {}) =>
    new Promise((resolve, reject) => {
      if (fault !== undefined) {
        // Nobody else would close it.
        if (chunks instanceof Readable) chunks.destroy()
        return reject(fault)
      }
      // Let go of once it is through: the archive keeps what it was given until its end.
      let source: Readable | undefined = chunks instanceof Readable ? chunks : Readable.from(chunks)
      current = source
      source.once('error', end)
      source.once('close', () => {
        source = undefined
        if (fault === undefined) resolve()
        else reject(fault)
      })
      zip.addReadStreamLazy(name, { compress, ...(bytes === undefined ? {} : { size: bytes }) }, (give) => {
        give(null, source ?? Readable.from([]))
      })
    })

  write({ add }).then(
    () => zip.end(),
    (reason: unknown) => end(reason instanceof Error ? reason : new Error(String(reason))),
  )
  return out
}
