import { expect, test } from 'vitest'
import type { RoomId, UserId } from '../../../common/ids.ts'
import type { SliceChange } from '../../line-contract.ts'
import { buildTestClock } from '../engine-test-clock.ts'
import { buildStateBoard } from '../state-board.ts'
import { buildTypingSigns } from './typing-signs.ts'

const room = '0.aaaaaaaaaaaaaa' as RoomId
const ana = 'a'.repeat(16) as UserId
const ben = 'b'.repeat(16) as UserId

function start() {
  const clock = buildTestClock()
  const shown: (readonly UserId[])[] = []
  const said: boolean[] = []
  const signs = buildTypingSigns({
    clock,
    isShown: (_room, user) => user === ana || user === ben,
    publish: (_room, typing) => said.push(typing) > 0,
    onTyping: (_room, users) => shown.push(users),
  })
  return { clock, signs, shown, said }
}
const signOf = (user: UserId, typing = true) => ({ kind: 'typing', room, user, typing }) as const

test('who types is shown until they say so, say something, or fall silent; strangers never are', async () => {
  const { clock, signs, shown } = start()
  signs.hear(signOf('c'.repeat(16) as UserId))
  expect(shown).toEqual([])
  signs.hear(signOf(ana))
  signs.hear(signOf(ben))
  signs.onEvent(room, ana)
  expect(shown).toEqual([[ana], [ana, ben], [ben]])
  await clock.advance(6_000)
  expect(shown.at(-1)).toEqual([])
})

test('it is said at most every three seconds, however often a key is pressed, and once that it is over', async () => {
  const { clock, signs, said } = start()
  for (let key = 0; key < 61; key++) {
    signs.say(room, true)
    await clock.advance(100)
  }
  expect(said).toEqual([true, true, true])
  signs.say(room, false)
  signs.say(room, false)
  expect(said).toEqual([true, true, true, false])
})

test('in a thousand rooms of a hundred people one sign is one change of one slice, in less than a kilobyte', async () => {
  const clock = buildTestClock()
  const frames: (readonly SliceChange[])[] = []
  const board = buildStateBoard(clock, (changes) => frames.push(changes))
  let built = 0
  board.attachSource({
    rooms: (id) => {
      built++
      return { id, memberCount: 100 } as never
    },
    members: () => undefined,
    receipts: () => undefined,
    timelines: () => undefined,
    unsentChanges: () => undefined,
  })
  for (let index = 0; index < 1_000; index++) board.touch('rooms', roomAt(index), 'restored')
  const signs = buildTypingSigns({
    clock,
    isShown: () => true,
    publish: () => true,
    onTyping: (where, users) => board.put('typing', where, users, 'typing'),
  })
  await clock.advance(16)
  const before = built
  frames.length = 0
  signs.hear({ ...signOf(ana), room: roomAt(500) })
  await clock.advance(16)
  expect(frames).toEqual([[{ slice: 'typing', reason: 'typing', entries: { [roomAt(500)]: [ana] } }]])
  expect(JSON.stringify(frames[0]).length).toBeLessThan(1_000)
  expect(built).toBe(before)
})

function roomAt(index: number): RoomId {
  return `0.${String(index).padStart(14, '0')}` as RoomId
}
