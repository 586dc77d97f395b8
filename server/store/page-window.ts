import type { MessageId } from '../../common/ids.ts'
import type { Message } from '../../common/message.ts'
import type { RoomNotice } from './archive-store.ts'
import type { Page, PageQuery, SeqSpan } from './history-store.ts'

/** One step of a page in either direction, bounds included; `take` rows at most, ascending in what it answers. */
export type RowScan = {
  readonly by: 'seq' | 'version'
  readonly direction: 'up' | 'down'
  readonly from: number
  readonly to: number
  readonly take: number
  /** With `version`: of messages whose sequence lies between these, included. */
  readonly seqFrom: number
  readonly seqTo: number
  readonly thread?: MessageId
  /** Only what lies in one of these. */
  readonly within?: readonly SeqSpan[]
}

/** `isCut`: it ended before `take` and before the bound, since the rows grew too long; what lies nearest is there. */
export type Scanned<Row> = { readonly rows: readonly Row[]; readonly isCut: boolean }
export type ScanRows = {
  readonly messages: (scan: RowScan) => Promise<Scanned<Message>>
  readonly notices: (scan: RowScan) => Promise<readonly RoomNotice[]>
}

type PageRow =
  | { readonly message: Message; readonly seq: number; readonly version: number }
  | { readonly notice: RoomNotice; readonly seq: number; readonly version: number }

const end = Number.MAX_SAFE_INTEGER

/**
 * A page by means of scans along indexes, of messages and of notices beside them. Each scan asks for one row more than it
 * needs, so that `hasMore…` is exact at the edges; what lies on the far side of the bound is looked up by one row.
 */
export async function loadPageByScan(query: PageQuery, scans: ScanRows): Promise<Page> {
  const { limit } = query
  const seen = {
    ...(query.within === undefined ? {} : { within: query.within }),
    ...(query.thread === undefined ? {} : { thread: query.thread }),
  }
  const anySeq = { seqFrom: 0, seqTo: end, ...seen }
  if (query.changedAfter !== undefined) {
    const bounds = {
      by: 'version',
      ...seen,
      seqFrom: (query.after ?? -1) + 1,
      seqTo: (query.before ?? end) - 1,
    } as const
    const after = query.changedAfter
    const found = await scanBoth(scans, { ...bounds, direction: 'up', from: after + 1, to: end, take: limit + 1 })
    const older = await scanBoth(scans, { ...bounds, direction: 'down', from: 0, to: after, take: 1 })
    return buildPage(found.rows.slice(0, limit), older.rows.length > 0, isMore(found, limit))
  }
  const top = query.upTo ?? end
  const up = (from: number, take: number) =>
    scanBoth(scans, { by: 'seq', ...anySeq, direction: 'up', from, to: top, take })
  const down = (to: number, take: number) =>
    scanBoth(scans, { by: 'seq', ...anySeq, direction: 'down', from: 0, to: Math.min(to, top), take })

  if (query.around !== undefined) {
    const later = await up(query.around, limit + 1)
    const earlier = await down(query.around - 1, limit + 1)
    // Half before, half from the place on; what one side lacks the other one fills.
    const before = Math.min(earlier.rows.length, Math.max(Math.floor(limit / 2), limit - later.rows.length))
    const after = Math.min(later.rows.length, limit - before)
    return buildPage(
      [...earlier.rows.slice(earlier.rows.length - before), ...later.rows.slice(0, after)],
      isMore(earlier, before),
      isMore(later, after),
    )
  }
  if (query.after !== undefined) {
    const found = await up(query.after + 1, limit + 1)
    const earlier = await down(query.after, 1)
    return buildPage(found.rows.slice(0, limit), earlier.rows.length > 0, isMore(found, limit))
  }
  const found = await down((query.before ?? top + 1) - 1, limit + 1)
  const later = query.before === undefined ? undefined : await up(query.before, 1)
  const rows = found.rows.slice(Math.max(0, found.rows.length - limit))
  return buildPage(rows, isMore(found, limit), later !== undefined && later.rows.length > 0)
}

/**
 * Takes rows until they grow too long, one at least, and reads no further.
 * @param rows in the order of the walk: from the place outwards
 */
export async function takeWeighed(
  rows: Iterable<Message> | AsyncIterable<Message>,
  { direction }: Pick<RowScan, 'direction'>,
  { maxBytes = end, around }: Pick<PageQuery, 'maxBytes' | 'around'>,
): Promise<Scanned<Message>> {
  const taken: Message[] = []
  // Around a place there are two walks.
  let left = around === undefined ? maxBytes : maxBytes / 2
  let isCut = false
  for await (const row of rows) {
    left -= weighMessage(row)
    isCut = left < 0 && taken.length > 0
    if (isCut) break
    taken.push(row)
  }
  return { rows: direction === 'up' ? taken : taken.reverse(), isCut }
}

/** Bytes of the message in an answer, roughly: what is escaped counts as such, a reaction is a user and an emoji. */
export function weighMessage({ text, reactions, mentions, attachments }: Message): number {
  const lists = 30 * reactions.length + 20 * mentions.length
  const files = attachments.length === 0 ? 0 : Buffer.byteLength(JSON.stringify(attachments))
  return 300 + Buffer.byteLength(JSON.stringify(text)) + lists + files
}

/** What of a wanted range may be shown; a bound that is none becomes one that the databases know. */
export function spansOf(within: readonly SeqSpan[]): readonly SeqSpan[] {
  return within.map(({ fromSeq, toSeq }) => ({ fromSeq, toSeq: Math.min(toSeq, end) }))
}

function isMore(scanned: Scanned<PageRow>, used: number): boolean {
  return scanned.isCut || scanned.rows.length > used
}

async function scanBoth(scans: ScanRows, scan: RowScan): Promise<Scanned<PageRow>> {
  const messages = await scans.messages(scan)
  const notices = scan.thread === undefined ? await scans.notices(scan) : []
  const place = (row: PageRow) => row[scan.by]
  const rows: PageRow[] = [
    ...messages.rows.map((message) => ({ message, seq: message.seq, version: message.version })),
    ...notices.map((notice) => ({ notice, seq: notice.seq, version: notice.seq })),
  ].sort((a, b) => place(a) - place(b))
  const isUp = scan.direction === 'up'
  // Where the messages were cut, notices beyond the cut belong to the next page.
  const last = isUp ? messages.rows.at(-1) : messages.rows[0]
  const within =
    messages.isCut && last !== undefined
      ? rows.filter((row) => (isUp ? place(row) <= last[scan.by] : place(row) >= last[scan.by]))
      : rows
  const taken = isUp ? within.slice(0, scan.take) : within.slice(Math.max(0, within.length - scan.take))
  return { rows: taken, isCut: messages.isCut }
}

function buildPage(rows: readonly PageRow[], hasMoreBefore: boolean, hasMoreAfter: boolean): Page {
  return {
    messages: rows.flatMap((row) => ('message' in row ? row.message : [])),
    notices: rows.flatMap((row) => ('notice' in row ? row.notice : [])),
    hasMoreBefore,
    hasMoreAfter,
  }
}
