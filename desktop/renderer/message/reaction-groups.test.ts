import { expect, test } from 'vitest'
import type { UserId } from '../../../common/ids.ts'
import { groupReactions, reactorsOf, takesReaction } from './reaction-groups.ts'

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

test('who reacted is listed once with all they took, I first and the others by name; or those of one emoji', () => {
  const [ben, dot] = ['b', 'd'].map((letter) => letter.repeat(16) as UserId) as [UserId, UserId]
  const names = { [ben]: 'Ben', [dot]: '\u202eדנה', [ana]: 'Ana', [me]: 'Zoe' }
  const groups = groupReactions(
    [ben, me, dot, ana].flatMap((user, seq) => [
      { emoji: '👍', user, seq },
      ...(user === dot ? [] : [{ emoji: '🌊', user, seq }]),
    ]),
    me,
  )
  const given = { me, nameOf: (user: UserId) => names[user] ?? '' }
  const all = reactorsOf(groups, { ...given, only: undefined })
  expect(all.map(({ user }) => user)).toEqual([me, ...all.slice(1).map(({ user }) => user)])
  expect(all.find(({ user }) => user === ben)?.emoji).toEqual(['👍', '🌊'])
  expect(all.find(({ user }) => user === dot)?.emoji).toEqual(['👍'])
  expect(all).toHaveLength(4)
  expect(reactorsOf(groups, { ...given, only: '🌊' }).map(({ user }) => user)).toEqual([me, ana, ben])
})

test('a message takes fifty different ones, and more of each of them', () => {
  const fifty = Array.from({ length: 50 }, (_, at) => ({ emoji: `e${at}`, user: ana, seq: at }))
  expect(takesReaction(fifty.slice(1), '👍')).toBe(true)
  expect(takesReaction(fifty, '👍')).toBe(false)
  expect(takesReaction(fifty, 'e7')).toBe(true)
  expect(takesReaction([...fifty.slice(1), { emoji: '❤', user: ana, seq: 9 }], '❤\ufe0f')).toBe(true)
})
