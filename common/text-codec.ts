/** The two globals every runtime of ours has (browser, worker, Node) and the language's own library does not declare. */
declare const TextDecoder: {
  new (label: 'utf-8', options: { fatal: boolean; ignoreBOM: boolean }): { decode(bytes: Uint8Array): string }
}
declare const TextEncoder: { new (): { encode(text: string): Uint8Array<ArrayBuffer> } }

/** Throws on bytes that are not UTF-8, instead of putting replacement characters in people's words. */
export function decodeUtf8(bytes: Uint8Array): string {
  return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
}

export function encodeUtf8(text: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(text)
}
