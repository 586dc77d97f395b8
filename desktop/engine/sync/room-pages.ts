import type { RoomId } from '../../../common/ids.ts'
import type { Message } from '../../../common/message.ts'
import type { Result } from '../../../common/result.ts'
import { ok } from '../../../common/result.ts'
import type { KeptQuery, TimelineStore } from '../local-store/timeline-store.ts'
import type { HistoryAnswer, HistoryAsker } from './history-asker.ts'
import type { Page } from './room-window.ts'

/**
 * Pages of a room: from the disk first, then from history, which the disk learns of. What the disk knows from long ago is
 * compared with history before it is shown; where that cannot be asked, it is shown as it is.
 */
export type RoomPages = {
  load(room: RoomId, place: PagePlace): Promise<Result<Page>>
  /** What changed in a stretch since it was known, as far as history says. */
  refresh(room: RoomId, stretch: Stretch): Promise<Result<Refreshed>>
}
/** `knownTo`: what the page is to be known up to. */
export type PagePlace = KeptQuery & { readonly knownTo: number }
export type Stretch = { readonly from: number; readonly to: number; readonly since: number }
export type Refreshed = Pick<HistoryAnswer, 'head' | 'checkpoint'> & { readonly messages: readonly Message[] }

const refreshPage = 200
const mostRefreshPages = 5

export function buildRoomPages(
  { ask }: Pick<HistoryAsker, 'ask'>,
  store: TimelineStore,
  onFault: (cause: unknown) => void,
): RoomPages {
  async function load(room: RoomId, { knownTo, ...place }: PagePlace): Promise<Result<Page>> {
    const kept = await store.loadPage(room, place).catch(noPage)
    if (kept !== undefined && kept.knownTo >= knownTo) return ok(kept)
    if (kept !== undefined) {
      const { from, to } = kept
      const fresh = await refresh(room, { from, to, since: kept.knownTo })
      return ok(
        fresh.ok ? { ...kept, messages: merged(kept.messages, fresh.value.messages), knownTo: fresh.value.head } : kept,
      )
    }
    const answer = await ask(room, place)
    if (!answer.ok) return answer
    const page = pageOf(answer.value, place)
    const onDisk = { ...page, to: Math.min(page.to, answer.value.head) }
    if (onDisk.from <= onDisk.to) store.putPage(room, onDisk).catch(onFault)
    return ok(page)
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
      const { head, checkpoint, hasMoreAfter } = answer.value
      if (!hasMoreAfter || answer.value.messages.length === 0) {
        store.putRefresh(room, { since, head, from, to, messages }).catch(onFault)
        return ok({ head, checkpoint, messages })
      }
      changedAfter = messages.reduce((most, { version }) => Math.max(most, version), changedAfter)
    }
    // So much has changed in it that reading it anew is less: the page that is asked for next does that.
    return ok({ head: since, checkpoint: { seq: 0, members: [] }, messages })
  }

  function noPage(cause: unknown): undefined {
    onFault(cause)
  }
  return { load, refresh }
}

/** Which stretch an answer is all of. */
function pageOf(answer: HistoryAnswer, place: Pick<PagePlace, 'limit'> & object) {
  const { messages, notices, head, hasMoreBefore, hasMoreAfter, reach } = answer
  const [least, most] = [Math.min(...reach), Math.max(...reach)]
  const first = reach.length === 0 ? head + 1 : least
  const before = 'before' in place ? Number(place.before) : undefined
  const after = 'after' in place ? Number(place.after) : undefined
  const from = after !== undefined ? after + 1 : hasMoreBefore ? Math.min(first, before ?? first) : 0
  const to = before !== undefined ? before - 1 : hasMoreAfter && reach.length > 0 ? most : Math.max(head, after ?? 0)
  return { messages, notices, from, to, knownTo: head }
}

function merged(kept: readonly Message[], fresh: readonly Message[]): readonly Message[] {
  const byId = new Map(fresh.map((message) => [message.id, message]))
  return kept.map((message) => byId.get(message.id) ?? message)
}
