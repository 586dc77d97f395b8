import { z } from 'zod'
import { appError } from '../../common/app-error.ts'
import type { User } from '../../common/http-contract/account-contract.ts'
import { apiPatterns } from '../../common/http-contract/api-paths.ts'
import {
  evidenceMessageSchema,
  openedReportSchema,
  type QueuedReport,
  queueQuerySchema,
  queueSchema,
  type ReportedRoom,
  type ResolveBody,
  resolveBodySchema,
} from '../../common/http-contract/moderation-contract.ts'
import type { MessageId, RoomId, UserId } from '../../common/ids.ts'
import type { RoomState } from '../../common/message.ts'
import type { Result } from '../../common/result.ts'
import { ok } from '../../common/result.ts'
import { type AddRoutes, type Administrator, administratorOf } from '../plugins/api-server.ts'
import { buildPlaceCursor, parsePlaceCursor } from '../plugins/place-page.ts'
import { ProblemError, valueOrProblem } from '../plugins/problem-error.ts'
import type { UserRow } from '../store/account-store.ts'
import type { RecordPlace } from '../store/record-store.ts'
import { makerOf, refuseTokenOver } from './administrator-rights.ts'
import type { NoteAct } from './note-act.ts'
import type { PersonNotices } from './person-notices.ts'
import type { UserAdministration } from './user-administration.ts'

type OpenedReport = QueuedReport & { readonly note?: string; readonly evidence: readonly unknown[] }
export type QueueRoutesDependencies = {
  readonly reports: {
    readonly listAll: (
      state: 'open' | 'resolved' | undefined,
      after: RecordPlace | undefined,
      limit: number,
    ) => Promise<{ readonly reports: readonly QueuedReport[]; readonly next?: RecordPlace }>
    readonly open: (id: string) => Promise<OpenedReport | undefined>
    readonly resolve: (id: string, outcome: string) => Promise<Result<void>>
  }
  readonly removeMessage: (
    by: UserId,
    room: RoomId,
    what: { readonly message: MessageId; readonly author: UserId },
  ) => Promise<Result<unknown>>
  /** Until then they only listen in that room. */
  readonly mute: (
    by: UserId,
    room: RoomId,
    whom: { readonly user: UserId; readonly until: number },
  ) => Promise<Result<unknown>>
  readonly people: Pick<UserAdministration, 'change' | 'judgeChange'>
  readonly notices: Pick<PersonNotices, 'tell' | 'hint'>
  readonly loadUser: (user: UserId) => Promise<UserRow | undefined>
  readonly loadNames: (users: readonly UserId[]) => Promise<User[]>
  readonly roomStore: { readonly loadRooms: (rooms: readonly RoomId[]) => Promise<readonly RoomState[]> }
  readonly noteAct: NoteAct
}

const tags = ['admin']
const params = z.strictObject({ report: z.string().regex(/^[a-z0-9]{16}$/, 'must be the id of a report') })
const mutedMs = 24 * 3_600_000

/** For the scope of administration. */
export function buildQueueRoutes(deps: QueueRoutesDependencies): AddRoutes {
  const { reports, noteAct } = deps
  /** Who and where they are about, by name, and whoever wrote what is shown with them. */
  const namesOf = async (all: readonly QueuedReport[], evidence: readonly unknown[] = []) => {
    const authors = evidence.flatMap((one) => evidenceMessageSchema.safeParse(one).data?.author ?? [])
    const ids = all.flatMap(({ by, user }) => (user === undefined ? [by] : [by, user]))
    const users = await deps.loadNames([...ids, ...authors])
    const states = await deps.roomStore.loadRooms([...new Set(all.flatMap(({ room }) => room ?? []))])
    const rooms: ReportedRoom[] = states.map(({ room: id, roomKind: kind, name }) =>
      kind === 'group' ? { id, kind, name } : { id, kind },
    )
    return { users, rooms }
  }
  const find = async (id: string): Promise<OpenedReport> => {
    const report = await reports.open(id)
    if (report === undefined) throw new ProblemError(appError('report-unknown'))
    return report
  }

  /** That all of it can be done, before anything is. */
  async function judge(
    by: Administrator,
    { room, message, user }: OpenedReport,
    { actions }: ResolveBody,
  ): Promise<void> {
    const needs = { 'remove-message': message, warn: user, mute: room && user, suspend: user } as const
    const lacking = actions.find((action) => needs[action] === undefined)
    const refuse = (detail: string) => {
      throw new ProblemError(appError('request-invalid', { detail, fields: { '/body/actions': 'cannot be done' } }))
    }
    if (lacking !== undefined) refuse(`This report names nothing that "${lacking}" could be done to.`)
    const row = user === undefined ? undefined : await deps.loadUser(user)
    if (actions.length === 0 || row === undefined) return
    refuseTokenOver(row, by)
    if (!actions.includes('suspend')) return
    if (by.kind === 'token' && !by.scopes.includes('users:write')) {
      const detail = 'To suspend somebody a token needs "users:write" as well.'
      throw new ProblemError(appError('scope-missing', { detail, more: { scope: 'users:write' } }))
    }
    valueOrProblem(await deps.people.judgeChange(row, { suspended: true }))
  }

  async function act(
    by: UserId,
    { room, message, user }: OpenedReport,
    { actions, note }: ResolveBody,
  ): Promise<Result<unknown>> {
    // A mute alone may be refused, of whoever owns the room: it goes first, so that nothing is half done then.
    for (const action of actions.toSorted((a, b) => Number(b === 'mute') - Number(a === 'mute'))) {
      if (user === undefined) break
      let done: Result<unknown> = ok(undefined)
      if (action === 'remove-message' && room && message) {
        done = await deps.removeMessage(by, room, { message, author: user })
      }
      if (action === 'mute' && room) done = await deps.mute(by, room, { user, until: Date.now() + mutedMs })
      if (action === 'suspend') done = await deps.people.change(user, { suspended: true, reason: note })
      if (!done.ok) return done
    }
    if (user === undefined || actions.length === 0) return ok(undefined)
    const where = { ...(room === undefined ? {} : { room }), ...(message === undefined ? {} : { message }) }
    return deps.notices.tell(user, { actions, reason: note, ...where })
  }

  return (api) => {
    api.get(
      apiPatterns.adminReports,
      {
        config: { scope: 'reports' },
        schema: {
          tags,
          summary: 'What people have reported, without the words it is about',
          querystring: queueQuerySchema,
          response: { 200: queueSchema },
        },
      },
      async (request) => {
        const { state, limit, cursor } = request.query
        const { reports: found, next } = await reports.listAll(state, parsePlaceCursor(cursor), limit)
        const more = next === undefined ? {} : { cursor: buildPlaceCursor(next) }
        return { reports: [...found], ...(await namesOf(found)), ...more }
      },
    )
    api.get(
      apiPatterns.adminReport,
      {
        config: { scope: 'reports' },
        schema: {
          tags,
          summary: 'One report with its evidence; that it was read is noted',
          params,
          response: { 200: openedReportSchema },
        },
      },
      async (request) => {
        const report = await find(request.params.report)
        await noteAct(request, 'report.read', { whom: report.id })
        const names = await namesOf([report], report.evidence)
        return { report: { ...report, evidence: [...report.evidence] }, ...names }
      },
    )
    api.post(
      apiPatterns.resolveReport,
      {
        config: { scope: 'reports' },
        schema: {
          tags,
          summary: 'Act on a report, and close it',
          description:
            'The reporter reads `note` as its outcome (`GET /reports`), the person concerned as the reason (`GET /me/notices`, where anything ' +
            'was done). `mute`: they only listen in that room for a day. With a token `suspend` needs `users:write` too.',
          params,
          body: resolveBodySchema,
          response: { 204: z.undefined().describe('Done and closed.') },
        },
      },
      async (request, reply) => {
        const report = await find(request.params.report)
        if (report.state === 'resolved') throw new ProblemError(appError('report-resolved'))
        await judge(administratorOf(request), report, request.body)
        await noteAct(request, 'report.resolved', { whom: report.id, detail: { actions: request.body.actions } })
        valueOrProblem(await act(makerOf(administratorOf(request)), report, request.body))
        valueOrProblem(await reports.resolve(report.id, request.body.note))
        deps.notices.hint(report.by)
        return reply.code(204).send()
      },
    )
  }
}
