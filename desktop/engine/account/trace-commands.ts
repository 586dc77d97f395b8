import { appError } from '../../../common/app-error.ts'
import { type Tally, tallyOf } from '../../../common/http-contract/history-contract.ts'
import type { RoomId } from '../../../common/ids.ts'
import { lastRow } from '../../../common/reducers/seq-list.ts'
import { err, ok, type Result } from '../../../common/result.ts'
import type { CommandHandlers } from '../../engine-command.ts'
import type { ArchiveWord, RoomCoverage, Stretch, TraceCommand } from '../../trace-command.ts'
import { lastLackOf, stretchesOf } from '../local-store/span-coverage.ts'
import { addSpan } from '../local-store/span-list.ts'
import type { TimelineStore } from '../local-store/timeline-store.ts'
import type { OutboxKeeper } from '../outbox/outbox.ts'
import type { HistoryAsker } from '../sync/history-asker.ts'
import type { RoomBook } from '../sync/room-book.ts'
import type { RoomEntry } from '../sync/room-entry.ts'
import { pageOf } from '../sync/room-pages.ts'
import { archiveOf, waitingOf } from '../views/message-trace.ts'
import type { CacheWriter } from './cache-writer.ts'
import type { Delivery } from './delivery.ts'

type Tracing = {
  readonly book: Pick<RoomBook, 'get'>
  readonly timelines: Pick<TimelineStore, 'loadSpans' | 'loadPage' | 'putPage'>
  readonly writer: Pick<CacheWriter, 'flush'>
  readonly asker: Pick<HistoryAsker, 'ask'>
  readonly delivery: Pick<Delivery, 'traceOf'> & { readonly outbox: Pick<OutboxKeeper, 'entries'> }
  readonly isOnline: () => boolean
}

const fetchedAtOnce = 200
const mostPages = 10

/** Where things are, by what is known: asked for by a screen that shows it, so it costs nothing while nobody looks. */
export function buildTraceHandlers(tracing: Tracing): CommandHandlers<TraceCommand> {
  const { book, timelines, writer, asker, delivery, isOnline } = tracing

  async function readHeld(room: RoomId, entry: RoomEntry): Promise<readonly Stretch[]> {
    await writer.flush()
    // What is shown may not be on disk, where that takes nothing.
    const shown = [entry.window, entry.past].flatMap((window) => {
      const known = window?.timeline.checkpoint.seq ?? 0
      return window?.loaded === true ? [{ from: window.from, to: window.to ?? known, knownTo: known }] : []
    })
    return stretchesOf(shown.reduce(addSpan, await timelines.loadSpans(room)))
  }

  async function measure(room: RoomId): Promise<Result<RoomCoverage>> {
    const entry = book.get(room)
    if (entry === undefined) return err(appError('room-unknown'))
    const asked = isOnline() ? await askArchive(room, entry) : undefined
    const now = book.get(room) ?? entry
    const held = await readHeld(room, now)
    const last = held.at(-1)
    const hearing = lastRow(now.window.heard)?.seq
    const archive =
      asked?.archive !== undefined && last !== undefined ? await compare(room, last, asked.archive) : asked?.archive
    return ok({
      head: Math.max(now.head, asked?.head ?? 0),
      held,
      ...(hearing === undefined || hearing <= (last?.to ?? 0) ? {} : { heardTo: hearing }),
      ...(archive === undefined ? {} : { archive }),
    })
  }

  async function askArchive(room: RoomId, { head }: RoomEntry) {
    const answer = await asker.ask(room, { changedAfter: head, limit: 1 })
    if (!answer.ok) return undefined
    const { complete, archivedTo } = answer.value
    const archive: ArchiveWord = { isCaughtUp: complete, archivedTo, hasLoss: false }
    return { head: answer.value.head, archive }
  }

  /** The newest stretch: whether the archive has lost something of it, and whether both hold the same messages. */
  async function compare(room: RoomId, { from, to }: Stretch, word: ArchiveWord): Promise<ArchiveWord> {
    const since = Math.max(0, from - 1)
    const bounds = { changedAfter: since, before: to + 1, ...(from > 0 ? { after: since } : {}) }
    const answer = await asker.ask(room, { ...bounds, limit: 1 })
    if (!answer.ok) return word
    const { complete, tally } = answer.value
    const counted = tally && (await countHere(room, { from, to }, tally))
    return {
      ...{ ...word, hasLoss: word.isCaughtUp && !complete },
      ...(counted === undefined ? {} : { counted }),
    }
  }

  async function countHere(room: RoomId, { from, to }: Stretch, there: Tally): Promise<ArchiveWord['counted']> {
    const page = await timelines.loadPage(room, { before: to + 1, limit: there.count + 1 })
    const messages = page?.messages.filter(({ seq }) => seq >= from)
    if (messages === undefined) return undefined
    const here = tallyOf(messages)
    return { here: here.count, there: there.count, isSame: here.count === there.count && here.seqs === there.seqs }
  }

  async function fetchMissing(room: RoomId): Promise<Result<null>> {
    const entry = book.get(room)
    if (entry === undefined) return err(appError('room-unknown'))
    for (let pages = 0; pages < mostPages; pages++) {
      const lack = lastLackOf(await readHeld(room, book.get(room) ?? entry), entry.window.timeline.checkpoint.seq)
      if (lack === undefined) return ok(null)
      const place = { before: lack.to + 1, limit: fetchedAtOnce }
      const answer = await asker.ask(room, place)
      if (!answer.ok) return answer
      const page = pageOf(answer.value, place)
      // Nothing came of it: asked again it would be the same.
      if (page.from > lack.to) return ok(null)
      await timelines.putPage(room, page)
    }
    return ok(null)
  }

  return {
    async 'trace-message'({ room, message, seq }) {
      const entry = book.get(room)
      if (entry === undefined) return err(appError('room-unknown'))
      const device = delivery.traceOf(message)
      const waiting = waitingOf(delivery.outbox.entries(room), message)
      const asked = seq !== undefined && isOnline() ? await asker.ask(room, { around: seq, limit: 1 }) : undefined
      const answer = asked?.ok
        ? { head: asked.value.head, hasMessage: asked.value.messages.some(({ id }) => id === message) }
        : undefined
      return ok({
        archive: archiveOf(seq, book.get(room)?.head ?? entry.head, answer, isOnline()),
        ...(device === undefined ? {} : { device }),
        ...(waiting === undefined ? {} : { waiting }),
      })
    },
    'measure-room': ({ room }) => keptFault(() => measure(room)),
    'complete-room': ({ room }) =>
      keptFault(async () => {
        const fetched = await fetchMissing(room)
        return fetched.ok ? measure(room) : fetched
      }),
  }
}

/** A disk that cannot be read is no coverage. */
async function keptFault<T>(job: () => Promise<Result<T>>): Promise<Result<T>> {
  try {
    return await job()
  } catch (cause) {
    return err(appError('storage-unavailable', { cause }))
  }
}
