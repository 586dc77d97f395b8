/** The two globals every runtime of ours has (browser, worker, Node) and the language's own library does not declare. */
declare const TextDecoder: {
  new (label: 'utf-8', options: { fatal: boolean; ignoreBOM: boolean }): { decode(bytes: Uint8Array): string }
}
declare const TextEncoder: { new (): { encode(text: string): Uint8Array<ArrayBuffer> } }

// Made once: they keep nothing between two texts, and making one costs more than a line of words does.
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
const encoder = new TextEncoder()

/** Throws on bytes that are not UTF-8, instead of putting replacement characters in people's words. */
export function decodeUtf8(bytes: Uint8Array): string {
  return decoder.decode(bytes)
}

export function encodeUtf8(text: string): Uint8Array<ArrayBuffer> {
  return encoder.encode(text)
}
