import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { DeviceId, UserId } from '../ids.ts'
import type { Presence, PresenceSignal, Typing } from './presence-reducer.ts'
import {
  expirePresence,
  nextPresenceExpiry,
  nextTypingExpiry,
  presenceOf,
  reducePresence,
  reduceTyping,
  selectTyping,
  typingNow,
} from './presence-reducer.ts'

const [ana, bo] = ['a'.repeat(16), 'b'.repeat(16)] as [UserId, UserId]
const [laptop, phone] = ['l'.repeat(16), 'p'.repeat(16)] as [DeviceId, DeviceId]
const none: Presence = new Map()
const signal = (device: DeviceId, state: PresenceSignal['state'], at: number): PresenceSignal => ({
  ...{ user: ana, device, state, at, expiresAt: at + 30 },
})

describe('presence', () => {
  it('is the best of all devices', () => {
    const presence = [signal(laptop, 'away', 1), signal(phone, 'online', 2)].reduce(reducePresence, none)
    expect(presenceOf(presence, ana, 3)).toBe('online')
    expect(presenceOf(reducePresence(presence, signal(phone, 'offline', 4)), ana, 5)).toBe('away')
    expect(presenceOf(presence, bo, 3)).toBe('offline')
  })

  it('ends by itself when a device says no more', () => {
    const presence = [signal(laptop, 'away', 10), signal(phone, 'online', 1)].reduce(reducePresence, none)
    expect(nextPresenceExpiry(presence)).toBe(31)
    expect(presenceOf(presence, ana, 31)).toBe('away')
    expect(presenceOf(presence, ana, 40)).toBe('offline')
    expect(expirePresence(presence, 30)).toBe(presence)
    expect(expirePresence(presence, 40).size).toBe(0)
    expect(nextPresenceExpiry(none)).toBeUndefined()
  })

  it('is the same in whatever order and however often the signals come', () => {
    const any = fc.record({
      user: fc.constantFrom(ana, bo),
      device: fc.constantFrom(laptop, phone),
      state: fc.constantFrom('online' as const, 'away' as const, 'offline' as const),
      at: fc.nat({ max: 5 }),
      expiresAt: fc.nat({ max: 12 }),
    })
    const shuffled = fc
      .array(any)
      .chain((all) => fc.tuple(fc.constant(all), fc.shuffledSubarray([...all, ...all], { minLength: all.length * 2 })))
    fc.assert(
      fc.property(shuffled, fc.nat({ max: 12 }), ([all, arrival], now) => {
        const [inOrder, mixed] = [all.reduce(reducePresence, none), arrival.reduce(reducePresence, none)]
        for (const user of [ana, bo]) {
          expect(presenceOf(mixed, user, now)).toBe(presenceOf(inOrder, user, now))
          expect(presenceOf(expirePresence(mixed, now), user, now)).toBe(presenceOf(mixed, user, now))
        }
      }),
    )
  })
})

describe('typing', () => {
  const says = (user: UserId, typing: boolean, at: number) => ({ user, typing, at })
  const fold = (...signals: readonly ReturnType<typeof says>[]) => signals.reduce<Typing>(reduceTyping, [])

  it('dies six seconds after the last sign of it', () => {
    const typing = fold(says(ana, true, 0), says(ana, true, 4_000))
    expect(typingNow(typing, 9_999)).toEqual([ana])
    expect(nextTypingExpiry(typing)).toBe(10_000)
    expect(typingNow(typing, 10_000)).toEqual([])
  })

  it('dies also when the clock is put back meanwhile', () => {
    const typing = fold(says(ana, true, 7_200_000))
    expect(typingNow(typing, 10_000)).toEqual([])
    expect(selectTyping(typing, 10_000)).toEqual([])
    expect(typingNow(reduceTyping(typing, says(ana, true, 10_000)), 15_000)).toEqual([ana])
  })

  it('ends at once when they stop, and lists people in the order in which they began', () => {
    const both = [says(ana, true, 0), says(bo, true, 1), says(ana, true, 2)]
    expect(typingNow(fold(...both), 3)).toEqual([ana, bo])
    expect(typingNow(fold(...both, says(ana, false, 3)), 3)).toEqual([bo])
    expect(nextTypingExpiry(fold(says(bo, false, 3)))).toBeUndefined()
  })
})
