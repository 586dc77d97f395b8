/** At most so large, whatever is sent: a message is no page of an album. */
const mostPx = { width: 452, height: 301 }
/** Small enough to be a line, large enough to be pressed and to say what went wrong. */
const leastPx = { width: 120, height: 64 }
const severalPx = { width: 452, height: 226 }
/** What does not fit stands behind the last one, as a number. */
export const mostShown = 4

export type PictureBox = { readonly width: number; readonly height: number }

/** The room that the pictures of one message take, before any of them is there: of their stated sizes alone. */
export function pictureBox(sizes: readonly PictureBox[]): PictureBox {
  const [only] = sizes
  if (sizes.length !== 1 || only === undefined) return severalPx
  const shrink = Math.min(1, mostPx.width / only.width, mostPx.height / only.height)
  return {
    width: clamp(Math.round(only.width * shrink), leastPx.width, mostPx.width),
    height: clamp(Math.round(only.height * shrink), leastPx.height, mostPx.height),
  }
}

function clamp(px: number, least: number, most: number): number {
  return Math.min(Math.max(px, least), most)
}

/** Of a film whose sender says none: most are so. */
export function filmSize({ width = 1_280, height = 720 }: Partial<PictureBox>): PictureBox {
  return { width, height }
}
