import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { RoomCoverage } from '../../trace-command.ts'
import { sayEnglish } from '../../words/words-testbed.ts'
import { coverageWords } from './coverage-words.ts'

const archive = { isCaughtUp: true, archivedTo: 1_284, hasLoss: false }
const counted = { here: 812, there: 812, isSame: true }
const of = (coverage: Partial<RoomCoverage>, isOnline = true) =>
  coverageWords(sayEnglish, { head: 1_284, held: [{ from: 0, to: 1_284 }], ...coverage }, isOnline)

test('all of it, counted by the archive', () => {
  expect(of({ archive: { ...archive, counted } })).toEqual({
    kind: 'whole',
    title: 'Complete to #1284, no gaps',
    lines: ['The archive counts the same 812 messages.'],
    mayFetch: false,
  })
})

test('what is missing is named: before, between, and after', () => {
  expect(of({ held: [{ from: 120, to: 1_284 }], archive })).toEqual({
    ...{ kind: 'part', title: 'Without a gap from #120 to #1284', mayFetch: true },
    lines: ['Nothing is held before #120.'],
  })
  const held = [
    { from: 0, to: 90 },
    { from: 120, to: 1_280 },
  ]
  expect(of({ held, archive, heardTo: 1_290 })).toEqual({
    ...{ kind: 'part', title: 'Without a gap from #120 to #1280', mayFetch: true },
    lines: [
      'Nothing is held between #90 and #120.',
      'The archive is at #1284: what lies between is being fetched.',
      'Heard since, and not counted by the archive yet: up to #1290.',
    ],
  })
})

test('what is lost for good, or counted otherwise, is not complete', () => {
  expect(of({ archive: { ...archive, hasLoss: true } })).toMatchObject({ kind: 'lost', title: 'Not complete' })
  const differing = of({ archive: { ...archive, counted: { here: 810, there: 812, isSame: false } } })
  expect(differing).toMatchObject({ kind: 'part', title: 'Without a gap from #0 to #1284' })
  expect(differing.lines[0]).toContain('810 messages of it, in the archive 812')
})

test('without a connection, and while the archive lags, it says what it rests on', () => {
  expect(of({}, false)).toMatchObject({ kind: 'whole', lines: ['No connection: this is what was known last.'] })
  expect(of({ archive: { ...archive, isCaughtUp: false, archivedTo: 1_300 } }).lines[0]).toContain('up to #1300')
  expect(of({ held: [] }, true)).toMatchObject({ title: 'Nothing of it is on this device', mayFetch: true })
  expect(of({ held: [], head: 0 })).toMatchObject({ title: 'Nothing is archived of this room yet', mayFetch: false })
})

const stretch = fc.tuple(fc.nat(50), fc.nat(50)).map(([from, more]) => ({ from, to: from + more }))
const word = fc.record({
  isCaughtUp: fc.boolean(),
  archivedTo: fc.nat(100),
  hasLoss: fc.boolean(),
  counted: fc.option(fc.record({ here: fc.nat(9), there: fc.nat(9), isSame: fc.boolean() }), { nil: undefined }),
})

test('nothing is called complete of which something is missing, lost or counted otherwise', () => {
  fc.assert(
    fc.property(fc.nat(100), fc.option(stretch), fc.option(word), fc.boolean(), (head, held, said, isOnline) => {
      const { counted: sum, ...rest } = said ?? { ...archive, counted: undefined }
      const coverage: RoomCoverage = {
        ...{ head, held: held === null ? [] : [held] },
        ...(said === null ? {} : { archive: { ...rest, ...(sum === undefined ? {} : { counted: sum }) } }),
      }
      const { kind, title } = coverageWords(sayEnglish, coverage, isOnline)
      const isWhole = held?.from === 0 && held.to >= head && said?.hasLoss !== true && sum?.isSame !== false
      expect(kind === 'whole').toBe(isWhole)
      if (title.startsWith('Complete')) expect(held?.from === 0 && said?.hasLoss !== true).toBe(true)
    }),
  )
})
