import type { RoomId, UserId } from '../../../common/ids.ts'
import { hasAllWords } from '../../../common/search/search-words.ts'
import { compareFound, type SearchedPlace, type SearchHas } from '../../../common/search/searched-message.ts'
import { type Turns, takeTurns } from '../turn-taking.ts'
import { bitOf, mentionsBit, type WordBlock } from './word-blocks.ts'

export type WordPlace = { readonly room: RoomId; readonly seq: number; readonly at: number }
export type WordQuery = {
  readonly words: readonly string[]
  readonly from?: readonly UserId[] | undefined
  readonly before?: number | undefined
  readonly after?: number | undefined
  readonly has?: SearchHas | undefined
  readonly mentions?: boolean | undefined
  /** Only what comes after that one. */
  readonly below?: SearchedPlace | undefined
  readonly isBlocked?: (user: UserId) => boolean
}

/** A block as it is looked through. */
export type ReadyBlock = {
  readonly block: WordBlock
  /** Where each line begins. */
  readonly starts: Int32Array
  readonly oldestAt: number
  readonly newestAt: number
  /** About as many as it takes in memory. */
  readonly bytes: number
}

const isTwoByte = /[\u0100-\uffff]/
const rowBytes = 40

export function buildReady(block: WordBlock): ReadyBlock {
  const { words, seqs, ats } = block
  const starts = new Int32Array(seqs.length)
  for (let row = 0, start = 0; row < seqs.length; row++) {
    starts[row] = start
    start = words.indexOf('\n', start) + 1
  }
  const oldestAt = ats.reduce((least, at) => Math.min(least, at), Number.POSITIVE_INFINITY)
  const newestAt = ats.reduce((most, at) => Math.max(most, at), Number.NEGATIVE_INFINITY)
  const bytes = words.length * (isTwoByte.test(words) ? 2 : 1) + rowBytes * seqs.length
  return { block, starts, oldestAt, newestAt, bytes }
}

/** So many small ones between two looks at what was found. */
const blocksAtOnce = 8

/**
 * The places where all words stand, newest first, as far as words, authors, times and marks tell: as many as are asked for,
 * and then more; fewer, and there are no more. Begins at the blocks that have the newest and looks no further than it must.
 */
export function buildWordScan(
  blocks: readonly ReadyBlock[],
  query: WordQuery,
  turns: Turns = takeTurns(),
): (most: number) => Promise<readonly WordPlace[]> {
  const rest = blocks.filter((block) => mayHave(block, query)).sort((a, b) => a.newestAt - b.newestAt)
  /** The newest last. */
  const found: WordPlace[] = []
  return async (most) => {
    const taken: WordPlace[] = []
    for (;;) {
      // None of a block to come may belong before it.
      const openAt = rest.at(-1)?.newestAt ?? Number.NEGATIVE_INFINITY
      for (
        let next = found.at(-1);
        next !== undefined && next.at > openAt && taken.length < most;
        next = found.at(-1)
      ) {
        taken.push(next)
        found.pop()
      }
      if (taken.length >= most || rest.length === 0) return taken
      const before = found.length
      for (const block of rest.splice(-blocksAtOnce)) found.push(...findInBlock(block, query))
      if (found.length > before) found.sort((a, b) => compareFound(b, a))
      if (turns.isLong()) await turns.letOthers()
    }
  }
}

function mayHave({ oldestAt, newestAt }: ReadyBlock, { before, after, below }: WordQuery): boolean {
  if (before !== undefined && oldestAt >= before) return false
  if (after !== undefined && newestAt < after) return false
  return oldestAt <= (below?.at ?? Number.MAX_VALUE)
}

/** In whatever order. The longest word leads through the lines as one text: most often it stands in the fewest. */
function findInBlock({ block, starts }: ReadyBlock, query: WordQuery): readonly WordPlace[] {
  const { room, seqs, ats, has, whose, words } = block
  const { from, before, after, below, isBlocked } = query
  const isWanted = block.authors.map((user) => (from?.includes(user) ?? true) && isBlocked?.(user) !== true)
  if (!isWanted.includes(true)) return []
  const bits = (query.has === undefined ? 0 : bitOf(query.has)) | (query.mentions === true ? mentionsBit : 0)
  const [lead, ...others] = query.words.toSorted((a, b) => b.length - a.length)
  const places: WordPlace[] = []
  for (let row = 0; row < seqs.length; row++) {
    if (lead !== undefined) {
      const hit = words.indexOf(lead, starts[row])
      if (hit === -1) break
      row = rowOf(starts, hit, row)
    }
    const place = { room, seq: seqs[row] ?? 0, at: ats[row] ?? 0 }
    if (((has[row] ?? 0) & bits) !== bits || isWanted[whose[row] ?? 0] !== true) continue
    if (before !== undefined && place.at >= before) continue
    if (after !== undefined && place.at < after) continue
    if (below !== undefined && compareFound(below, place) >= 0) continue
    if (others.length > 0 && !hasAllWords(words.slice(starts[row], starts[row + 1]), others)) continue
    places.push(place)
  }
  return places
}

/** The line in which a character stands, at or after one. */
function rowOf(starts: Int32Array, at: number, first: number): number {
  let [low, high] = [first, starts.length - 1]
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if ((starts[middle] ?? 0) <= at) low = middle
    else high = middle - 1
  }
  return low
}
