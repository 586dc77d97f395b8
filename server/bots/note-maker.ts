import type { FastifyRequest } from 'fastify'
import type { Result } from '../../common/result.ts'
import type { AuditAct } from '../audit/audit-act.ts'
import type { AuditEntry, AuditLog } from '../audit/audit-log.ts'
import { callerOf } from '../plugins/api-server.ts'

/** What somebody makes that acts by itself is one line in the log of administration, before it is made. */
export type NoteMade = (what: AuditAct, about: Pick<AuditEntry, 'whom' | 'detail'>) => Promise<Result<void>>

export function buildNoteMade(audit: Pick<AuditLog, 'note'>, request: FastifyRequest): NoteMade {
  const { user } = callerOf(request)
  return (what, about) => audit.note({ by: { kind: 'user', user }, from: request.ip, what, ...about })
}
