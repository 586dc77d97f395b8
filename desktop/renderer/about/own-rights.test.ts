import fc from 'fast-check'
import { expect, test } from 'vitest'
import { roles } from '../../../common/credential-scope.ts'
import type { UserId } from '../../../common/ids.ts'
import { speakingRole } from '../../../common/reducers/room-limits.ts'
import { rightsIn, silenceOf } from './own-rights.ts'

const me = 'evaevaevaevaevae' as UserId
const maybe = <T>(value: T) => fc.option(fc.constant(value), { nil: undefined })

test('I am told that I may write where the fold takes what I say, and nowhere else', () => {
  const rooms = fc.record({
    myRole: fc.constantFrom(...roles),
    posting: maybe('admins' as const),
    archived: maybe(true as const),
    ended: maybe('listen' as const),
    mutedUntil: fc.option(fc.integer({ min: 0, max: 20 }), { nil: undefined }),
  })
  fc.assert(
    fc.property(rooms, fc.integer({ min: 0, max: 20 }), ({ myRole, posting, archived, ended, mutedUntil }, nowAt) => {
      const room = {
        myRole,
        ...(posting && { posting }),
        ...(archived && { archived }),
        ...(ended && { ended }),
        ...(mutedUntil !== undefined && { mutedUntil }),
      }
      const limits = {
        ...(posting && { posting }),
        ...(archived && { archived }),
        ...(ended && { ended }),
        mutes: mutedUntil === undefined ? [] : [{ user: me, until: mutedUntil }],
      }
      const speaks = speakingRole(myRole, limits, me, nowAt) !== 'listener'
      expect(silenceOf(room, nowAt) === undefined).toBe(speaks)
      expect(rightsIn(room, nowAt)[1]?.has).toBe(speaks)
    }),
  )
})

test('what is told is what would have to end first', () => {
  const room = { myRole: 'member', posting: 'admins', archived: true, mutedUntil: 20 } as const
  expect(silenceOf(room, 10)).toEqual({ kind: 'archived' })
  expect(silenceOf({ myRole: 'member', posting: 'admins', mutedUntil: 20 }, 10)).toEqual({ kind: 'posting' })
  expect(silenceOf({ myRole: 'member', mutedUntil: 20 }, 10)).toEqual({ kind: 'muted', until: 20 })
  expect(silenceOf({ myRole: 'member', mutedUntil: 20 }, 20)).toBeUndefined()
})

test('owners, admins and members each read what they may do', () => {
  const words = (myRole: 'owner' | 'admin' | 'member', history?: 'joined') =>
    rightsIn({ myRole, ...(history && { history }) }, 0).map(({ words: key }) => key.slice('about.right-'.length))
  expect(words('owner')).toEqual(['read-all', 'write', 'run', 'own'])
  expect(words('admin')).toEqual(['read-all', 'write', 'run', 'not-own'])
  expect(words('member', 'joined')).toEqual(['read-joined', 'write', 'not-run', 'not-own'])
})
