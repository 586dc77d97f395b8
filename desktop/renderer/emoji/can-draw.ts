import type { Emoji } from './emoji-table.ts'

const size = 24
const known = new Map<string, boolean>()

/** Our font has all but the newest; of those only what the system draws is offered, and no empty boxes. */
export function canDraw({ emoji, isNewer }: Pick<Emoji, 'emoji' | 'isNewer'>): boolean {
  if (isNewer === undefined) return true
  const before = known.get(emoji)
  if (before !== undefined) return before
  const isDrawn = isDrawnInColour(emoji)
  known.set(emoji, isDrawn)
  return isDrawn
}

/** What a font lacks is drawn as a box, in the colour of the pen. */
function isDrawnInColour(emoji: string): boolean {
  const canvas = document.createElement('canvas')
  canvas.width = size
  canvas.height = size
  const pen = canvas.getContext('2d', { willReadFrequently: true })
  if (pen === null) return false
  pen.font = `${size * 0.7}px "Apple Color Emoji", "Segoe UI Emoji", "Noto Color Emoji", sans-serif`
  pen.textBaseline = 'top'
  pen.fillStyle = '#000'
  pen.fillText(emoji, 0, 2)
  const { data } = pen.getImageData(0, 0, size, size)
  for (let at = 0; at < data.length; at += 4) {
    if ((data[at] ?? 0) + (data[at + 1] ?? 0) + (data[at + 2] ?? 0) > 60) return true
  }
  return false
}
