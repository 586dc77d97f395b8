import { z } from 'zod'
import { appError } from '../../../common/app-error.ts'
import { apiBase } from '../../../common/http-contract/api-paths.ts'
import type { Result } from '../../../common/result.ts'
import { err } from '../../../common/result.ts'
import type { AdminCommand } from '../../engine-command.ts'
import type { ApiCall, AskApi } from './api-request.ts'

/** What the console asks, with the token of whoever is signed in; the console reads the answer. */
export type AdminCalls = { askAdmin(call: Omit<AdminCommand, 'kind'>): Promise<Result<unknown>> }

/** An erasure takes somebody out of a thousand rooms, one after the other. */
const longMs = 180_000
const adminBase = `${apiBase}/admin/`

export function buildAdminCalls(asked: AskApi): AdminCalls {
  return {
    async askAdmin({ method, path, body, key, takes }) {
      // The console's way alone: a screen has no other call that goes past the engine's own.
      if (!isOfAdministration(path)) return err(appError('route-unknown'))
      const call: ApiCall = {
        ...{ method, path },
        ...(body === undefined ? {} : { body }),
        ...(method === 'GET' ? {} : { timeoutMs: longMs }),
        headers: {
          ...(key === undefined ? {} : { 'idempotency-key': key }),
          ...(takes === undefined ? {} : { accept: 'application/x-ndjson' }),
        },
      }
      return takes === undefined ? asked(call, z.unknown()) : asked<Blob>({ ...call, answer: 'blob' }, undefined)
    },
  }
}

/** As a browser reads it, so that nothing leads out of it by steps upwards, however they are written. */
function isOfAdministration(path: string): boolean {
  if (!path.startsWith('/') || !URL.canParse(path, 'http://server')) return false
  const { origin, pathname } = new URL(path, 'http://server')
  return origin === 'http://server' && pathname.startsWith(adminBase)
}
