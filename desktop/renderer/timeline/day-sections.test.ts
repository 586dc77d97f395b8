import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type DaySection, sectionsOf } from './day-sections.ts'
import type { TimelineItem } from './timeline-items.ts'

const day = (name: string): TimelineItem => ({ kind: 'day', key: name, at: 0 })
const row = (name: string): TimelineItem => ({ kind: 'divider', key: name, sinceAt: undefined })
const beginning: TimelineItem = { kind: 'beginning', key: 'beginning', madeBy: undefined }
const items = [
  beginning,
  day('mon'),
  row('a'),
  row('b'),
  row('c'),
  day('tue'),
  row('d'),
  row('e'),
  day('wed'),
  row('f'),
]

const drawn = (sections: readonly DaySection[]) =>
  sections.map(({ key, segments }) => [
    key,
    ...segments.map((each) => (each.kind === 'row' ? each.item.key : `${each.from}-${each.to}`)),
  ])

test('rows stand under the line of their day, and space stands for the others', () => {
  expect(drawn(sectionsOf(items, { from: 0, to: items.length }, undefined))).toEqual([
    ['before', 'beginning'],
    ['mon', 'mon', 'a', 'b', 'c'],
    ['tue', 'tue', 'd', 'e'],
    ['wed', 'wed', 'f'],
  ])
})

test('the line of a day is there however far above the first drawn row it lies', () => {
  expect(drawn(sectionsOf(items, { from: 4, to: 7 }, undefined))).toEqual([
    ['before', '0-1'],
    ['mon', 'mon', '2-4', 'c'],
    ['tue', 'tue', 'd', '7-10'],
  ])
})

test('the row with the focus stays where it was, above and below what is drawn', () => {
  expect(drawn(sectionsOf(items, { from: 6, to: 8 }, 'b'))).toEqual([
    ['before', '0-1'],
    ['mon', 'mon', '2-3', 'b', '4-5'],
    ['tue', 'tue', 'd', 'e', '8-10'],
  ])
  expect(drawn(sectionsOf(items, { from: 2, to: 3 }, 'f'))).toEqual([
    ['before', '0-1'],
    ['mon', 'mon', 'a', '3-8'],
    ['wed', 'wed', 'f'],
  ])
})

test('whatever is drawn, every row is there once, drawn or as space, in its order, each under its own day', () => {
  const kinds = fc.array(fc.constantFrom('day', 'row'), { maxLength: 40 })
  fc.assert(
    fc.property(kinds, fc.nat(40), fc.nat(40), fc.nat(45), (made, one, other, focus) => {
      const all = made.map((kind, index) => (kind === 'day' ? day(`d${index}`) : row(`r${index}`)))
      const [from, to] = [Math.min(one, other, all.length), Math.min(Math.max(one, other), all.length)]
      const sections = sectionsOf(all, { from, to }, all[focus]?.key)
      const places = sections.flatMap(({ segments }) =>
        segments.flatMap((each) =>
          each.kind === 'row'
            ? [all.indexOf(each.item)]
            : Array.from({ length: each.to - each.from }, (_, index) => each.from + index),
        ),
      )
      expect(places).toEqual(all.map((_, index) => index))
      for (const { key, segments } of sections) {
        for (const each of segments) {
          if (each.kind === 'space') continue
          const own = all.slice(0, all.indexOf(each.item) + 1).findLast(({ kind }) => kind === 'day')
          expect(key).toBe(own?.key ?? 'before')
        }
      }
    }),
  )
})
