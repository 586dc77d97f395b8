import { expect, test } from 'vitest'
import type { RoomId } from '../../../common/ids.ts'
import { buildReadMarks } from './read-marks.ts'

const [kitchen, garden] = ['0.aaaaaaaaaaaaaa', '1.bbbbbbbbbbbbbb'] as [RoomId, RoomId]

function start() {
  const said: [RoomId, number][] = []
  const marks = buildReadMarks({ now: () => 0, after: () => () => {} }, (room, seq) => {
    said.push([room, seq])
    return true
  })
  const say = () => {
    marks.flush()
    return said.splice(0)
  }
  return { ...marks, say }
}

test('a mark that never came back is said again after a sync, and one that did is not', () => {
  const { mark, heard, sayAgain, say } = start()
  mark(kitchen, 5)
  mark(garden, 7)
  expect(say()).toEqual([
    [kitchen, 5],
    [garden, 7],
  ])
  heard(garden, 7)
  heard(kitchen, 4)
  sayAgain(() => true)
  expect(say()).toEqual([[kitchen, 5]])
  heard(kitchen, 6)
  sayAgain(() => true)
  expect(say()).toEqual([])
})

test('a mark that is refused each time is not said for ever, and none of a room that is not mine', () => {
  const { mark, sayAgain, say } = start()
  mark(kitchen, 5)
  mark(garden, 7)
  say()
  const times = [1, 2, 3, 4].map(() => {
    sayAgain((room) => room === kitchen)
    return say().length
  })
  expect(times).toEqual([1, 1, 0, 0])
  mark(kitchen, 6)
  expect(say()).toEqual([[kitchen, 6]])
})
