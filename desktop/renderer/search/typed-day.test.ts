import { expect, test } from 'vitest'
import { parseTypedDay } from './typed-day.ts'

/** A Wednesday. */
const nowAt = new Date(2025, 10, 26, 14, 31).getTime()
const at = (year: number, month: number, day: number) => new Date(year, month - 1, day).getTime()

test.each<[string, string, number | undefined]>([
  ['2025-11-21', 'en', at(2025, 11, 21)],
  ['2025-1-2', 'de', at(2025, 1, 2)],
  ['2024-03', 'en', at(2024, 3, 1)],
  ['2024', 'en', at(2024, 1, 1)],
  ['21.11.2025', 'en', at(2025, 11, 21)],
  ['21.11.', 'de', at(2025, 11, 21)],
  // Not begun in this year: that of the one before.
  ['24.12.', 'de', at(2024, 12, 24)],
  ['24.12', 'de', at(2024, 12, 24)],
  ['1.2.24', 'de', at(2024, 2, 1)],
  // As its reader writes it.
  ['3/4/2025', 'en-US', at(2025, 3, 4)],
  ['3/4/2025', 'en-GB', at(2025, 4, 3)],
  ['21 nov 2025', 'en', at(2025, 11, 21)],
  ['Nov 21, 2024', 'en', at(2024, 11, 21)],
  ['21. März 2024', 'de', at(2024, 3, 21)],
  ['november', 'en', at(2025, 11, 1)],
  ['dezember', 'de', at(2024, 12, 1)],
  ['today', 'en', at(2025, 11, 26)],
  ['gestern', 'de', at(2025, 11, 25)],
  ['vorgestern', 'de', at(2025, 11, 24)],
  ['yesterday', 'de', at(2025, 11, 25)],
  ['Monday', 'en', at(2025, 11, 24)],
  ['donnerstag', 'de', at(2025, 11, 20)],
  ['do', 'de', at(2025, 11, 20)],
  ['7d', 'en', at(2025, 11, 19)],
  ['2w', 'en', at(2025, 11, 12)],
  ['1y', 'en', at(2024, 11, 26)],
  ['9m', 'en', at(2025, 2, 26)],
  ['2025-02-30', 'en', undefined],
  ['31.11.', 'de', undefined],
  ['13/13/2025', 'en', undefined],
  ['21', 'en', undefined],
  ['no', 'en', undefined],
  ['soon', 'en', undefined],
  ['', 'en', undefined],
])('%o is a day, or none, to who writes %s', (typed, locale, expected) => {
  expect(parseTypedDay(typed, { locale, nowAt })).toBe(expected)
})
