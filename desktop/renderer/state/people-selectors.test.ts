import { afterEach, expect, test } from 'vitest'
import type { UserId } from '../../../common/ids.ts'
import { takeState } from './engine-store.ts'
import { startingState } from './mirrored-state.ts'
import { isBlockedNow } from './people-selectors.ts'

const [maker, bot, other] = ['m', 'b', 'o'].map((letter) => letter.repeat(16) as UserId) as [UserId, UserId, UserId]
const users = {
  [maker]: { id: maker, handle: 'maker', displayName: 'Maker' },
  [bot]: { id: bot, handle: 'tea-bot', displayName: 'Tea bot', bot: true as const, maker },
  [other]: { id: other, handle: 'other', displayName: 'Other' },
}
afterEach(() => takeState(startingState))

test('whoever is blocked takes their bots along, and a bot takes nobody', () => {
  takeState({ users, blocks: { [maker]: { user: maker, at: 1 } } })
  expect([maker, bot, other].map(isBlockedNow)).toEqual([true, true, false])
  takeState({ users, blocks: { [bot]: { user: bot, at: 1 } } })
  expect([maker, bot, other].map(isBlockedNow)).toEqual([false, true, false])
})
