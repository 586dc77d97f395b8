import type { RoomId } from '../../common/ids.ts'
import type { RoomHead } from '../../common/wire-event.ts'
import type { RoomTally } from './judge-batch.ts'

/**
 * What the archiver says on `room.<room>.system.head`, so that a client notices what it did not hear (docs/protocol.md#barrier).
 *
 *     {"v":1, "prev":seq, "head":seq, "count":n, "refused":[seq], "epoch":n}
 *
 * `count`: how many events with `prev < sequence ≤ head` the room has that decode well (`parseStoredEvent` is ok): of
 * members and of `system`, of kinds this version knows and of those it does not, whether the rights refused them or not,
 * later copies of an id too. So a client counts the distinct sequences of the live events that decoded well. `refused`:
 * the sequences among them that the rights refused; they count as well.
 *
 * `prev` is the `head` of the announcement before. After another archiver has taken over it may lie above that one: what
 * is between was not announced, and a client that sees `prev` above the last `head` it knows fills from history.
 */
const quietMs = 2_000
const apartMs = 5_000
/** Until it is said, whoever heard them keeps removed words on disk beside their removal. */
const removalMs = 200
const removalApartMs = 1_000
/** As many as `roomHeadSchema` takes. */
const maxRefused = 10_000

export type OpenRange = {
  readonly tally: RoomTally
  /** Of the first and the last batch in the range; ms since the epoch. */
  readonly sinceAt: number
  readonly changedAt: number
  readonly announcedAt: number
  /** Of the first batch in which something was removed. */
  readonly removedAt?: number | undefined
}

export type RoomHeads = {
  readonly add: (tallies: readonly RoomTally[], nowAt: number) => void
  /** Those that are due, taken out; `all` at the end of a run, whatever the time. */
  readonly takeDue: (nowAt: number, all?: 'all') => readonly { readonly room: RoomId; readonly head: RoomHead }[]
}

/**
 * When a room is announced: two seconds after it fell quiet, and where it never does, five seconds after the first event
 * of the range; but never sooner than five after the last announcement. A removal does not wait for all that: a moment for
 * it to be heard, and a second after the last announcement.
 */
export function announceDueAt({ announcedAt, changedAt, sinceAt, removedAt }: OpenRange): number {
  const usual = Math.max(announcedAt + apartMs, Math.min(changedAt + quietMs, sinceAt + apartMs))
  if (removedAt === undefined) return usual
  return Math.min(usual, Math.max(announcedAt + removalApartMs, removedAt + removalMs))
}

/** @param epoch of the shard: said with each head, so that a client of another one asks again */
export function buildRoomHeads(epoch: number): RoomHeads {
  const open = new Map<RoomId, OpenRange>()
  const announced = new Map<RoomId, number>()
  return {
    add: (tallies, nowAt) => {
      for (const tally of tallies) {
        const range = open.get(tally.room)
        open.set(tally.room, {
          tally: range === undefined ? tally : joinTallies(range.tally, tally),
          sinceAt: range?.sinceAt ?? nowAt,
          changedAt: nowAt,
          announcedAt: announced.get(tally.room) ?? 0,
          removedAt: range?.removedAt ?? (tally.hasRemoval === true ? nowAt : undefined),
        })
      }
    },
    takeDue: (nowAt, all) => {
      const due: { room: RoomId; head: RoomHead }[] = []
      for (const [room, range] of open) {
        if (all === undefined && announceDueAt(range) > nowAt && range.tally.refused.length < maxRefused / 2) continue
        open.delete(room)
        announced.set(room, nowAt)
        due.push({ room, head: buildHead(range.tally, epoch) })
      }
      // Only the pace is remembered here, so what is old may go.
      for (const [room, at] of announced) if (nowAt - at > apartMs) announced.delete(room)
      return due
    },
  }
}

function joinTallies(first: RoomTally, next: RoomTally): RoomTally {
  return {
    room: first.room,
    prevSeq: first.prevSeq,
    headSeq: next.headSeq,
    count: first.count + next.count,
    refused: [...first.refused, ...next.refused],
  }
}

function buildHead({ prevSeq, headSeq, count, refused }: RoomTally, epoch: number): RoomHead {
  return { v: 1, prev: prevSeq, head: headSeq, count, refused: refused.slice(0, maxRefused), epoch }
}
