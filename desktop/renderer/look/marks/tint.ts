/** The picture of someone without a picture: a first letter, and a tint that stays theirs because it comes from the id. */
export type Tint = { readonly hue: number; readonly saturation: number }

export function buildTint(id: string): Tint {
  let hash = 0x811c9dc5
  for (let index = 0; index < id.length; index++) {
    hash = Math.imul(hash ^ id.charCodeAt(index), 0x01000193)
  }
  const mixed = (hash ^ (hash >>> 15)) >>> 0
  // Steps of 24 degrees: two tints are either the same or plainly different.
  return { hue: (mixed % 15) * 24, saturation: 42 + ((mixed >>> 8) % 3) * 7 }
}

const segmenter = new Intl.Segmenter(undefined, { granularity: 'grapheme' })

export function buildInitial(name: string): string {
  const first = segmenter.segment(name.trim())[Symbol.iterator]().next()
  return first.done === true ? '?' : first.value.segment.toLocaleUpperCase()
}
