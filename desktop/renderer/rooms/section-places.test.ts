import { expect, test } from 'vitest'
import type { RoomId } from '../../../common/ids.ts'
import { placeSections, rowsInSight } from './section-places.ts'

const rooms = (count: number) => Array.from({ length: count }, (_, index) => `1.${index}` as RoomId)

test('of a thousand rooms a screenful is drawn, with space in place of the others', () => {
  const [unread, rest] = placeSections([
    { title: 'Unread', label: 'Unread', rooms: rooms(3) },
    { title: 'Rooms', label: 'Rooms', rooms: rooms(1_000) },
    { title: 'People', label: 'People', rooms: [] },
  ])
  expect(rest?.topPx).toBe(36 + 180 + 36)
  if (unread === undefined || rest === undefined) throw new Error('no sections')
  const atTop = rowsInSight(rest, { topPx: 0, viewPx: 600 })
  expect(atTop).toMatchObject({ from: 0, abovePx: 0 })
  expect(atTop.to).toBeLessThan(20)
  const far = rowsInSight(rest, { topPx: 30_000, viewPx: 600 })
  expect(far.to - far.from).toBeLessThan(34)
  expect(far.abovePx + (far.to - far.from) * 60 + far.belowPx).toBe(60_000)
  expect(rowsInSight(unread, { topPx: 30_000, viewPx: 600 })).toEqual({ from: 3, to: 3, abovePx: 180, belowPx: 0 })
})
