import type { RoomId } from '../../../common/ids.ts'
import type { Message } from '../../../common/message.ts'
import type { SystemEvent } from '../../../common/wire-event.ts'
import type { RoomNotice } from '../archive-store.ts'
import type { HistoryStore } from '../history-store.ts'
import { loadPageByScan, type RowScan, spansOf, takeWeighed } from '../page-window.ts'
import { messageFrom, messageVersionFrom } from './message-row.ts'
import type { SqliteConnection } from './sqlite-connection.ts'
import { jsonOf, numberOf } from './sqlite-row.ts'

type Order = 'ASC' | 'DESC'

const bySeqSql = (order: Order, also = '') =>
  `SELECT * FROM messages WHERE room = ? AND seq BETWEEN ? AND ? ${also} ORDER BY seq ${order} LIMIT ?`

/** `seq` alone: in both halves of a page, and in the notices. */
export const withinSql = ({ within }: Pick<RowScan, 'within'>) => {
  if (within === undefined) return ''
  const spans = spansOf(within).map(() => 'seq BETWEEN ? AND ?')
  return `AND (${spans.length === 0 ? '0' : spans.join(' OR ')})`
}
export const withinValues = ({ within = [] }: Pick<RowScan, 'within'>) =>
  spansOf(within).flatMap(({ fromSeq, toSeq }) => [fromSeq, toSeq])

/** Two walks, those never changed along their sequence, and the rest along the index of changes. */
const byVersionSql = (order: Order, also: string) =>
  `SELECT * FROM (${bySeqSql(order, `AND version = seq AND seq BETWEEN ? AND ? ${also}`)})
   UNION ALL
   SELECT * FROM (
     SELECT * FROM messages WHERE room = ? AND version BETWEEN ? AND ? AND version <> seq AND seq BETWEEN ? AND ? ${also}
     ORDER BY version ${order} LIMIT ?
   )
   ORDER BY version ${order} LIMIT ?`

/** Rows read at a time: each may be a hundred thousand characters, and most pages end before that matters. */
const chunkRows = 16

export function buildSqliteHistory(db: SqliteConnection): HistoryStore {
  const readChunk = (room: RoomId, scan: RowScan): readonly Message[] => {
    const { by, from, to, take, seqFrom, seqTo } = scan
    const order = scan.direction === 'up' ? 'ASC' : 'DESC'
    const bounds = [room, from, to]
    const { thread } = scan
    const also = `${thread === undefined ? '' : 'AND thread = ?'} ${withinSql(scan)}`
    const spans = [...(thread === undefined ? [] : [thread]), ...withinValues(scan)]
    if (by === 'seq') return db.all(bySeqSql(order, also), [...bounds, ...spans, take]).map(messageFrom)
    const half = [...bounds, seqFrom, seqTo, ...spans, take]
    return db.all(byVersionSql(order, also), [...half, ...half, take]).map(messageFrom)
  }
  function* walk(room: RoomId, scan: RowScan): Generator<Message> {
    let { from, to } = scan
    for (let left = scan.take; left > 0; ) {
      const take = Math.min(left, chunkRows)
      const rows = readChunk(room, { ...scan, from, to, take })
      yield* rows
      const last = rows.at(-1)
      if (rows.length < take || last === undefined) return
      left -= rows.length
      if (scan.direction === 'up') from = last[scan.by] + 1
      else to = last[scan.by] - 1
    }
  }
  const scanNotices = (room: RoomId, scan: RowScan): readonly RoomNotice[] => {
    const [from, to] = [Math.max(scan.from, scan.seqFrom), Math.min(scan.to, scan.seqTo)]
    const order: Order = scan.direction === 'up' ? 'ASC' : 'DESC'
    return db
      .all(
        `SELECT * FROM notices WHERE room = ? AND seq BETWEEN ? AND ? ${withinSql(scan)} ORDER BY seq ${order} LIMIT ?`,
        [room, from, to, ...withinValues(scan), scan.take],
      )
      .map((row) => ({
        room,
        seq: numberOf(row, 'seq'),
        at: numberOf(row, 'at'),
        event: jsonOf<SystemEvent>(row, 'event'),
      }))
  }
  const countUpTo = (cap: number, conditions: string, values: readonly (string | number)[]) =>
    numberOf(
      db.get(`SELECT count(*) AS n FROM (SELECT 1 FROM messages WHERE ${conditions} LIMIT ?)`, [...values, cap]) ?? {},
      'n',
    )
  const unread = 'room = ? AND seq > ? AND author <> ? AND removed_at IS NULL AND aside IS NULL'

  return {
    loadPage: (query) =>
      loadPageByScan(query, {
        messages: async (scan) => takeWeighed(walk(query.room, scan), scan, query),
        notices: async (scan) => scanNotices(query.room, scan),
      }),
    async tallySpan({ room, fromSeq, toSeq, most, ...seen }) {
      const row = db.get(
        `SELECT count(*) AS n, total(seq) AS seqs, total(version) AS versions FROM (
           SELECT seq, version FROM messages WHERE room = ? AND seq BETWEEN ? AND ? ${withinSql(seen)} LIMIT ?
         )`,
        [room, fromSeq, toSeq, ...withinValues(seen), most + 1],
      )
      const sums = row ?? {}
      const count = numberOf(sums, 'n')
      return count > most ? undefined : { count, seqs: numberOf(sums, 'seqs'), versions: numberOf(sums, 'versions') }
    },
    loadLastMessages: async (rooms) =>
      [...new Set(rooms)].flatMap((room) => {
        const row = db.get(
          'SELECT * FROM messages WHERE room = ? AND removed_at IS NULL AND aside IS NULL ORDER BY seq DESC LIMIT 1',
          [room],
        )
        return row === undefined ? [] : messageFrom(row)
      }),
    loadMessagesOf: async (author, after, limit) =>
      db
        .all('SELECT * FROM messages WHERE author = ? AND (room, id) > (?, ?) ORDER BY room, id LIMIT ?', [
          author,
          after?.room ?? '',
          after?.id ?? '',
          limit,
        ])
        .map(messageFrom),
    loadPinned: async (room, limit) =>
      db
        .all(
          `SELECT seq FROM messages INDEXED BY messages_pinned
           WHERE room = ? AND pinned_at IS NOT NULL AND removed_at IS NULL ORDER BY seq DESC LIMIT ?`,
          [room, limit],
        )
        .map((row) => numberOf(row, 'seq')),
    loadVersions: async (room, id, limit) =>
      db
        .all('SELECT * FROM message_versions WHERE room = ? AND id = ? ORDER BY seq DESC LIMIT ?', [room, id, limit])
        .map(messageVersionFrom)
        .toReversed(),
    countCarried: async (room, within) => {
      const seen = within === undefined ? {} : { within }
      const total = (sum: string, carries: string) =>
        numberOf(
          db.get(
            `SELECT total(${sum}) AS n FROM messages WHERE room = ? AND ${carries} AND removed_at IS NULL ${withinSql(seen)}`,
            [room, ...withinValues(seen)],
          ) ?? {},
          'n',
        )
      return {
        files: total('json_array_length(attachments)', 'attachments IS NOT NULL'),
        links: total('links', 'links IS NOT NULL'),
      }
    },
    countUnread: async ({ room, user, afterSeq, cap }) => ({
      unread: countUpTo(cap, unread, [room, afterSeq, user]),
      mentions: countUpTo(
        cap,
        `${unread} AND mentions IS NOT NULL
         AND EXISTS (SELECT 1 FROM json_each(mentions) WHERE value IN (?, 'room'))`,
        [room, afterSeq, user, user],
      ),
    }),
  }
}
