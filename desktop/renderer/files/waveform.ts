import { waveformBars } from '../../../common/voice-file.ts'

/** Of each level; the lowest is 0. */
const loudest = 15

/**
 * It travels in the field that for a picture holds a picture of a few bytes: two levels in a byte, as base64. So nobody has
 * to hear a message to draw it.
 */
export function packWaveform(levels: readonly number[]): string {
  const bytes = new Uint8Array(waveformBars / 2)
  for (let place = 0; place < bytes.length; place++) {
    bytes[place] = (toNibble(levels[place * 2]) << 4) | toNibble(levels[place * 2 + 1])
  }
  return btoa(String.fromCharCode(...bytes))
}

/** Undefined where somebody sent none, or something else in its place. */
export function unpackWaveform(packed: string | undefined): readonly number[] | undefined {
  if (packed === undefined) return undefined
  try {
    const bytes = Uint8Array.from(atob(packed), (sign) => sign.charCodeAt(0))
    if (bytes.length !== waveformBars / 2) return undefined
    return [...bytes].flatMap((byte) => [byte >> 4, byte & loudest]).map((level) => level / loudest)
  } catch {
    return undefined
  }
}

/** From as many measures as there were, each 0 to 1, to as many bars as are drawn; the loudest of each stretch, made to fill. */
export function foldLevels(measures: readonly number[]): readonly number[] {
  const most = Math.max(0.05, ...measures)
  return Array.from({ length: waveformBars }, (_, bar) => {
    const from = Math.floor((bar * measures.length) / waveformBars)
    const to = Math.max(from + 1, Math.floor(((bar + 1) * measures.length) / waveformBars))
    return Math.max(0, ...measures.slice(from, to)) / most
  })
}

function toNibble(level = 0): number {
  return Math.round(Math.min(Math.max(level, 0), 1) * loudest)
}
