import type { PositionMark } from '../store/shard-store.ts'

const newest = 16
/** Of the older ones each lies at most so many times further back than the one after it, where there was one to keep. */
const spread = 2

/**
 * The marks to keep once another batch is archived: the newest, and of the older ones fewer and fewer, so that whatever a
 * stream was restored to, a mark below is not far in proportion. Oldest first.
 */
export function addMark(marks: readonly PositionMark[], mark: PositionMark): readonly PositionMark[] {
  const older = marks.filter(({ seq }) => seq < mark.seq).reverse()
  const back = ({ seq }: PositionMark) => mark.seq - seq
  const kept: PositionMark[] = [mark]
  for (const [index, one] of older.entries()) {
    const [before, after] = [kept.at(-1), older[index + 1]]
    const isSpare = before !== undefined && after !== undefined && back(after) <= spread * back(before)
    if (index < newest || !isSpare) kept.push(one)
  }
  return kept.reverse()
}
