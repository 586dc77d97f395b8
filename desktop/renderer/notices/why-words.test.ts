import { expect, test } from 'vitest'
import type { RoomId, UserId } from '../../../common/ids.ts'
import { decideNotify, type NotifyCase } from '../../settings/notify-rules.ts'
import { startSettings } from '../../settings/person-settings.ts'
import { quietWeeks } from '../../settings/quiet-hours.ts'
import { sayEnglish } from '../../words/words-testbed.ts'
import { whyLines } from './why-words.ts'

const room = `0.${'1'.repeat(14)}` as RoomId
const author = 'b'.repeat(16) as UserId
const nowAt = Date.UTC(2026, 10, 20, 14, 31)
const clock = { nowAt, locale: 'en-GB', timeZone: 'UTC', isLocal: true } as const
const given: NotifyCase = {
  settings: startSettings.notifications,
  at: nowAt,
  hour: { day: 'fri', hour: 14 },
  presence: 'auto',
  room,
  kind: 'group',
  author,
  isBlocked: false,
  isFirstContact: false,
  isRead: false,
  isOnScreen: false,
}
const linesOf = (more: Partial<NotifyCase>) =>
  whyLines(sayEnglish, decideNotify({ ...given, ...more }), { room: 'Harbour rebuild', author: 'Ben', clock }).map(
    ({ title, words, state }) => `${state} | ${title} | ${words}`,
  )

test('a room that says everything decides before what is said for all rooms, and quiet hours are said to be none', () => {
  const settings = { ...startSettings.notifications, rooms: { [room]: { level: 'all' } } as const }
  expect(linesOf({ settings, named: { by: 'name' } })).toEqual([
    'tell | Your setting | Mentions. It would have told you. It names you.',
    'decided | Harbour rebuild says Everything | This one decided.',
    'nothing | Quiet hours | Not at that time.',
  ])
})

test('what did not tell says why not, and so does each rule after it that would not have told either', () => {
  const settings = { ...startSettings.notifications, quietHours: { isOn: true, week: quietWeeks.nights } }
  expect(linesOf({ settings, hour: { day: 'fri', hour: 23 }, presence: 'dnd' })).toEqual([
    'decided | Your setting | It does not name you. This one decided.',
    'silent | Quiet hours | It was quiet then.',
    'silent | Do not disturb | It would not have told you.',
  ])
})

test('somebody who comes through quiet hours did so, and one of my words is named', () => {
  const settings = {
    ...startSettings.notifications,
    people: { [author]: true } as const,
    quietHours: { isOn: true, week: quietWeeks.nights },
  }
  const named = { by: 'word', word: 'drawing' } as const
  expect(linesOf({ settings, hour: { day: 'fri', hour: 23 }, named })).toEqual([
    'tell | Your setting | Mentions. It would have told you. One of your words: drawing.',
    'decided | Ben comes through | This one decided.',
    'silent | Quiet hours | It was quiet then.',
  ])
  expect(linesOf({ named })[0]).toBe('decided | Your setting | One of your words: drawing. This one decided.')
  expect(linesOf({ named: { by: 'here' } })[0]).toBe(
    'decided | Your setting | It names those who were online (@here). This one decided.',
  )
})
