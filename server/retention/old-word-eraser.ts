import { z } from 'zod'
import { appError } from '../../common/app-error.ts'
import { type MessageId, type RoomId, shardOf, type UserId } from '../../common/ids.ts'
import type { Result } from '../../common/result.ts'
import { err, ok } from '../../common/result.ts'
import type { HistoryStore } from '../store/history-store.ts'
import { buildRecordBook } from '../store/record-book.ts'
import type { RecordStore } from '../store/record-store.ts'

/** `isDone`: nothing older is left in the room. */
export type EraseOldWords = (
  room: RoomId,
  beforeAt: number,
  endsAt: number,
) => Promise<Result<{ readonly messages: number; readonly isDone: boolean }>>

export type OldWordPorts = {
  readonly records: RecordStore
  readonly history: Pick<HistoryStore, 'loadPage'>
  /** Takes them back in their authors' names: an event of the room each, which the archive and every client fold. */
  readonly removeMessages: (room: RoomId, messages: readonly MessageId[]) => Promise<Result<unknown>>
  /** Says in the room that it was done. */
  readonly sayErased: (
    room: RoomId,
    erased: { readonly before: number; readonly upTo: number },
  ) => Promise<Result<unknown>>
  /** False where the archive is behind what was said. */
  readonly reach: (shard: number) => Promise<boolean>
  /** Out of the stream, as far as it is archived. */
  readonly purge: (room: RoomId, author: UserId, upToSeq: number) => Promise<Result<unknown>>
  readonly now: () => number
}

/** Up to where it was looked through, and how many went since the room was told last. */
const doneSchema = z.object({ upTo: z.int(), untold: z.int() })
const pageMessages = 200

/** What was said in a room before a time. May be broken off at any point; goes on from where it stood. */
export function buildOldWordEraser(ports: OldWordPorts): EraseOldWords {
  const book = buildRecordBook(ports.records, 'retention-done', doneSchema, ports.now)

  return async (room, beforeAt, endsAt) => {
    let { upTo, untold } = (await book.load(room))?.detail ?? { upTo: 0, untold: 0 }
    const before = { upTo, untold }
    let [messages, isDone] = [0, false]
    while (!isDone && ports.now() < endsAt) {
      const page = await ports.history.loadPage({ room, limit: pageMessages, after: upTo })
      const old = page.messages.filter(({ at }) => at < beforeAt)
      const standing = old.filter(({ removedAt }) => removedAt === undefined)
      const removed = await ports.removeMessages(
        room,
        standing.map(({ id }) => id),
      )
      // A room that is no more has nobody who could read it.
      if (!removed.ok && removed.error.code !== 'room-unknown') return removed
      const authors = new Set(old.map(({ author }) => author))
      const lastSeq = old.at(-1)?.seq
      if (authors.size > 0 && lastSeq !== undefined) {
        if (!(await ports.reach(shardOf(room)))) return err(appError('busy', { retryAfterMs: 10_000 }))
        for (const author of authors) {
          const purged = await ports.purge(room, author, lastSeq)
          if (!purged.ok) return purged
        }
      }
      messages += standing.length
      untold += standing.length
      const notices = page.notices.filter(({ at }) => at < beforeAt)
      upTo = Math.max(upTo, lastSeq ?? 0, notices.at(-1)?.seq ?? 0)
      isDone = old.length < page.messages.length || !page.hasMoreAfter
      await keep()
    }
    if (isDone && untold > 0) {
      const said = await ports.sayErased(room, { before: beforeAt, upTo })
      if (!said.ok && said.error.code !== 'room-unknown') return said
      untold = 0
      await keep()
    }
    return ok({ messages, isDone })

    async function keep(): Promise<void> {
      if (upTo === before.upTo && untold === before.untold) return
      const detail = { upTo, untold }
      await book.change(room, () => ok({ detail, owners: [room] }))
      Object.assign(before, detail)
    }
  }
}
