import type { Tally } from '../../../common/http-contract/history-contract.ts'
import { tallyOf } from '../../../common/http-contract/history-contract.ts'
import type { RoomId } from '../../../common/ids.ts'
import type { Message } from '../../../common/message.ts'
import type { Result } from '../../../common/result.ts'
import { ok } from '../../../common/result.ts'
import type { SpanList } from '../local-store/span-list.ts'
import { addSpan, lackOf } from '../local-store/span-list.ts'
import type { KeptPage, KeptQuery, TimelineStore } from '../local-store/timeline-store.ts'
import type { HistoryAnswer, HistoryAsker } from './history-asker.ts'
import type { Page } from './room-window.ts'

/**
 * Pages of a room: from the disk first, then from history, which the disk learns of. What the disk knows from long ago is
 * compared with history before it is shown; where that cannot be asked, it is shown as it is. A hole that nobody knows of
 * shows in the tally that history states of a stretch: once a run for each, and what differs is fetched again.
 */
export type RoomPages = {
  load(room: RoomId, place: PagePlace): Promise<Result<Page>>
  /** What changed in a stretch since it was known, as far as history says. */
  refresh(room: RoomId, stretch: Stretch): Promise<Result<Refreshed>>
  /** All there is of a stretch was asked for otherwise. */
  noteFetched(room: RoomId, stretch: Pick<Stretch, 'from' | 'to'>): void
  /**
   * Compares what is held of a stretch, where that was not done yet in this run. @returns what lies there, where that is
   * something else; the disk has it by then
   */
  compare(room: RoomId, held: HeldStretch): Promise<KeptPage | undefined>
}
/** `messages`: as they were at `since`. */
export type HeldStretch = Stretch & { readonly messages: readonly Message[] }
/** `knownTo`: what the page is to be known up to. */
export type PagePlace = KeptQuery & { readonly knownTo: number }
export type Stretch = { readonly from: number; readonly to: number; readonly since: number }
export type Refreshed = Pick<HistoryAnswer, 'head' | 'checkpoint' | 'tally'> & { readonly messages: readonly Message[] }

const refreshPage = 200
const mostRefreshPages = 5
const mostHealPages = 10

export function buildRoomPages(
  { ask }: Pick<HistoryAsker, 'ask'>,
  store: TimelineStore,
  onFault: (cause: unknown) => void,
  /** For the log: counts, never what people wrote. */
  onHole: (counts: { readonly here: Tally; readonly there: Tally }) => void = () => {},
): RoomPages {
  /** Of each room what was fetched or compared in this run. */
  const compared = new Map<RoomId, SpanList>()

  function noteCompared(room: RoomId, { from, to }: Pick<Stretch, 'from' | 'to'>): void {
    compared.set(room, addSpan(compared.get(room) ?? [], { from, to, knownTo: 0 }))
  }

  async function load(room: RoomId, { knownTo, ...place }: PagePlace): Promise<Result<Page>> {
    const kept = await store.loadPage(room, place).catch(noPage)
    if (kept !== undefined && kept.knownTo >= knownTo) return ok(kept)
    if (kept !== undefined) {
      const { from, to } = kept
      const fresh = await refresh(room, { from, to, since: kept.knownTo })
      if (!fresh.ok) return ok(kept)
      const { head, tally } = fresh.value
      const messages = merged(kept.messages, fresh.value.messages)
      const here = tallyOf(messages)
      if (tally === undefined || isSameTally(here, tally)) {
        noteCompared(room, { from, to })
        return ok({ ...kept, messages, knownTo: head })
      }
      const healed = await fetchAnew(room, kept, { here, there: tally })
      if (healed !== undefined) return ok(healed)
    }
    const answer = await ask(room, place)
    if (!answer.ok) return answer
    const page = pageOf(answer.value, place)
    const onDisk = { ...page, to: Math.min(page.to, answer.value.head) }
    if (onDisk.from <= onDisk.to) store.putPage(room, onDisk).catch(onFault)
    noteCompared(room, page)
    return ok(page)
  }

  /** All there is of the stretch, in the place of what was kept; undefined where history cannot say. */
  async function fetchAnew(
    room: RoomId,
    { from, to }: Pick<Stretch, 'from' | 'to'>,
    found: { readonly here: Tally; readonly there: Tally },
  ): Promise<KeptPage | undefined> {
    onHole(found)
    let healed: KeptPage = { from: to + 1, to, knownTo: Number.POSITIVE_INFINITY, messages: [], notices: [] }
    for (let page = 0; page < mostHealPages && healed.from > from; page++) {
      const answer = await ask(room, { before: healed.from, limit: refreshPage })
      if (!answer.ok) return undefined
      const older = pageOf(answer.value, { before: healed.from, limit: refreshPage })
      healed = {
        ...{ from: older.from, to, knownTo: Math.min(healed.knownTo, older.knownTo) },
        messages: [...older.messages, ...healed.messages],
        notices: [...older.notices, ...healed.notices],
      }
    }
    // So long that not all of it came: it is right as far as it goes, and what is before is compared when it is shown.
    await store.replacePage(room, healed).catch(onFault)
    // One that was doubled may have been taken from where it belongs: all else that is shown is compared anew.
    compared.delete(room)
    noteCompared(room, { from: healed.from, to })
    return healed
  }

  async function compare(room: RoomId, { messages, since, ...stretch }: HeldStretch): Promise<KeptPage | undefined> {
    const lack = lackOf(compared.get(room) ?? [], stretch)
    if (lack === undefined) return undefined
    const held = messages.filter(({ seq }) => seq >= lack.from && seq <= lack.to)
    // Twice: the archive may have taken something in between counting and reading.
    for (const isLast of [false, true]) {
      const fresh = await refresh(room, { ...lack, since })
      if (!fresh.ok) return undefined
      const { tally } = fresh.value
      const here = tallyOf(merged(held, fresh.value.messages))
      if (tally === undefined || isSameTally(here, tally)) break
      if (isLast) return fetchAnew(room, lack, { here, there: tally })
    }
    noteCompared(room, lack)
    return undefined
  }

  async function refresh(room: RoomId, { from, to, since }: Stretch): Promise<Result<Refreshed>> {
    const messages: Message[] = []
    let changedAfter = since
    for (let page = 0; page < mostRefreshPages; page++) {
      const bounds = { after: Math.max(0, from - 1), before: to + 1 }
      const answer = await ask(room, {
        changedAfter,
        ...(from === 0 ? { before: bounds.before } : bounds),
        limit: refreshPage,
      })
      if (!answer.ok) return answer
      messages.push(...answer.value.messages)
      const { head, checkpoint, hasMoreAfter, tally } = answer.value
      if (!hasMoreAfter || answer.value.messages.length === 0) {
        const isNews = head > since || messages.length > 0
        if (isNews) store.putRefresh(room, { since, head, from, to, messages }).catch(onFault)
        return ok({ head, checkpoint, messages, ...(tally === undefined ? {} : { tally }) })
      }
      changedAfter = messages.reduce((most, { version }) => Math.max(most, version), changedAfter)
    }
    // So much has changed in it that reading it anew is less: the page that is asked for next does that.
    return ok({ head: since, checkpoint: { seq: 0, members: [] }, messages })
  }

  function noPage(cause: unknown): undefined {
    onFault(cause)
  }
  return { load, refresh, compare, noteFetched: noteCompared }
}

/** Which stretch an answer is all of. */
export function pageOf(answer: HistoryAnswer, place: KeptQuery): KeptPage {
  const { messages, notices, head, hasMoreBefore, hasMoreAfter, reach } = answer
  const [least, most] = [Math.min(...reach), Math.max(...reach)]
  const first = reach.length === 0 ? head + 1 : least
  const before = 'before' in place ? Number(place.before) : undefined
  const after = 'after' in place ? Number(place.after) : undefined
  const from = after !== undefined ? after + 1 : hasMoreBefore ? Math.min(first, before ?? first) : 0
  const to = before !== undefined ? before - 1 : hasMoreAfter && reach.length > 0 ? most : Math.max(head, after ?? 0)
  return { messages, notices, from, to, knownTo: head }
}

function isSameTally(one: Tally, other: Tally): boolean {
  return one.count === other.count && one.seqs === other.seqs && one.versions === other.versions
}

function merged(kept: readonly Message[], fresh: readonly Message[]): readonly Message[] {
  const byId = new Map(fresh.map((message) => [message.id, message]))
  return kept.map((message) => byId.get(message.id) ?? message)
}
