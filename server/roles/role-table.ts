import type { RoleName } from '../server-config.ts'
import { apiRole } from './api-role.ts'
import { archiverRole } from './archiver-role.ts'
import { guardRole } from './guard-role.ts'
import { presenceRole } from './presence-role.ts'
import { searchRole } from './search-role.ts'
import type { ServerRole } from './server-role.ts'

/** The process is this table: `NATTER_ROLES` says which of them run in it. */
export const roleTable: Readonly<Record<RoleName, ServerRole>> = {
  api: apiRole,
  archiver: archiverRole,
  guard: guardRole,
  presence: presenceRole,
  search: searchRole,
}
