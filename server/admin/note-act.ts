import type { FastifyRequest } from 'fastify'
import type { AuditAct } from '../audit/audit-act.ts'
import type { AuditEntry, AuditLog } from '../audit/audit-log.ts'
import { administratorOf } from '../plugins/api-server.ts'
import { valueOrProblem } from '../plugins/problem-error.ts'

/** In a route of administration, once it is known that the act can be done and before it is: its line in the log. */
export type NoteAct = (
  request: FastifyRequest,
  what: AuditAct,
  about?: Pick<AuditEntry, 'whom' | 'detail'>,
) => Promise<void>

export function buildNoteAct(audit: Pick<AuditLog, 'note'>): NoteAct {
  return async (request, what, about = {}) =>
    valueOrProblem(await audit.note({ by: administratorOf(request), from: request.ip, what, ...about }))
}
