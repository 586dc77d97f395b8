import type { Filter } from 'mongodb'
import type { AuditQuery, AuditRow, AuditStore } from '../audit-store.ts'
import type { AuditDocument, Collections } from './mongo-collections.ts'
import { isDuplicate } from './mongo-fault.ts'

export function buildMongoAudit({ auditLines, auditKeys }: Collections): AuditStore {
  const loadHead = async () => {
    const [head] = await auditLines.find().sort({ _id: -1 }).limit(1).toArray()
    return head === undefined ? undefined : rowFrom(head)
  }
  return {
    loadAuditHead: loadHead,
    addAuditRow: async (row) => {
      const head = await loadHead()
      if ((head?.seq ?? 0) !== row.seq - 1 || (head !== undefined && head.digest !== row.previous)) return false
      try {
        // The place and the predecessor are unique each: whoever comes second is refused by the database.
        await auditLines.insertOne(buildAuditDocument(row))
        return true
      } catch (error) {
        if (!isDuplicate(error)) throw error
        return false
      }
    },
    loadAuditRows: async (query) => {
      const found = await auditLines
        .find(buildFilter(query))
        .sort({ _id: query.isNewestFirst ? -1 : 1 })
        .limit(query.limit)
        .toArray()
      return found.map(rowFrom)
    },
    loadAuditRow: async (id) => {
      const found = await auditLines.findOne({ id })
      return found === null ? undefined : rowFrom(found)
    },
    countAuditRows: () => auditLines.countDocuments(),
    ensureAuditKey: async (owner, { id, secret }) => {
      try {
        await auditKeys.insertOne({ _id: owner, id, secret })
        return { id, secret }
      } catch (error) {
        if (!isDuplicate(error)) throw error
        const kept = await auditKeys.findOne({ _id: owner })
        if (kept === null) throw error
        return { id: kept.id, secret: kept.secret }
      }
    },
    findAuditKey: async (owner) => {
      const kept = await auditKeys.findOne({ _id: owner })
      return kept === null ? undefined : { id: kept.id, secret: kept.secret }
    },
    loadAuditKeys: async (ids) =>
      (await auditKeys.find({ id: { $in: [...new Set(ids)] } }).toArray()).map(({ id, secret }) => ({ id, secret })),
    dropAuditKey: async (owner) => {
      await auditKeys.deleteOne({ _id: owner })
    },
  }
}

export function buildAuditDocument({ seq, ...row }: AuditRow): AuditDocument {
  return { _id: seq, ...row }
}

function rowFrom({ _id, ...row }: AuditDocument): AuditRow {
  return { seq: _id, ...row }
}

function buildFilter({ beyondSeq, isNewestFirst, sinceAt, by, aboutKey, what }: AuditQuery): Filter<AuditDocument> {
  return {
    ...(beyondSeq === undefined ? {} : { _id: isNewestFirst ? { $lt: beyondSeq } : { $gt: beyondSeq } }),
    ...(sinceAt === undefined ? {} : { at: { $gt: sinceAt } }),
    ...(by === undefined ? {} : { by }),
    ...(aboutKey === undefined ? {} : { 'about.key': aboutKey }),
    // The character after the dot: a beginning is a span of names.
    ...(what === undefined ? {} : { $or: [{ what }, { what: { $gte: `${what}.`, $lt: `${what}/` } }] }),
  }
}
