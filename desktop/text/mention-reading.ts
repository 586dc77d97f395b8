import type { UserId } from '../../common/ids.ts'
import type { Mention } from '../../common/wire-event.ts'
import { type Inline, inlinesOf, type TextTree } from './text-tree.ts'

/** Whom a handle (lower case) may mean here; undefined where nobody. */
export type FindHandle = (handle: string) => UserId | undefined

/** Everyone in the room. Nobody can take this from them by calling themselves so. */
export const roomHandle = 'room'
/** Those of the room who are here at this moment; on the wire they are named one by one. */
export const hereHandle = 'here'
export type Called = Mention | typeof hereHandle

/** Which words for many are more than words. */
export type Calls = { readonly room: boolean; readonly here: boolean }

/**
 * Whom a mention means: the longest handle that somebody here has. What is left over (`.Then` of `@ana.Then`) is words.
 * Handles are ASCII, so their case is folded without regard to any language (`@IRI` finds `irina` in Turkey too).
 */
export function readMention(
  run: string,
  find: FindHandle,
  may: Calls,
): { readonly mention: Called; readonly handle: string; readonly rest: string } | undefined {
  for (let end = run.length; end > 0; end--) {
    // A handle ends where its run does, or before a sign: `@anatomy` is not for ana.
    if (end < run.length && !/[._-]/.test(run.charAt(end))) continue
    const handle = run.slice(0, end)
    const folded = handle.toLowerCase()
    const isCall = folded === roomHandle || folded === hereHandle
    if (isCall && !may[folded]) return undefined
    const mention = isCall ? folded : find(folded)
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

/** The wire takes so many. */
export const mostMentions = 100

/** `here`: those whom `@here` stands for; absent: it is a word like any other. */
export type Callable = { readonly room: boolean; readonly here?: readonly UserId[] | undefined }

/** Whom a text tells, once each: who is named in their order, then those whom `@here` calls, as far as there is room. */
export function mentionsOf(tree: TextTree, find: FindHandle, { room, here }: Callable): Mention[] {
  const found = new Set(calledBy(tree, find, { room, here: here !== undefined }))
  const callsHere = found.delete(hereHandle) && !found.has(roomHandle)
  return [...new Set([...found, ...(callsHere ? (here ?? []) : [])])].filter(isMention).slice(0, mostMentions)
}

/** Whether it calls those who are here, were its author allowed to. */
export function callsHere(tree: TextTree): boolean {
  return calledBy(tree, () => undefined, { room: false, here: true }).includes(hereHandle)
}

/** Those whom the message tells though its words do not name them: they were here when somebody wrote `@here`. */
export function toldByHere(tree: TextTree, mentions: readonly Mention[], find: FindHandle): readonly UserId[] {
  if (!callsHere(tree)) return []
  const named = new Set(calledBy(tree, find, { room: true, here: false }))
  return mentions.flatMap((one) => (one === roomHandle || named.has(one) ? [] : one))
}

function calledBy(tree: TextTree, find: FindHandle, may: Calls): readonly Called[] {
  return mentionRunsOf(tree).flatMap((run) => readMention(run, find, may)?.mention ?? [])
}
const isMention = (called: Called): called is Mention => called !== hereHandle
