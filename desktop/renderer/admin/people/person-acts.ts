import type { AdminUser } from '../../../../common/http-contract/admin-contract.ts'
import type { UserId } from '../../../../common/ids.ts'
import type { WordKey } from '../../../words/english-words.ts'

const personActs = ['promote', 'demote', 'sign-out', 'reset-code', 'suspend', 'restore', 'delete'] as const
export type PersonAct = (typeof personActs)[number]

/** What can be done with somebody. The server decides; this only keeps what makes no sense off the menu. */
export function actsFor({ id, admin, suspended, deleted, bot }: AdminUser, me: UserId): readonly PersonAct[] {
  if (deleted) return []
  const makesSense: Readonly<Record<PersonAct, boolean>> = {
    promote: !admin && !suspended && bot !== true,
    demote: admin,
    'sign-out': bot !== true,
    'reset-code': bot !== true && !suspended,
    // One's own account ends in one's own settings, with what that asks.
    suspend: !suspended && id !== me,
    restore: suspended,
    delete: id !== me,
  }
  return personActs.filter((act) => makesSense[act])
}

/** What each act brings about, in the order in which one would ask. */
export const happensBy = {
  promote: ['admin.happens-promote', 'admin.happens-promote-log'],
  demote: ['admin.happens-demote', 'admin.happens-demote-tokens'],
  'sign-out': ['admin.happens-sign-out', 'admin.happens-sign-out-again'],
  'reset-code': ['admin.happens-reset', 'admin.happens-reset-old'],
  suspend: ['admin.happens-suspend', 'admin.happens-suspend-made', 'admin.happens-suspend-words'],
  restore: ['admin.happens-restore', 'admin.happens-restore-devices'],
  delete: ['admin.happens-delete', 'admin.happens-delete-rooms'],
} as const satisfies Readonly<Record<PersonAct, readonly WordKey[]>>

/** Nothing is lost by these. */
export const mildActs: ReadonlySet<PersonAct> = new Set<PersonAct>(['promote', 'reset-code', 'restore'])
