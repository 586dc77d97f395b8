import { expect, test } from 'vitest'
import { safeUrl } from './address-parse.ts'
import { expectSoupIsRead } from './hostile-test-soup.ts'
import { fill, hostileTexts, pieces } from './hostile-test-texts.ts'
import { expectWithinMs } from './hostile-test-times.ts'
import { buildTextParser, cutAddresses } from './parse-text.ts'

// What takes too long for the unit stage. NATTER_HOSTILE=all takes every run of three marks as well (minutes), and holds
// all of them, and the list, to the 50 ms that are promised of an idle machine.
const all = process.env.NATTER_HOSTILE === 'all'
const mostMs = all ? 50 : 100
const pairs = pieces.flatMap((one) => pieces.map((two) => one + two))
const runs = all ? [...pairs, ...pairs.flatMap((two) => pieces.map((three) => two + three))] : pairs
const parse = buildTextParser(safeUrl)

/** All that are too slow, not only the first. */
function slowOf(texts: readonly (readonly [string, string])[], work: (text: string) => unknown): string[] {
  return texts.flatMap(([name, text]) => {
    try {
      expectWithinMs(mostMs, name, () => void work(text))
      return []
    } catch (error) {
      return [String(error)]
    }
  })
}

test('any run of a few marks is read in time', () => {
  expect(
    slowOf(
      runs.map((run) => [JSON.stringify(run), fill(run)]),
      parse,
    ),
  ).toEqual([])
}, 1_200_000)

test('each text that is made to be slow to read is read in time', () => {
  expect(slowOf(hostileTexts, parse)).toEqual([])
  expect(slowOf(hostileTexts, cutAddresses)).toEqual([])
}, 120_000)

test('any soup of marks is read, a thousand times', () => expectSoupIsRead(1_000), 120_000)
