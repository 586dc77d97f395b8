/**
 * Tells a bad event from a bad archiver. One event that cannot be written, among many that can, is set aside and stops
 * nobody. Several in a row are a fault of ours (a new version, a damaged table): to go on would drain the shard into what
 * was set aside, and people would lose what they said. So the shard stops, says so, and tries again; the stream keeps
 * all of it meanwhile.
 */
export type FaultWatch = {
  /** Whether one more may be set aside; where not, the shard is to stop. */
  readonly mayPass: () => boolean
  readonly onStopped: (seq: number) => void
  readonly onSetAside: () => void
  /** `count`: events that are new to the archive. */
  readonly onWritten: (count: number) => void
  readonly onAdvanced: (positionSeq: number) => void
  /** The event that the shard does not get past. */
  readonly stoppedAtSeq: () => number | undefined
}

export const maxInRow = 3
/** So many that were written well make up for one that was set aside: a fault that hits one event in ten stops us too. */
export const writtenForOne = 50

export function buildFaultWatch(): FaultWatch {
  let debt = 0
  let stoppedAtSeq: number | undefined
  return {
    mayPass: () => debt + writtenForOne <= maxInRow * writtenForOne,
    onStopped: (seq) => {
      stoppedAtSeq = seq
    },
    onSetAside: () => {
      debt += writtenForOne
    },
    onWritten: (count) => {
      debt = Math.max(0, debt - count)
    },
    onAdvanced: (positionSeq) => {
      if (stoppedAtSeq !== undefined && positionSeq >= stoppedAtSeq) stoppedAtSeq = undefined
    },
    stoppedAtSeq: () => stoppedAtSeq,
  }
}
