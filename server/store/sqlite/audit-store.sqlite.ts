import type { AuditKey, AuditQuery, AuditRow, AuditStore } from '../audit-store.ts'
import type { SqliteConnection, SqlRow, SqlValue } from './sqlite-connection.ts'
import { numberOf, textOf } from './sqlite-row.ts'

export function buildSqliteAudit(db: SqliteConnection): AuditStore {
  const loadHead = () => rowOf(db.get('SELECT * FROM audit_lines ORDER BY seq DESC LIMIT 1'))
  return {
    loadAuditHead: async () => loadHead(),
    addAuditRow: async (row) =>
      db.write(() => {
        const head = loadHead()
        if ((head?.seq ?? 0) !== row.seq - 1 || (head !== undefined && head.digest !== row.previous)) return false
        db.run(
          `INSERT INTO audit_lines (seq, previous, id, at, by_kind, by, what, from_key, from_text, about_key, about_text, digest)
           VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
          [
            ...[row.seq, row.previous, row.id, row.at, row.byKind, row.by, row.what],
            ...[row.from.key, row.from.text, row.about.key, row.about.text, row.digest],
          ],
        )
        return true
      }),
    loadAuditRows: async (query) => {
      const { sql, values } = buildWhere(query)
      const order = query.isNewestFirst ? 'DESC' : 'ASC'
      return db
        .all(`SELECT * FROM audit_lines ${sql} ORDER BY seq ${order} LIMIT ?`, [...values, query.limit])
        .flatMap((row) => rowOf(row) ?? [])
    },
    loadAuditRow: async (id) => rowOf(db.get('SELECT * FROM audit_lines WHERE id = ?', [id])),
    countAuditRows: async () => numberOf(db.get('SELECT count(*) AS n FROM audit_lines') ?? {}, 'n'),
    ensureAuditKey: async (owner, { id, secret }) =>
      db.write(() => {
        db.run('INSERT INTO audit_keys (owner, id, secret) VALUES (?, ?, ?) ON CONFLICT DO NOTHING', [
          owner,
          id,
          secret,
        ])
        const kept = keyOf(db.get('SELECT * FROM audit_keys WHERE owner = ?', [owner]))
        if (kept === undefined) throw new Error('a key of the audit log was not stored')
        return kept
      }),
    findAuditKey: async (owner) => keyOf(db.get('SELECT * FROM audit_keys WHERE owner = ?', [owner])),
    loadAuditKeys: async (ids) =>
      [...new Set(ids)].flatMap((id) => keyOf(db.get('SELECT * FROM audit_keys WHERE id = ?', [id])) ?? []),
    dropAuditKey: async (owner) => {
      db.run('DELETE FROM audit_keys WHERE owner = ?', [owner])
    },
  }
}

function buildWhere({ beyondSeq, isNewestFirst, sinceAt, by, aboutKey, what }: AuditQuery) {
  const parts: readonly (readonly [string, ...SqlValue[]])[] = [
    ...(beyondSeq === undefined ? [] : [[isNewestFirst ? 'seq < ?' : 'seq > ?', beyondSeq] as const]),
    ...(sinceAt === undefined ? [] : [['at > ?', sinceAt] as const]),
    ...(by === undefined ? [] : [['by = ?', by] as const]),
    ...(aboutKey === undefined ? [] : [['about_key = ?', aboutKey] as const]),
    // The character after the dot: a beginning is a span of names.
    ...(what === undefined ? [] : [['(what = ? OR (what >= ? AND what < ?))', what, `${what}.`, `${what}/`] as const]),
  ]
  return {
    sql: parts.length === 0 ? '' : `WHERE ${parts.map(([sql]) => sql).join(' AND ')}`,
    values: parts.flatMap(([, ...values]) => values),
  }
}

export function auditRowFrom(row: SqlRow): AuditRow {
  return {
    seq: numberOf(row, 'seq'),
    previous: textOf(row, 'previous'),
    id: textOf(row, 'id'),
    at: numberOf(row, 'at'),
    byKind: textOf<AuditRow['byKind']>(row, 'by_kind'),
    by: textOf(row, 'by'),
    what: textOf(row, 'what'),
    from: { key: textOf(row, 'from_key'), text: textOf(row, 'from_text') },
    about: { key: textOf(row, 'about_key'), text: textOf(row, 'about_text') },
    digest: textOf(row, 'digest'),
  }
}

const rowOf = (row: SqlRow | undefined): AuditRow | undefined => (row === undefined ? undefined : auditRowFrom(row))

function keyOf(row: SqlRow | undefined): AuditKey | undefined {
  return row === undefined ? undefined : { id: textOf(row, 'id'), secret: textOf(row, 'secret') }
}
