import type { RoomCoverage } from '../../trace-command.ts'
import type { Words } from '../../words/words.ts'

/** `whole`: all of it, and no doubt. `part`: something is not here, or not compared. `lost`: nobody has it any more. */
export type CoverageWords = {
  readonly kind: 'whole' | 'part' | 'lost'
  readonly title: string
  readonly lines: readonly string[]
  /** There is something to fetch. */
  readonly mayFetch: boolean
}

/** What of a room is on this device, as a sentence and what it rests on. Only what is known; the rest is named. */
export function coverageWords(say: Words, coverage: RoomCoverage, isOnline: boolean): CoverageWords {
  const { head, held, heardTo, archive } = coverage
  const last = held.at(-1)
  if (last === undefined)
    return {
      kind: 'part',
      title: say(head === 0 ? 'coverage.nothing-said' : 'coverage.nothing-held'),
      lines: isOnline ? [] : [say('coverage.offline')],
      mayFetch: head > 0 && isOnline,
    }
  const isFromBeginning = last.from === 0
  const isCurrent = last.to >= head
  const differs = archive?.counted?.isSame === false
  const isLost = archive?.hasLoss === true
  const missing = isFromBeginning ? [] : [missingWords(say, held.at(-2)?.to, last.from)]
  const lines = [
    ...(isLost ? [say('coverage.lost')] : []),
    ...missing,
    ...(isCurrent ? [] : [say('coverage.behind', { head: String(head) })]),
    ...archiveLines(say, coverage, isOnline),
    ...(heardTo === undefined ? [] : [say('coverage.heard', { seq: String(heardTo) })]),
  ]
  const isWhole = isFromBeginning && isCurrent && !differs && !isLost
  return {
    kind: isLost ? 'lost' : isWhole ? 'whole' : 'part',
    title: isLost
      ? say('coverage.title-lost')
      : isFromBeginning && !differs
        ? say('coverage.title-whole', { seq: String(last.to) })
        : say('coverage.title-part', { from: String(last.from), to: String(last.to) }),
    lines,
    mayFetch: isOnline && (!isFromBeginning || !isCurrent),
  }
}

/** Older stretches may be held before it: then it is between the two that something is missing. */
function missingWords(say: Words, before: number | undefined, from: number): string {
  if (before === undefined) return say('coverage.before', { seq: String(from) })
  return say('coverage.between', { from: String(before), to: String(from) })
}

function archiveLines(say: Words, { archive }: RoomCoverage, isOnline: boolean): readonly string[] {
  if (archive === undefined) return [say(isOnline ? 'coverage.not-asked' : 'coverage.offline')]
  const { isCaughtUp, archivedTo, counted } = archive
  return [
    ...(isCaughtUp ? [] : [say('coverage.archive-behind', { seq: String(archivedTo) })]),
    ...(counted === undefined ? [] : [countWords(say, counted)]),
  ]
}

function countWords(say: Words, { here, there, isSame }: { here: number; there: number; isSame: boolean }): string {
  return isSame ? say('coverage.same', { count: here }) : say('coverage.differs', { here, there })
}
