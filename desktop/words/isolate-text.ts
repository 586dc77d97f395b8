/** Written right to left, or a sign that changes the direction of what follows. */
const turning =
  /[\u0590-\u08ff\u200e\u200f\u202a-\u202e\u2066-\u2069\ufb1d-\ufdff\ufe70-\ufefc]|[\ud802-\ud803\ud83a-\ud83b]/
/** No language needs them: `dir` and the isolates around do what they are for. */
const overrides = /[\u202a-\u202e\u2066-\u2069]/g

/**
 * A name among other words, in places that take text only: titles, labels, notifications. What could turn round the words
 * beside it stands between "first strong isolate" and its end; an end of its own would let it out again.
 */
export function isolateText(text: string): string {
  return turning.test(text) ? `\u2068${text.replace(overrides, '')}\u2069` : text
}
