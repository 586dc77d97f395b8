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
function slowOf(names: readonly string[], textOf: (name: string) => string, work: (text: string) => unknown): string[] {
  return names.flatMap((name) => {
    const text = textOf(name)
    try {
      expectWithinMs(mostMs, JSON.stringify(name), () => void work(text))
      return []
    } catch (error) {
      return [String(error)]
    }
  })
}

test('any run of a few marks is read in time', () => {
  expect(slowOf(runs, (run) => fill(run), parse)).toEqual([])
}, 1_200_000)

test('each text that is made to be slow to read is read in time', () => {
  const byName = new Map(hostileTexts)
  const textOf = (name: string) => byName.get(name) ?? ''
  expect(slowOf([...byName.keys()], textOf, parse)).toEqual([])
  expect(slowOf([...byName.keys()], textOf, cutAddresses)).toEqual([])
}, 120_000)

test('any soup of marks is read, a thousand times', () => expectSoupIsRead(1_000), 120_000)
