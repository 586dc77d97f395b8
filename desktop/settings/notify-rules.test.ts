import { describe, expect, test } from 'vitest'
import { presenceWishes } from '../../common/http-contract/profile-contract.ts'
import type { RoomId, UserId } from '../../common/ids.ts'
import type { Named, NotifyCase, NotifyRule } from './notify-rules.ts'
import { decideNotify, nextUnmuteAt, notifyRules, quietRoomUntil } from './notify-rules.ts'
import type { NotificationSettings, NotifyLevel } from './person-settings.ts'
import { notifyLevels, startSettings } from './person-settings.ts'
import { nameOfWeek, quietSpans, quietWeeks, setHours, weekHourOf } from './quiet-hours.ts'

const room = `0.${'1'.repeat(14)}` as RoomId
const ana = 'a'.repeat(16) as UserId
const noon = { day: 'fri', hour: 14 } as const
const night = { day: 'fri', hour: 23 } as const
const nights = { isOn: true, week: quietWeeks.nights }

const plain: NotifyCase = {
  settings: startSettings.notifications,
  at: 1_000,
  hour: noon,
  presence: 'auto',
  room,
  kind: 'group',
  author: ana,
  isBlocked: false,
  isFirstContact: false,
  isRead: false,
  isOnScreen: false,
}
const byName: Named = { by: 'name' }
const withSettings = (more: Partial<NotificationSettings>) => ({ ...startSettings.notifications, ...more })
const roomAt = (level: NotifyLevel, mutedUntil?: number) => ({
  rooms: { [room]: { level, ...(mutedUntil === undefined ? {} : { mutedUntil }) } } as NotificationSettings['rooms'],
})

type Row = readonly [what: string, given: Partial<NotifyCase>, told: boolean, by: NotifyRule]
const rows: readonly Row[] = [
  ['nothing set, nobody named', {}, false, 'default'],
  ['nothing set, I am named', { named: byName }, true, 'default'],
  ['nothing set, the room is named', { named: { by: 'room' } }, true, 'default'],
  ['nothing set, one of my words', { named: { by: 'word', word: 'harbour' } }, true, 'default'],
  ['in a direct room everything', { kind: 'direct' }, true, 'default'],
  [
    'direct rooms set to mentions',
    { kind: 'direct', settings: withSettings({ defaults: { rooms: 'all', direct: 'mentions' } }) },
    false,
    'default',
  ],
  [
    'everything, for all rooms',
    { settings: withSettings({ defaults: { rooms: 'all', direct: 'all' } }) },
    true,
    'default',
  ],
  [
    'nothing, for all rooms',
    { named: byName, settings: withSettings({ defaults: { rooms: 'none', direct: 'none' } }) },
    false,
    'default',
  ],
  ['the room says everything', { settings: withSettings(roomAt('all')) }, true, 'room'],
  [
    'the room says mentions, where all is the rule',
    { settings: withSettings({ defaults: { rooms: 'all', direct: 'all' }, ...roomAt('mentions') }) },
    false,
    'room',
  ],
  ['the room says nothing, and I am named', { named: byName, settings: withSettings(roomAt('none')) }, false, 'room'],
  ['muted for now, and I am named', { named: byName, settings: withSettings(roomAt('all', 1_001)) }, false, 'muted'],
  ['muted until a moment ago', { settings: withSettings(roomAt('all', 1_000)) }, true, 'room'],
  ['read elsewhere', { named: byName, isRead: true }, false, 'read'],
  ['on screen', { named: byName, isOnScreen: true }, false, 'on-screen'],
  ['quiet hours', { named: byName, hour: night, settings: withSettings({ quietHours: nights }) }, false, 'quiet-hours'],
  ['quiet hours, at noon', { named: byName, settings: withSettings({ quietHours: nights }) }, true, 'default'],
  [
    'quiet hours that are off',
    { named: byName, hour: night, settings: withSettings({ quietHours: { ...nights, isOn: false } }) },
    true,
    'default',
  ],
  ['quiet for an hour', { named: byName, settings: withSettings({ quietUntil: 2_000 }) }, false, 'quiet-now'],
  ['the hour is over', { named: byName, settings: withSettings({ quietUntil: 1_000 }) }, true, 'default'],
  ['do not disturb', { named: byName, presence: 'dnd' }, false, 'presence'],
  ['away is no reason', { named: byName, presence: 'away' }, true, 'default'],
  [
    'somebody who comes through, at night',
    { kind: 'direct', hour: night, settings: withSettings({ quietHours: nights, people: { [ana]: true } }) },
    true,
    'person',
  ],
  [
    'somebody who comes through, do not disturb',
    { named: byName, presence: 'dnd', settings: withSettings({ people: { [ana]: true } }) },
    true,
    'person',
  ],
  [
    'somebody who comes through, but does not name me',
    { hour: night, settings: withSettings({ quietHours: nights, people: { [ana]: true } }) },
    false,
    'default',
  ],
  [
    'somebody who comes through, in a room that is muted',
    { named: byName, settings: withSettings({ ...roomAt('all', 2_000), people: { [ana]: true } }) },
    false,
    'muted',
  ],
  [
    'blocked, whatever else is set',
    { named: byName, isBlocked: true, settings: withSettings({ ...roomAt('all'), people: { [ana]: true } }) },
    false,
    'blocked',
  ],
  ['a first contact is silent', { kind: 'direct', isFirstContact: true }, false, 'first-contact'],
]

test.each(rows)('%s', (_what, given, told, by) => {
  const decision = decideNotify({ ...plain, ...given })
  expect([decision.isTold, decision.decidedBy]).toEqual([told, by])
  expect(decision.steps.map(({ rule }) => rule)).toEqual(notifyRules)
})

/** Every case there is, against the rules in other words: what any one of them forbids is not told. */
test('the table of all cases', () => {
  const bools = [false, true]
  let told = 0
  let cases = 0
  for (const defaultTo of notifyLevels)
    for (const level of [undefined, ...notifyLevels])
      for (const named of [undefined, byName])
        for (const kind of ['group', 'direct'] as const)
          for (const isOnScreen of bools)
            for (const isRead of bools)
              for (const isMuted of bools)
                for (const isNight of bools)
                  for (const presence of presenceWishes)
                    for (const isListed of bools)
                      for (const isBlocked of bools) {
                        const settings = withSettings({
                          defaults: { rooms: defaultTo, direct: defaultTo },
                          rooms: {
                            [room]: { ...(level && { level }), ...(isMuted && { mutedUntil: 9_000 }) },
                          } as NotificationSettings['rooms'],
                          people: isListed ? { [ana]: true } : {},
                          quietHours: nights,
                        })
                        const given = {
                          ...plain,
                          settings,
                          kind,
                          isOnScreen,
                          isRead,
                          presence,
                          isBlocked,
                          hour: isNight ? night : noon,
                          ...(named && { named }),
                        }
                        const inForce = level ?? defaultTo
                        const isWanted = inForce === 'all' || (inForce === 'mentions' && named !== undefined)
                        const isQuiet = (isNight || presence === 'dnd') && !isListed
                        const expected = isWanted && !isOnScreen && !isRead && !isMuted && !isQuiet && !isBlocked
                        const { isTold, hasSound } = decideNotify(given)
                        if (isTold !== expected) expect({ given, isTold }).toEqual({ given, isTold: expected })
                        expect(hasSound).toBe(expected)
                        cases++
                        if (isTold) told++
                      }
  expect(cases).toBe(3 * 4 * 2 * 2 * 2 * 2 * 2 * 2 * 4 * 2 * 2)
  expect(told).toBeGreaterThan(100)
})

test('a muted room is counted nowhere until it speaks again by itself; one that says nothing, until it is told otherwise', () => {
  expect(quietRoomUntil(withSettings(roomAt('all', 2_000)), room, 1_000)).toBe(2_000)
  expect(quietRoomUntil(withSettings(roomAt('all', 2_000)), room, 2_000)).toBeUndefined()
  expect(quietRoomUntil(withSettings(roomAt('none')), room, 1_000)).toBe(Number.POSITIVE_INFINITY)
  expect(quietRoomUntil(startSettings.notifications, room, 1_000)).toBeUndefined()
  expect(nextUnmuteAt(withSettings(roomAt('all', 2_000)), 1_000)).toBe(2_000)
  expect(nextUnmuteAt(withSettings(roomAt('all', 2_000)), 2_000)).toBeUndefined()
})

describe('the week', () => {
  test('a day begins at midnight of the device, and the week on Monday', () => {
    expect(weekHourOf(new Date(2026, 10, 27, 0, 0))).toEqual({ day: 'fri', hour: 0 })
    expect(weekHourOf(new Date(2026, 10, 29, 23, 59))).toEqual({ day: 'sun', hour: 23 })
  })
  test('a rectangle is set, whichever corner comes first, and nothing beside it', () => {
    const range = { from: { day: 'wed', hour: 20 }, to: { day: 'tue', hour: 18 } } as const
    const week = setHours(quietWeeks.none, range, true)
    expect(Object.entries(week).map(([day, marks]) => [day, quietSpans(marks)])).toEqual([
      ['mon', []],
      ['tue', [{ from: 18, to: 21 }]],
      ['wed', [{ from: 18, to: 21 }]],
      ['thu', []],
      ['fri', []],
      ['sat', []],
      ['sun', []],
    ])
    expect(setHours(week, range, false)).toEqual(quietWeeks.none)
  })
  test('what is one of the weeks to start from is known as that', () => {
    expect(nameOfWeek(quietWeeks.nights)).toBe('nights')
    expect(nameOfWeek({ ...quietWeeks.nights, mon: '1'.repeat(24) })).toBeUndefined()
    expect(quietSpans(quietWeeks['working-week'].sat)).toEqual([
      { from: 0, to: 10 },
      { from: 21, to: 24 },
    ])
  })
})
