import { expect, test } from 'vitest'
import type { UserId } from '../../../common/ids.ts'
import { groupReactions } from './reaction-groups.ts'

const me = 'evaevaevaevaevae' as UserId
const ana = 'anaanaanaanaanaa' as UserId

test('reactions stand in the order they were first used, and mine are marked', () => {
  const groups = groupReactions(
    [
      { emoji: '👍', user: ana, seq: 1 },
      { emoji: '__proto__', user: ana, seq: 2 },
      { emoji: '👍', user: me, seq: 3 },
    ],
    me,
  )
  expect(groups).toEqual([
    { emoji: '👍', users: [ana, me], isMine: true },
    { emoji: '__proto__', users: [ana], isMine: false },
  ])
})

test('an emoji with and without its variation selector is one, and who sent both is there once', () => {
  const reactions = [
    { emoji: '❤', user: ana, seq: 1 },
    { emoji: '❤\ufe0f', user: me, seq: 2 },
    { emoji: '❤\ufe0f', user: ana, seq: 3 },
  ]
  expect(groupReactions(reactions, me)).toEqual([{ emoji: '❤\ufe0f', users: [ana, me], isMine: true }])
})
