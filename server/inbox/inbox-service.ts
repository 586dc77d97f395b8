import type { User } from '../../common/http-contract/account-contract.ts'
import type { ContactRequest } from '../../common/http-contract/contact-contract.ts'
import type { DismissBody, Inbox, InboxItem, InboxKind } from '../../common/http-contract/inbox-contract.ts'
import type { UserId } from '../../common/ids.ts'
import type { Result } from '../../common/result.ts'
import { isOnlyInThread } from '../../common/thread.ts'
import type { LoadReached } from '../reach/reached-rooms.ts'
import { type InboxRow, type InboxRowKind, inboxRowId, inboxRowKinds } from '../store/inbox-store.ts'
import type { RecordPlace } from '../store/record-store.ts'
import type { Store } from '../store/store-port.ts'
import type { InboxMarkBook, InboxMarks } from './inbox-marks.ts'
import { buildRequestItem, type InboxView, type IsShown, judgeRow, type PlacedItem } from './judge-row.ts'
import { buildThreadItems } from './thread-items.ts'

export type InboxPorts = {
  readonly store: Pick<Store, 'inbox' | 'archive' | 'threads' | 'history' | 'receipts'>
  readonly marks: InboxMarkBook
  readonly loadReached: LoadReached
  /** Whom the caller has blocked, and their bots. */
  readonly listUnheard: (user: UserId) => Promise<readonly UserId[]>
  /** That wait for the caller. */
  readonly listRequests: (user: UserId) => Promise<readonly ContactRequest[]>
  readonly loadUsers: (users: readonly UserId[]) => Promise<readonly User[]>
  /** To the caller's other devices. */
  readonly hint: (user: UserId) => void
  readonly now: () => number
}

export type InboxService = {
  readonly load: (
    user: UserId,
    query: { readonly kind?: InboxKind | undefined; readonly behind: RecordPlace | undefined; readonly limit: number },
  ) => Promise<Omit<Inbox, 'cursor'> & { readonly next?: RecordPlace }>
  readonly dismiss: (user: UserId, body: DismissBody) => Promise<Result<void>>
  readonly see: (user: UserId, upTo: number) => Promise<Result<void>>
  readonly prune: () => Promise<void>
}

const inboxLifeMs = 90 * 86_400_000
export const mostInboxRows = 500
/** Of a call: what is not true any more, or dismissed, costs as much as what is shown. */
const mostLooked = 1_000

export function buildInboxService(ports: InboxPorts): InboxService {
  const { store, marks } = ports
  const threadItems = buildThreadItems(store)

  async function loadView(me: UserId): Promise<InboxView> {
    const [rooms, unheard, receipts] = await Promise.all([
      ports.loadReached(me),
      ports.listUnheard(me),
      store.receipts.loadReceiptsOfUser(me),
    ])
    return {
      me,
      rooms: new Map(rooms.map(({ room, ...reached }) => [room, reached])),
      unheard: new Set(unheard),
      readTo: new Map(receipts.map(({ room, seq }) => [room, seq])),
      sinceAt: ports.now() - inboxLifeMs,
    }
  }

  /** Rows are looked through until there are enough that are true. `endedAt`: no further than there. */
  async function listRowItems(
    view: InboxView,
    kinds: readonly InboxRowKind[],
    isShown: IsShown,
    { behind, limit }: { readonly behind: RecordPlace | undefined; readonly limit: number },
  ): Promise<{ readonly found: readonly PlacedItem[]; readonly endedAt?: RecordPlace }> {
    const found: PlacedItem[] = []
    if (kinds.length === 0) return { found }
    const owners = [view.me, ...view.rooms.keys()]
    let place = behind
    // More at a time while they are in vain: who asks for one may have dismissed hundreds.
    for (let looked = 0, pageRows = Math.min(limit + 1, 200); ; pageRows = Math.min(pageRows * 2, 200)) {
      const loaded = await store.inbox.loadRows({
        ...{ owners, kinds, limit: pageRows + 1 },
        ...(place === undefined ? {} : { behind: place }),
      })
      const rows = cutRows(loaded, pageRows)
      const messages = await store.archive.loadMessages(rows.map(({ room, message }) => ({ room, id: message })))
      const messageOf = new Map(messages.map((message) => [`${message.room} ${message.id}`, message]))
      for (const row of rows) {
        place = { at: row.at, id: inboxRowId(row) }
        const item = judgeRow(row, messageOf.get(`${row.room} ${row.message}`), view)
        if (item !== undefined && isShown({ item, place })) found.push({ item, place })
        if (found.length > limit) return { found }
      }
      looked += rows.length
      if (loaded.length <= pageRows) return { found }
      if (looked >= mostLooked && place !== undefined) return { found, endedAt: place }
    }
  }

  /** What stands in threads alone is read by their own marks. */
  async function readInThreads(me: UserId, items: readonly InboxItem[]): Promise<InboxItem[]> {
    const inThread = items.flatMap(({ kind, message }) =>
      (kind === 'mention' || kind === 'reply') && message?.thread !== undefined && isOnlyInThread(message)
        ? [{ room: message.room, thread: message.thread }]
        : [],
    )
    const readTo = new Map<string, number>()
    for (const room of new Set(inThread.map((one) => one.room))) {
      const threads = inThread.flatMap((one) => (one.room === room ? [one.thread] : []))
      for (const { thread, readSeq } of await store.threads.loadMarks(me, room, threads))
        readTo.set(`${room} ${thread}`, readSeq)
    }
    return items.map((item) => {
      const { message, kind } = item
      if (message === undefined || kind === 'reaction' || !isOnlyInThread(message)) return item
      const isRead = message.seq <= (readTo.get(`${message.room} ${message.thread}`) ?? 0)
      return isRead ? { ...item, isRead: true as const } : item
    })
  }

  return {
    load: async (user, { kind, behind, limit }) => {
      const [view, mine] = await Promise.all([loadView(user), marks.load(user)])
      const isShown: IsShown = ({ item, place }) =>
        place.at > view.sinceAt && !isDismissed(mine, item) && (behind === undefined || isBehind(place, behind))
      const kinds = inboxRowKinds.filter((one) => kind === undefined || one === kind)
      const wants = (one: InboxKind) => kind === undefined || kind === one
      const [rows, threads, requests] = await Promise.all([
        listRowItems(view, kinds, isShown, { behind, limit }),
        wants('thread') ? threadItems(view, isShown) : [],
        wants('request') ? ports.listRequests(user) : [],
      ])
      const shownRows = new Set(rows.found.map(({ item }) => item.id))
      // What answers them stands there as that, and where that was dismissed it is done with.
      const isAlone = ({ item }: PlacedItem) => {
        const id = `m ${item.room} ${item.message?.id}`
        return !shownRows.has(id) && !isDismissed(mine, { ...item, id })
      }
      const rest = [...threads.filter(isAlone), ...requests.map(buildRequestItem).filter(isShown)]
      const { endedAt } = rows
      const all = [...rows.found, ...rest]
        .filter(({ place }) => endedAt === undefined || !isBehind(place, endedAt))
        .toSorted((a, b) => (isBehind(a.place, b.place) ? 1 : -1))
      const page = all.slice(0, limit)
      const next = all.length > limit ? page.at(-1)?.place : endedAt
      const items = await readInThreads(
        user,
        page.map(({ item }) => item),
      )
      const named = new Set(items.flatMap(({ by, message }) => [...by, ...(message ? [message.author] : [])]))
      return {
        items,
        users: [...(await ports.loadUsers([...named]))],
        seenTo: mine.seenTo,
        ...(next === undefined ? {} : { next }),
      }
    },
    dismiss: async (user, { upTo, ids }) => {
      const done = await marks.dismiss(user, upTo, ids)
      if (done.ok) ports.hint(user)
      return done
    },
    see: async (user, upTo) => {
      const done = await marks.see(user, upTo)
      if (done.ok) ports.hint(user)
      return done
    },
    prune: () => store.inbox.pruneRows({ beforeAt: ports.now() - inboxLifeMs, most: mostInboxRows }),
  }
}

/** Of a message that names somebody and everybody there are two rows at one place: whoever goes on behind it has to have both. */
function cutRows(loaded: readonly InboxRow[], most: number): readonly InboxRow[] {
  const [last, next] = [loaded[most - 1], loaded[most]]
  const isOnePlace = last && next && last.at === next.at && inboxRowId(last) === inboxRowId(next)
  return isOnePlace ? loaded : loaded.slice(0, most)
}

/** In the order of the list: newest first, then by id. */
export function isBehind(one: RecordPlace, other: RecordPlace): boolean {
  return one.at < other.at || (one.at === other.at && one.id > other.id)
}

function isDismissed({ dismissedTo, dismissed }: InboxMarks, { id, at }: Pick<InboxItem, 'id' | 'at'>): boolean {
  return at <= dismissedTo || dismissed.some((one) => one.id === id && at <= one.to)
}
