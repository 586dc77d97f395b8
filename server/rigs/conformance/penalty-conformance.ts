import { describe, expect, it } from 'vitest'
import { forgottenAfterMs, type PenaltyWish } from '../../store/penalty-store.ts'
import { type Conformance, newUser, race } from './store-samples.ts'
import { useDatabase } from './use-database.ts'

const nowAt = 1_800_000_000_000
const minute = 60_000

export function describePenalties({ open }: Conformance): void {
  describe('penalties', () => {
    const database = useDatabase(open)

    const wish = (more: Partial<PenaltyWish> = {}): PenaltyWish => ({
      user: newUser(),
      kind: 'mute',
      reason: 'too-many-events',
      nowAt,
      firstMs: minute,
      longestMs: 5 * minute,
      ...more,
    })

    it('begin once, stand until their end, and are each of its kind', async () => {
      const { first, second } = database
      const want = wish()
      const penalty = { user: want.user, kind: 'mute', reason: want.reason, until: nowAt + minute, count: 1 }
      expect(await first.penalties.takePenalty(want)).toEqual({ penalty, isNew: true })
      const again = { ...want, reason: 'another', nowAt: nowAt + minute - 1 }
      expect(await second.penalties.takePenalty(again)).toEqual({ penalty, isNew: false })
      expect(await second.penalties.loadPenalties(want.user, nowAt + minute - 1)).toEqual([penalty])
      expect(await second.penalties.loadPenalties(want.user, nowAt + minute)).toEqual([])
      expect(await first.penalties.loadPenalties(newUser(), nowAt)).toEqual([])
      expect((await first.penalties.takePenalty({ ...want, kind: 'hold' })).isNew).toBe(true)
      const both = await second.penalties.loadPenalties(want.user, nowAt)
      expect(both.map(({ kind }) => kind)).toEqual(['hold', 'mute'])
    })

    it('grow with each that comes lately after another, up to the longest, and begin anew after a quiet day', async () => {
      const { penalties } = database.second
      const want = wish()
      let at = nowAt
      for (const [count, minutes] of [1, 2, 4, 5, 5].entries()) {
        const { penalty, isNew } = await penalties.takePenalty({ ...want, nowAt: at })
        expect({ isNew, count: penalty.count, lifeMs: penalty.until - at }).toEqual({
          isNew: true,
          count: count + 1,
          lifeMs: minutes * minute,
        })
        at = penalty.until
      }
      const { penalty } = await penalties.takePenalty({ ...want, nowAt: at + forgottenAfterMs })
      expect(penalty.count).toBe(1)
    })

    it('begin for exactly one of those who notice at once', async () => {
      const want = wish()
      const isNew = async (at: number) => {
        const taken = await race(database, 8, (store) => store.penalties.takePenalty({ ...want, nowAt: at }))
        expect(new Set(taken.map(({ penalty }) => penalty.until)).size).toBe(1)
        return taken.filter((one) => one.isNew).length
      }
      expect(await isNew(nowAt)).toBe(1)
      expect(await isNew(nowAt + 2 * minute)).toBe(1)
    })
  })
}
