import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Conformance, newEvent, type OpenDatabase, race } from './store-samples.ts'

export function describeLeases({ open }: Conformance): void {
  describe('leases', () => {
    let database: OpenDatabase
    beforeAll(async () => {
      database = await open()
    })
    afterAll(() => database.drop())
    const newName = () => `archiver.$set.${newEvent()}`

    it('gives a free lease, prolongs it for its holder and refuses others', async () => {
      const { first, second } = database
      const name = newName()
      expect(await first.leases.takeLease({ name, holder: 'a', nowAt: 100, lifeMs: 10 })).toEqual({
        name,
        holder: 'a',
        term: 1,
        expiresAt: 110,
      })
      expect(await second.leases.takeLease({ name, holder: 'b', nowAt: 105, lifeMs: 10 })).toBeUndefined()
      expect(await first.leases.takeLease({ name, holder: 'a', nowAt: 108, lifeMs: 10 })).toMatchObject({
        term: 1,
        expiresAt: 118,
      })
      expect(await second.leases.takeLease({ name, holder: 'b', nowAt: 117, lifeMs: 10 })).toBeUndefined()
    })

    it('passes an expired lease on with a higher term, and then refuses the former holder', async () => {
      const { first, second } = database
      const name = newName()
      await first.leases.takeLease({ name, holder: 'a', nowAt: 100, lifeMs: 10 })
      expect(await second.leases.takeLease({ name, holder: 'b', nowAt: 110, lifeMs: 10 })).toEqual({
        name,
        holder: 'b',
        term: 2,
        expiresAt: 120,
      })
      expect(await first.leases.takeLease({ name, holder: 'a', nowAt: 111, lifeMs: 10 })).toBeUndefined()
      expect(await first.leases.takeLease({ name, holder: 'a', nowAt: 130, lifeMs: 10 })).toMatchObject({ term: 3 })
    })

    it('keeps the term where nobody else came in between', async () => {
      const name = newName()
      await database.first.leases.takeLease({ name, holder: 'a', nowAt: 100, lifeMs: 10 })
      expect(await database.first.leases.takeLease({ name, holder: 'a', nowAt: 500, lifeMs: 10 })).toMatchObject({
        term: 1,
      })
    })

    it('frees a released lease at once, but only for its holder', async () => {
      const { first, second } = database
      const name = newName()
      await first.leases.takeLease({ name, holder: 'a', nowAt: 100, lifeMs: 10 })
      await second.leases.releaseLease(name, 'b')
      expect(await second.leases.takeLease({ name, holder: 'b', nowAt: 101, lifeMs: 10 })).toBeUndefined()
      await first.leases.releaseLease(name, 'a')
      expect(await second.leases.takeLease({ name, holder: 'b', nowAt: 101, lifeMs: 10 })).toMatchObject({ term: 2 })
    })

    it('gives a new, and an expired, lease to exactly one of those who race', async () => {
      const name = newName()
      const won = (leases: readonly unknown[]) => leases.filter((lease) => lease !== undefined)
      const taken = await race(database, 8, (store, index) =>
        store.leases.takeLease({ name, holder: `h${index}`, nowAt: 100, lifeMs: 10 }),
      )
      expect(won(taken)).toHaveLength(1)
      const over = await race(database, 8, (store, index) =>
        store.leases.takeLease({ name, holder: `g${index}`, nowAt: 110, lifeMs: 10 }),
      )
      expect(won(over)).toHaveLength(1)
      expect(over.find((lease) => lease !== undefined)?.term).toBe(2)
    })
  })
}
