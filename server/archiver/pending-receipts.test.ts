import { describe, expect, it } from 'vitest'
import { parseRoomId, parseUserId, type RoomId, type UserId } from '../../common/ids.ts'
import { buildPendingReceipts, type Receipt } from './pending-receipts.ts'

const room = parseRoomId('0.aaaaaaaaaaaaaa') as RoomId
const anna = parseUserId('annaannaannaanna') as UserId
const bert = parseUserId('bertbertbertbert') as UserId
const receipt = (user: UserId, seq: number): Receipt => ({ room, user, seq })

describe('pending receipts', () => {
  it('wait until the archive has what they name', () => {
    const pending = buildPendingReceipts()
    pending.add(receipt(anna, 7))
    expect(pending.takeUpTo(6)).toEqual([])
    expect(pending.takeUpTo(7)).toEqual([receipt(anna, 7)])
    expect(pending.takeUpTo(8)).toEqual([])
  })

  it('are not hidden by one for a sequence that never comes', () => {
    const pending = buildPendingReceipts()
    pending.add(receipt(anna, 9_999_999))
    pending.add(receipt(anna, 7))
    expect(pending.takeUpTo(7)).toEqual([receipt(anna, 7)])
    pending.add(receipt(anna, 12))
    expect(pending.takeUpTo(11)).toEqual([])
    expect(pending.takeUpTo(12)).toEqual([receipt(anna, 12)])
  })

  it('are taken once, by the highest that is due', () => {
    const pending = buildPendingReceipts()
    for (const seq of [5, 3, 5, 9]) pending.add(receipt(anna, seq))
    expect(pending.takeUpTo(6)).toEqual([receipt(anna, 5)])
    expect(pending.takeUpTo(9)).toEqual([receipt(anna, 9)])
  })

  it('say together what several of one reader say, where they are folded', () => {
    type Listed = Receipt & { readonly of: readonly string[] }
    const fold = (one: Listed, other: Listed) => ({ ...other, of: [...one.of, ...other.of] })
    const pending = buildPendingReceipts<Listed>(10, fold)
    for (const [seq, of] of [
      [5, 'phone'],
      [7, 'desk'],
      [7, 'page'],
      [9, 'later'],
    ] as const)
      pending.add({ ...receipt(anna, seq), of: [of] })
    expect(pending.takeUpTo(7)).toEqual([{ ...receipt(anna, 7), of: ['phone', 'desk', 'page'] }])
    expect(pending.takeUpTo(9)).toEqual([{ ...receipt(anna, 9), of: ['later'] }])
  })

  it('keep a few of each reader, the highest, and forget the reader last heard of longest ago', () => {
    const pending = buildPendingReceipts(1)
    pending.add(receipt(bert, 1))
    for (let seq = 1; seq <= 20; seq++) pending.add(receipt(anna, seq))
    expect(pending.takeUpTo(12)).toEqual([])
    expect(pending.takeUpTo(20)).toEqual([receipt(anna, 20)])
  })
})
