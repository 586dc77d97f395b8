import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { RoomId } from '../../common/ids.ts'
import { startSettings } from './person-settings.ts'
import type { SettingsPatch } from './settings-patch.ts'
import { applyPatch, joinPatches } from './settings-patch.ts'
import { parseSettings } from './settings-schema.ts'

const room = `0.${'1'.repeat(14)}` as RoomId
const other = `0.${'2'.repeat(14)}` as RoomId

test('a patch changes what it names and leaves everything else, what a newer client keeps too', () => {
  const before = {
    folders: [1, 2],
    notifications: { sound: true, inbox: { kept: 7 }, rooms: { [room]: { level: 'all' } } },
  }
  const after = applyPatch(before, { notifications: { sound: false, rooms: { [other]: { mutedUntil: 5 } } } })
  expect(after).toEqual({
    folders: [1, 2],
    notifications: {
      sound: false,
      inbox: { kept: 7 },
      rooms: { [room]: { level: 'all' }, [other]: { mutedUntil: 5 } },
    },
  })
  expect(applyPatch(after, { notifications: { rooms: { [room]: null } } })).toMatchObject({
    notifications: { rooms: { [other]: { mutedUntil: 5 } } },
  })
})

const key = fc.constantFrom('a', 'b', '__proto__')
const tree = fc.letrec((tie) => ({
  value: fc.oneof({ maxDepth: 3 }, fc.constantFrom(1, 2, null), fc.dictionary(key, tie('value'), { maxKeys: 3 })),
})).value
const patch = fc.dictionary(key, tree, { maxKeys: 3 }) as fc.Arbitrary<SettingsPatch>

test('two patches that are joined do what they do one after the other, or are not joined', () => {
  let joinedOnes = 0
  fc.assert(
    fc.property(patch, patch, patch, (before, first, second) => {
      const base = applyPatch({}, before)
      const joined = joinPatches(first, second)
      if (joined === undefined) return
      joinedOnes++
      expect(applyPatch(base, joined)).toEqual(applyPatch(applyPatch(base, first), second))
    }),
    { numRuns: 200 },
  )
  expect(joinedOnes).toBeGreaterThan(50)
})

test('nothing that is kept, however it looks, is more than what was set: what cannot be read is as at the start', () => {
  for (const kept of [undefined, null, 5, [], 'x', {}, { notifications: 7 }, { notifications: { defaults: [] } }])
    expect(parseSettings(kept)).toEqual(startSettings)
  const read = parseSettings({
    notifications: {
      sound: 'loud',
      shows: 'name',
      defaults: { rooms: 'sometimes', direct: 'none' },
      rooms: { [room]: { level: 'none', mutedUntil: 'never' }, 'no room': { level: 'all' }, [other]: 5 },
      quietHours: { isOn: false, week: { mon: '1'.repeat(24), tue: '2'.repeat(24) } },
    },
    hiddenRooms: { [room]: 12, [other]: -1 },
  })
  const { notifications } = read
  expect(notifications).toMatchObject({ sound: true, shows: 'name', defaults: { rooms: 'mentions', direct: 'none' } })
  expect(notifications.rooms).toEqual({ [room]: { level: 'none' } })
  expect(notifications.quietHours.week).toMatchObject({ mon: '1'.repeat(24), tue: '0'.repeat(24) })
  expect(read.hiddenRooms).toEqual({ [room]: 12 })
})

test('whatever the server keeps can be read', () => {
  fc.assert(fc.property(fc.jsonValue(), (kept) => void parseSettings(kept)))
  fc.assert(fc.property(fc.jsonValue(), (kept) => void parseSettings({ notifications: kept, hiddenRooms: kept })))
})
