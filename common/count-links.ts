const address = /https?:\/\/[^\s<>"]+/giu

/** Different addresses that stand in a text: what a room's panel counts as its links. */
export function countLinks(text: string): number {
  if (!/https?:/i.test(text)) return 0
  return new Set(text.match(address)).size
}

/** The addresses that stand in a text, in their order, each once, as a preview of one would name it. */
export function listAddresses(text: string): readonly string[] {
  if (!/https?:/i.test(text)) return []
  const found = (text.match(address) ?? []).map(shorten)
  return [...new Set(found)].filter((url) => hasHost.test(url) && hasAddress(text, url))
}

/** Without the marks of the sentence, or of the brackets, that it stands in. */
function shorten(long: string): string {
  return long.replace(/[.,;:!?*_~|'\])}”’»]+$/u, '')
}
const hasHost = /^https?:\/\/[\p{L}\p{N}]/iu

/** What ends an address, at once or after the marks of a sentence. Letters, digits and what addresses are made of do not. */
const end = String.raw`(?:$|[\s<>"')\]}”’»\u3001-\u3011\uff01\uff08\uff09\uff0c\uff1a\uff1b\uff1f])`
const ended = new RegExp(`[.,;:!?*_~|]*${end}`, 'uy')

/** Whether an address stands in a text as it is, and not as the beginning of another one, which leads somewhere else. */
export function hasAddress(text: string, url: string): boolean {
  for (let at = text.indexOf(url); at !== -1; at = text.indexOf(url, at + 1)) {
    ended.lastIndex = at + url.length
    if (ended.test(text)) return true
  }
  return false
}
