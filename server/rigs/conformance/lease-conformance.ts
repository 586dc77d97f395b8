import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import type { Lease } from '../../store/lease-store.ts'
import type { Store } from '../../store/store-port.ts'
import { type Conformance, newEvent, race } from './store-samples.ts'
import { useDatabase } from './use-database.ts'

const hour = 3_600_000

export function describeLeases({ open }: Conformance): void {
  describe('leases', () => {
    const database = useDatabase(open)
    const newName = () => `archiver.$set.${newEvent()}`
    const takeOnceFree = async ({ leases }: Store, name: string, holder: string): Promise<Lease> => {
      for (;;) {
        const lease = await leases.takeLease({ name, holder, lifeMs: hour })
        if (lease !== undefined) return lease
        await sleep(5)
      }
    }

    it('gives a free lease, prolongs it for its holder and refuses others', async () => {
      const { first, second } = database
      const name = newName()
      const taken = { name, holder: 'a', term: 1 }
      expect(await first.leases.takeLease({ name, holder: 'a', lifeMs: hour })).toEqual(taken)
      expect(await second.leases.takeLease({ name, holder: 'b', lifeMs: hour })).toBeUndefined()
      expect(await first.leases.takeLease({ name, holder: 'a', lifeMs: hour })).toEqual(taken)
      expect(await second.leases.takeLease({ name, holder: 'b', lifeMs: hour })).toBeUndefined()
    })

    it('lives as long as was asked by the clock of the database, and no longer', async () => {
      const { first, second } = database
      const name = newName()
      const lifeMs = 400
      const askedAt = performance.now()
      await first.leases.takeLease({ name, holder: 'a', lifeMs })
      await takeOnceFree(second, name, 'b')
      // Clocks of two processes run alike to a few milliseconds.
      expect(performance.now() - askedAt).toBeGreaterThan(lifeMs - 20)
    })

    it('tells the clock that it counts by, which goes on', async () => {
      const { first, second } = database
      const before = await first.leases.loadNow()
      await sleep(20)
      expect(await second.leases.loadNow()).toBeGreaterThan(before)
      expect(Math.abs(before - Date.now())).toBeLessThan(60_000)
    })

    it('lives anew from each time that it is prolonged', async () => {
      const { first, second } = database
      const name = newName()
      await first.leases.takeLease({ name, holder: 'a', lifeMs: 1 })
      await first.leases.takeLease({ name, holder: 'a', lifeMs: hour })
      await sleep(20)
      expect(await second.leases.takeLease({ name, holder: 'b', lifeMs: hour })).toBeUndefined()
    })

    it('passes an expired lease on with a higher term, and then refuses the former holder', async () => {
      const { first, second } = database
      const name = newName()
      await first.leases.takeLease({ name, holder: 'a', lifeMs: 1 })
      expect(await takeOnceFree(second, name, 'b')).toEqual({ name, holder: 'b', term: 2 })
      expect(await first.leases.takeLease({ name, holder: 'a', lifeMs: hour })).toBeUndefined()
      await second.leases.takeLease({ name, holder: 'b', lifeMs: 1 })
      expect(await takeOnceFree(first, name, 'a')).toMatchObject({ term: 3 })
    })

    it('keeps the term where nobody else came in between', async () => {
      const { leases } = database.first
      const name = newName()
      await leases.takeLease({ name, holder: 'a', lifeMs: 1 })
      await sleep(20)
      expect(await leases.takeLease({ name, holder: 'a', lifeMs: hour })).toMatchObject({ term: 1 })
    })

    it('frees a released lease at once, but only for its holder', async () => {
      const { first, second } = database
      const name = newName()
      await first.leases.takeLease({ name, holder: 'a', lifeMs: hour })
      await second.leases.releaseLease(name, 'b')
      expect(await second.leases.takeLease({ name, holder: 'b', lifeMs: hour })).toBeUndefined()
      await first.leases.releaseLease(name, 'a')
      expect(await second.leases.takeLease({ name, holder: 'b', lifeMs: hour })).toMatchObject({ term: 2 })
    })

    it('gives a new, and an expired, lease to exactly one of those who race', async () => {
      const name = newName()
      const won = (leases: readonly (Lease | undefined)[]) => leases.filter((lease) => lease !== undefined)
      const raceAs = (letter: string) =>
        race(database, 8, (store, index) => store.leases.takeLease({ name, holder: `${letter}${index}`, lifeMs: hour }))
      const [holder] = won(await raceAs('h'))
      expect(won(await raceAs('i'))).toEqual([])
      await database.first.leases.takeLease({ name, holder: holder?.holder ?? '', lifeMs: 1 })
      await sleep(20)
      expect(won(await raceAs('g'))).toMatchObject([{ term: 2 }])
    })
  })
}
