import { expect, test } from 'vitest'
import { sayEnglish } from '../../words/words-testbed.ts'
import { distanceWords, readZoneTime } from './zone-time.ts'

const nowAt = Date.UTC(2026, 10, 20, 14, 36)
const here = { nowAt, locale: 'en-GB', timeZone: 'Europe/Berlin' }

// Zones that no government has moved for decades: another Node brings other tables.
test('the time somewhere else, how far that is, and whether it is night there', () => {
  expect(readZoneTime('Pacific/Pitcairn', here)).toEqual({
    time: '06:36',
    city: 'Pitcairn',
    hoursAhead: -9,
    isNight: true,
  })
  expect(readZoneTime('Asia/Kolkata', here)).toMatchObject({ time: '20:06', hoursAhead: 4.5, isNight: false })
  expect(readZoneTime('Europe/Paris', here)).toMatchObject({ hoursAhead: 0 })
  expect(readZoneTime('UTC', here)).toMatchObject({ time: '14:36', city: 'UTC', hoursAhead: -1 })
  expect(readZoneTime('Moon/Base', here)).toBeUndefined()
})

test('the distance in words', () => {
  expect([-9, 1, 4.5, 0].map((hoursAhead) => distanceWords(sayEnglish, { hoursAhead }))).toEqual([
    '9 hours behind you',
    '1 hour ahead of you',
    '4.5 hours ahead of you',
    'the same time as yours',
  ])
})
