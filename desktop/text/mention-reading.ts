import type { UserId } from '../../common/ids.ts'
import type { Mention } from '../../common/wire-event.ts'
import { type Inline, inlinesOf, type TextTree } from './text-tree.ts'

/** Whom a handle (lower case) may mean here; undefined where nobody. */
export type FindHandle = (handle: string) => UserId | undefined

/** Everyone in the room. Nobody can take this from them by calling themselves so. */
export const roomHandle = 'room'

/**
 * Whom a mention means: the longest handle that somebody here has. What is left over (`.Then` of `@ana.Then`) is words.
 * Handles are ASCII, so their case is folded without regard to any language (`@IRI` finds `irina` in Turkey too).
 */
export function readMention(
  run: string,
  find: FindHandle,
  mayNameRoom: boolean,
): { readonly mention: Mention; readonly handle: string; readonly rest: string } | undefined {
  for (let end = run.length; end > 0; end--) {
    // A handle ends where its run does, or before a sign: `@anatomy` is not for ana.
    if (end < run.length && !/[._-]/.test(run.charAt(end))) continue
    const handle = run.slice(0, end)
    const folded = handle.toLowerCase()
    if (folded === roomHandle && !mayNameRoom) return undefined
    const mention = folded === roomHandle ? roomHandle : find(folded)
    if (mention !== undefined) return { mention, handle, rest: run.slice(end) }
  }
  return undefined
}

/** What follows each `@` that stands among words, not in code, a link or an address. */
export function mentionRunsOf(tree: TextTree): readonly string[] {
  const runs: string[] = []
  const collect = (parts: readonly Inline[]) => {
    for (const part of parts) {
      if (part.kind === 'mention') runs.push(part.run)
      else if (part.kind === 'mark') collect(part.children)
    }
  }
  for (const parts of inlinesOf(tree)) collect(parts)
  return runs
}

/** The wire takes so many; nobody names more people one by one. */
const mostMentions = 100

/** Whom a text tells, once each, in the order in which they are named. */
export function mentionsOf(tree: TextTree, find: FindHandle, mayNameRoom: boolean): Mention[] {
  const found = new Set<Mention>()
  for (const run of mentionRunsOf(tree)) {
    const read = readMention(run, find, mayNameRoom)
    if (read !== undefined) found.add(read.mention)
  }
  return [...found].slice(0, mostMentions)
}
