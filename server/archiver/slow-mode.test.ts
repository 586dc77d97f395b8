import { describe, expect, it } from 'vitest'
import type { UserId } from '../../common/ids.ts'
import type { StoredEvent } from '../../common/wire-decode.ts'
import { buildRoom, newEvent, newUser } from '../rigs/conformance/store-samples.ts'
import { buildHasteWatch, isTooSoon, withSpoken } from './slow-mode.ts'

describe('slow mode', () => {
  const [owner, admin, member, listener] = [newUser(), newUser(), newUser(), newUser()]
  const state = buildRoom({ users: [owner, admin, member, listener], slowModeSec: 10 })
  const room = { state, head: 1 }
  const say = (author: UserId, storedAt: number, kind: 'message.posted' | 'message.edited' = 'message.posted') => {
    const base = { v: 1, id: newEvent(), at: 0, text: 'x', format: 'plain' } as const
    const event = kind === 'message.posted' ? { ...base, kind } : { ...base, kind, message: newEvent() }
    return { room: state.room, author, seq: 2, storedAt, event } as StoredEvent
  }
  const spokenAt = (author: UserId, at: number, before = room) => ({ ...before, spoke: withSpoken(before, author, at) })

  it('lets a member speak again when the pause is over, to the millisecond, and nobody waits for another', () => {
    expect(isTooSoon(room, say(member, 1_000))).toBe(false)
    const spoken = spokenAt(member, 1_000)
    expect(isTooSoon(spoken, say(member, 10_999))).toBe(true)
    expect(isTooSoon(spoken, say(member, 11_000))).toBe(false)
    expect(isTooSoon(spoken, say(listener, 1_001))).toBe(false)
    expect(isTooSoon(spoken, say(member, 1_001, 'message.edited'))).toBe(false)
  })

  it('slows no owner and no admin, and keeps nothing of them', () => {
    for (const leader of [owner, admin]) {
      expect(spokenAt(leader, 1_000).spoke).toBeUndefined()
      expect(isTooSoon({ ...room, spoke: [{ user: leader, at: 1_000 }] }, say(leader, 1_001))).toBe(false)
    }
  })

  it('keeps of those who spoke only whose pause is not over, and nothing where there is none', () => {
    const late = spokenAt(member, 20_000, { ...room, spoke: [{ user: newUser(), at: 1_000 }] } as typeof room)
    expect(late.spoke).toEqual([{ user: member, at: 20_000 }])
    const { slowModeSec: _, ...rest } = state
    expect(withSpoken({ ...late, state: rest }, member, 20_001)).toBeUndefined()
    expect(isTooSoon({ ...late, state: rest }, say(member, 20_001))).toBe(false)
  })

  it('is too much for whoever tries three times within a minute, counted anew after that', () => {
    const watch = buildHasteWatch()
    expect([1_000, 30_000, 60_000].map((at) => watch.isTooMuch(member, at))).toEqual([false, false, true])
    expect([61_000, 62_000, 63_000].map((at) => watch.isTooMuch(member, at))).toEqual([false, false, true])
    expect([70_000, 131_000, 192_000].map((at) => watch.isTooMuch(owner, at))).toEqual([false, false, false])
  })
})
