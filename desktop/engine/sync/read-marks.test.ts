import { expect, test } from 'vitest'
import type { RoomId } from '../../../common/ids.ts'
import { buildTestClock } from '../engine-test-clock.ts'
import type { UnheardMarks } from './read-marks.ts'
import { buildReadMarks } from './read-marks.ts'

const [kitchen, garden] = ['0.aaaaaaaaaaaaaa', '1.bbbbbbbbbbbbbb'] as [RoomId, RoomId]

type Disk = { marks: UnheardMarks; writes: number }

function start(disk: Disk = { marks: new Map(), writes: 0 }) {
  const said: [RoomId, number][] = []
  const clock = buildTestClock()
  const marks = buildReadMarks({
    clock,
    publish(room, seq) {
      said.push([room, seq])
      return true
    },
    store: {
      loadReadMarks: async () => disk.marks,
      async putReadMarks(next) {
        disk.marks = next
        disk.writes++
      },
    },
    onFault: () => {},
  })
  const say = () => {
    void marks.flush()
    return said.splice(0)
  }
  return { ...marks, say, clock, disk }
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

test('a mark that was not heard back is said by the next engine, once, and not any more when it was heard', async () => {
  const before = start()
  before.mark(kitchen, 5)
  before.mark(garden, 7)
  await before.clock.advance(300)
  before.heard(garden, 7)
  // Killed: nothing is flushed.
  await before.clock.advance(2_000)
  const after = start(before.disk)
  await after.restore()
  expect(after.say()).toEqual([])
  after.sayAgain(() => true)
  expect(after.say()).toEqual([[kitchen, 5]])
  after.heard(kitchen, 5)
  await after.flush()
  const third = start(after.disk)
  await third.restore()
  third.sayAgain(() => true)
  expect(third.say()).toEqual([])
})

test('nothing is written where all comes back, nor by a start', async () => {
  const { mark, heard, sayAgain, restore, clock, disk, flush } = start()
  await restore()
  sayAgain(() => true)
  await clock.advance(10_000)
  mark(kitchen, 5)
  await clock.advance(300)
  heard(kitchen, 5)
  await clock.advance(10_000)
  await flush()
  expect(disk.writes).toBe(0)
})
