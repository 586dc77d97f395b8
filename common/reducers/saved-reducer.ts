/** Somebody saves a message, or takes it out; `at`: when they did, ms. */
export type SavedWord = { readonly on: boolean; readonly at: number }
/** What stands of one message. `at`: its place in the list; `saidAt`: of the last word. */
export type SavedState = { readonly isSaved: boolean; readonly at: number; readonly saidAt: number }

/** Whoever takes back that they took it out finds it where it stood. */
const takenBackMs = 60_000

/**
 * The last word counts, whichever device said it and whenever it comes; of two of the same moment the one that comes later.
 * One that is saved stays where it is when it is saved again.
 */
export function foldSaved(before: SavedState | undefined, { on, at }: SavedWord): SavedState {
  if (before === undefined) return { isSaved: on, at, saidAt: at }
  if (at < before.saidAt) return before
  const staysWhereItIs = !on || before.isSaved || at - before.saidAt <= takenBackMs
  return { isSaved: on, at: staysWhereItIs ? before.at : at, saidAt: at }
}
