import { expect, test } from 'vitest'
import type { AdminUser } from '../../../../common/http-contract/admin-contract.ts'
import type { UserId } from '../../../../common/ids.ts'
import { actsFor } from './person-acts.ts'

const me = 'me'.padEnd(16, '0') as UserId
const somebody = (more: Partial<AdminUser> = {}): AdminUser => ({
  ...{ id: 'ana'.padEnd(16, '0') as UserId, handle: 'ana', displayName: 'Ana', createdAt: 1 },
  ...{ admin: false, suspended: false },
  ...more,
})

test.each([
  ['a member', somebody(), 'promote sign-out reset-code suspend delete'],
  ['an administrator', somebody({ admin: true }), 'demote sign-out reset-code suspend delete'],
  ['whoever is suspended', somebody({ suspended: true }), 'sign-out restore delete'],
  ['a suspended administrator', somebody({ suspended: true, admin: true }), 'demote sign-out restore delete'],
  ['a bot', somebody({ bot: true }), 'suspend delete'],
  ['myself', somebody({ id: me, admin: true }), 'demote sign-out reset-code'],
  ['whoever is gone', somebody({ deleted: true }), ''],
])('with %s can be done what makes sense', (_who, user, acts) => {
  expect(actsFor(user, me).join(' ')).toBe(acts)
})
