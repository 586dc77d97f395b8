import { expect, test } from 'vitest'
import type { UserId } from '../../../common/ids.ts'
import { orderMembers } from './member-order.ts'

test('owner and admins first, then everyone by name, listeners among them', () => {
  const member = (user: string, role: 'owner' | 'admin' | 'member' | 'listener') => ({ user: user as UserId, role })
  const ordered = orderMembers(
    [member('zoe', 'member'), member('ben', 'listener'), member('mei', 'owner'), member('ana', 'admin')],
    (user) => user,
    'en',
  )
  expect(ordered.map((each) => each.user)).toEqual(['mei', 'ana', 'ben', 'zoe'])
})
