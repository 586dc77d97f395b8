import { apiPaths } from '../../../../common/http-contract/api-paths.ts'
import { type ErasureReport, erasuresSchema } from '../../../../common/http-contract/erasure-contract.ts'
import type { Result } from '../../../../common/result.ts'
import { ok } from '../../../../common/result.ts'
import { askAdmin, buildAdminQuery, mostAtOnce } from '../admin-api.ts'
import type { ListPage } from '../frame/paged-list.ts'

/** All of them, the newest first: the server tells the oldest first, and there are few in three months. */
export async function listErasures(): Promise<Result<ListPage<ErasureReport>>> {
  const rows: ErasureReport[] = []
  let cursor: string | undefined
  do {
    const path = `${apiPaths.erasures}?${buildAdminQuery({ limit: mostAtOnce, cursor })}`
    const answer = await askAdmin({ method: 'GET', path }, erasuresSchema)
    if (!answer.ok) return answer
    rows.push(...answer.value.erasures)
    cursor = answer.value.cursor
  } while (cursor !== undefined)
  return ok({ rows: rows.reverse() })
}
