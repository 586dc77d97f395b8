import { randomBytes } from 'node:crypto'
import { z } from 'zod'
import { appError } from '../../common/app-error.ts'
import type { QueuedReport } from '../../common/http-contract/moderation-contract.ts'
import {
  type Report,
  type ReportBody,
  reportBodySchema,
  usualReasons,
} from '../../common/http-contract/report-contract.ts'
import { eventIdSchema, userIdSchema } from '../../common/id-schemas.ts'
import { buildUserId, idRandomBytes, type MessageId, type RoomId, type UserId } from '../../common/ids.ts'
import type { Message } from '../../common/message.ts'
import type { Result } from '../../common/result.ts'
import { err, ok } from '../../common/result.ts'
import type { SeqSpan } from '../store/history-store.ts'
import { type BookEntry, buildRecordBook } from '../store/record-book.ts'
import type { RecordPlace, RecordStore } from '../store/record-store.ts'

/** `evidence`: the message and those around it as they were, whatever becomes of them later. */
const reportDetailSchema = z.object({
  by: userIdSchema,
  about: reportBodySchema,
  state: z.enum(['open', 'resolved']),
  outcome: z.string().optional(),
  resolvedAt: z.int().optional(),
  evidence: z.array(z.unknown()),
})

export type ReportService = {
  readonly report: (by: UserId, about: ReportBody) => Promise<Result<Report>>
  /** All of them. */
  readonly listMine: (by: UserId) => Promise<readonly Report[]>
  readonly pageMine: (by: UserId, after: RecordPlace | undefined, limit: number) => Promise<readonly Report[]>
  /** Everybody's, for those who act on them. A page may be short where few are of the state. */
  readonly listAll: (
    state: Report['state'] | undefined,
    after: RecordPlace | undefined,
    limit: number,
  ) => Promise<{ readonly reports: readonly QueuedReport[]; readonly next?: RecordPlace }>
  /** With its evidence. */
  readonly open: (
    id: string,
  ) => Promise<(QueuedReport & { readonly note?: string; readonly evidence: readonly unknown[] }) | undefined>
  /** `report-resolved` where somebody was first. */
  readonly resolve: (id: string, outcome: string) => Promise<Result<void>>
  /** What somebody who is no more has written of others; how many reports that was. What they are about stands. */
  readonly forget: (by: UserId) => Promise<number>
  /** Takes words out of open reports that were taken back 90 days ago. */
  readonly prune: () => Promise<void>
}

export type ReportDependencies = {
  readonly records: RecordStore
  /** What the reporter may see of the room; undefined: nothing. */
  readonly loadSeen: (user: UserId, room: RoomId) => Promise<readonly SeqSpan[] | undefined>
  readonly loadMessage: (room: RoomId, message: MessageId) => Promise<Message | undefined>
  readonly loadAround: (want: {
    readonly room: RoomId
    readonly around: number
    readonly limit: number
    readonly within: readonly SeqSpan[]
  }) => Promise<readonly Message[]>
  readonly maySee: (user: UserId, other: UserId) => Promise<boolean>
  readonly now: () => number
}

/** How long the evidence of a report that nobody acts on outlives what it is of. */
export const evidenceLifeMs = 90 * 86_400_000
/** Five before it and five after. */
const kept = 11
const mostOpen = 50

export function buildReportService(deps: ReportDependencies): ReportService {
  const book = buildRecordBook(deps.records, 'report', reportDetailSchema, deps.now)

  async function gather(by: UserId, { room, message }: ReportBody): Promise<Result<readonly Message[]>> {
    const unknown = err(appError('message-unknown'))
    if (room === undefined || message === undefined) return unknown
    const [within, found] = [await deps.loadSeen(by, room), await deps.loadMessage(room, message)]
    const isSeen = within?.some(({ fromSeq, toSeq }) => found && fromSeq <= found.seq && found.seq <= toSeq)
    if (within === undefined || found === undefined || !isSeen) return unknown
    return ok(await deps.loadAround({ room, around: found.seq, limit: kept, within }))
  }

  /** What of it is in the archive no more, and for how long. Of a message that is not known there the report's own time counts. */
  async function pruneEvidence({ id, at, detail }: ReportEntry): Promise<void> {
    const { room } = detail.about
    if (detail.state === 'resolved' || room === undefined) return
    const gone = new Set<string>()
    for (const one of detail.evidence.flatMap((each) => keptMessageSchema.safeParse(each).data ?? [])) {
      if (one.text === '' && one.attachments.length === 0) continue
      const standing = await deps.loadMessage(room, one.id)
      const goneAt = standing === undefined ? at : standing.removedAt
      if (goneAt !== undefined && goneAt + evidenceLifeMs <= deps.now()) gone.add(one.id)
    }
    if (gone.size === 0) return
    await book.change(id, (before) => {
      if (before === undefined) return ok(undefined)
      const evidence = before.detail.evidence.map((each) => {
        const one = keptMessageSchema.safeParse(each).data
        if (one === undefined || !gone.has(one.id)) return each
        // Who it was and where it stood, and nothing of what they said.
        const { seq, version } = one
        return { id: one.id, room, seq, version, author: one.author, at: one.at, ...emptied }
      })
      return ok({ owners: before.owners, detail: { ...before.detail, evidence } })
    })
  }

  /** Whoever asks one in by a link is mostly a stranger. Any id is taken then, so that taking it tells nothing. */
  const maySay = async (by: UserId, user: UserId, kind: ReportBody['kind']) =>
    kind === 'invite' || (await deps.maySee(by, user))

  return {
    report: async (by, about) => {
      const mine = (await book.listAll(by)).filter(({ detail }) => detail.state === 'open')
      if (mine.length >= mostOpen) return err(appError('too-many-requests', { retryAfterMs: 3_600_000 }))
      const evidence = about.kind === 'message' ? await gather(by, about) : ok([])
      if (!evidence.ok) return evidence
      if (about.kind !== 'message' && (about.user === undefined || !(await maySay(by, about.user, about.kind)))) {
        return err(appError('user-unknown'))
      }
      const id = buildUserId(randomBytes(idRandomBytes))
      const detail = { by, about, state: 'open' as const, evidence: [...evidence.value] }
      const made = await book.change(id, () => ok({ detail, owners: [by] }))
      if (!made.ok) return made
      return ok({ id, kind: about.kind, at: made.value?.at ?? deps.now(), reason: about.reason, state: 'open' })
    },
    listAll: async (state, after, limit) => {
      const entries = await book.list({ limit, ...(after === undefined ? {} : { after }) })
      const last = entries.at(-1)
      const reports = entries.filter(({ detail }) => state === undefined || detail.state === state).map(showQueued)
      return { reports, ...(entries.length < limit || last === undefined ? {} : { next: last }) }
    },
    open: async (id) => {
      const entry = await book.load(id)
      if (entry === undefined) return undefined
      const { about, evidence } = entry.detail
      return { ...showQueued(entry), evidence, ...(about.note === undefined ? {} : { note: about.note }) }
    },
    resolve: async (id, outcome) => {
      const changed = await book.change(id, (before) => {
        if (before === undefined) return err(appError('report-unknown'))
        if (before.detail.state === 'resolved') return err(appError('report-resolved'))
        // What was kept to judge by has been judged by.
        const detail = { ...before.detail, state: 'resolved' as const, outcome, resolvedAt: deps.now(), evidence: [] }
        return ok({ owners: before.owners, detail })
      })
      return changed.ok ? ok(undefined) : changed
    },
    forget: async (by) => {
      const mine = (await book.listAll(by)).filter(({ detail }) => detail.by === by)
      for (const { id } of mine) {
        await book.change(id, (before) => {
          if (before === undefined) return ok(undefined)
          const { note: _, ...about } = before.detail.about
          const reason = usual.has(about.reason) ? about.reason : 'other'
          return ok({ owners: before.owners, detail: { ...before.detail, about: { ...about, reason } } })
        })
      }
      return mine.length
    },
    prune: async () => {
      for (let after: RecordPlace | undefined; ; ) {
        const page = await book.list({ limit: prunedAtOnce, ...(after === undefined ? {} : { after }) })
        for (const entry of page) await pruneEvidence(entry)
        after = page.at(-1)
        // Not by how many there are: those that this version cannot read are not among them.
        if (after === undefined) return
      }
    },
    listMine: async (by) => (await book.listAll(by)).map(showMine),
    pageMine: async (owner, after, limit) =>
      (await book.list({ owner, limit, ...(after === undefined ? {} : { after }) })).map(showMine),
  }
}

type ReportEntry = BookEntry<z.output<typeof reportDetailSchema>>
const prunedAtOnce = 100
/** Anything else is words. */
const usual: ReadonlySet<string> = new Set(usualReasons)
const keptMessageSchema = z.looseObject({
  ...{ id: eventIdSchema, author: userIdSchema, seq: z.int(), version: z.int(), at: z.int() },
  text: z.string(),
  attachments: z.array(z.unknown()),
})
const emptied = { text: '', format: 'plain', mentions: [], attachments: [], reactions: [] } as const
const authorSchema = z.object({ id: z.string(), author: userIdSchema })

function showMine({ id, at, detail: { about, state, outcome, resolvedAt } }: ReportEntry): Report {
  return {
    ...{ id, kind: about.kind, at, reason: about.reason, state },
    ...(outcome === undefined ? {} : { outcome }),
    ...(resolvedAt === undefined ? {} : { resolvedAt }),
  }
}

/** Of a message the person concerned is its author, by the evidence: the archive may have it no more. */
function showQueued({ id, at, detail }: ReportEntry): QueuedReport {
  const { by, about, state, outcome, evidence } = detail
  const authors = evidence.flatMap((one) => authorSchema.safeParse(one).data ?? [])
  const user = about.user ?? authors.find((one) => one.id === about.message)?.author
  return {
    ...{ id, kind: about.kind, at, reason: about.reason, state, by },
    ...(outcome === undefined ? {} : { outcome }),
    ...(about.room === undefined ? {} : { room: about.room }),
    ...(about.message === undefined ? {} : { message: about.message }),
    ...(user === undefined ? {} : { user }),
  }
}
