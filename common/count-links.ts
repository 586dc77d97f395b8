const address = /https?:\/\/[^\s<>"]+/giu

/** Different addresses that stand in a text: what a room's panel counts as its links. */
export function countLinks(text: string): number {
  if (!/https?:/i.test(text)) return 0
  return new Set(text.match(address)).size
}
