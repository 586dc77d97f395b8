import { expect, test } from 'vitest'
import type { User } from '../../../common/http-contract/account-contract.ts'
import type { UserId } from '../../../common/ids.ts'
import { buildRoomBook } from './room-book.ts'

const ana = 'a'.repeat(16) as UserId
const bot: User = { id: 'b'.repeat(16) as UserId, handle: 'tea-bot', displayName: 'Tea bot', bot: true, maker: ana }

test('of a bot it is kept that it is one, and whose', () => {
  const told: User[] = []
  const book = buildRoomBook({ onRoom: () => {}, onUsers: (users) => told.push(...users) })
  const { bot: _, maker: __, ...asPerson } = bot
  book.putUsers([asPerson])
  book.putUsers([bot])
  book.putUsers([{ ...bot }])
  expect(book.user(bot.id)).toEqual(bot)
  expect(told).toEqual([asPerson, bot])
})
