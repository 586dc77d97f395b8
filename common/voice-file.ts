import type { Attachment } from './wire-event.ts'

/** How loud a voice is over its length: so many levels, two in a byte. */
export const waveformBars = 52
/** As base64, with what fills it up. */
const packedLength = Math.ceil(waveformBars / 2 / 3) * 4

/** Spoken into the app: a sound whose levels were measured meanwhile. Any other sound is a file. */
export function isVoice({ mediaType, thumbhash }: Pick<Attachment, 'mediaType' | 'thumbhash'>): boolean {
  return mediaType.startsWith('audio/') && thumbhash?.length === packedLength
}
