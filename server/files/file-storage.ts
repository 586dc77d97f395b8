import type { Readable } from 'node:stream'

/**
 * Where the bytes of files lie. What is in them, whose they are and who may have them is for the store to know. Port; adapters beside it,
 * one conformance suite.
 *
 * Promise: a key has nothing, or all that was written under it; never a part, whatever breaks off. What `write` returned from is
 * there after a loss of power. Faults come out as `FileStorageError`; none of them says what is in a file.
 */
export type FileStorage = {
  readonly kind: 'folder' | 's3'
  /** Takes the place of what was there. */
  readonly write: (key: string, bytes: AsyncIterable<Uint8Array>) => Promise<void>
  /** From one byte to another, both included; undefined where there is nothing. */
  readonly read: (key: string, range?: ByteRange) => Promise<Readable | undefined>
  /** The same bytes under another key too, which outlive the first; false where there is nothing. May be said again. */
  readonly copy: (from: string, to: string) => Promise<boolean>
  /** Those that are there no more are as good as removed. */
  readonly remove: (keys: readonly string[]) => Promise<void>
  /** All that an upload has: keys of three parts that begin with these two. */
  readonly removeUnder: (upload: string) => Promise<void>
  /** Whether something can be written, read and removed. Throws `FileStorageError`. */
  readonly probe: () => Promise<void>
}
export type ByteRange = { readonly from: number; readonly to: number }

export class FileStorageError extends Error {
  override readonly name = 'FileStorageError'
}

/** Two parts or three, of letters and digits: no key leads anywhere else, whatever a file is called. */
const keyPattern = /^[a-z]{1,16}(\/[a-z0-9]{1,64}){1,2}$/

/** A bug where it throws: keys are made here, never by people. */
export function checkKey(key: string): string {
  if (!keyPattern.test(key)) throw new Error('that is no key of a file')
  return key
}
