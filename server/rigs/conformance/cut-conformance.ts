import { describe, expect, it } from 'vitest'
import type { PendingCut } from '../../store/cut-store.ts'
import { type Conformance, newDevice, newNkey, newUser } from './store-samples.ts'
import { useDatabase } from './use-database.ts'

export function describeCuts({ open }: Conformance): void {
  describe('cuts that are not confirmed', () => {
    const database = useDatabase(open)

    const newCut = (more: Partial<PendingCut> = {}): PendingCut => ({
      publicKey: newNkey(),
      device: newDevice(),
      user: newUser(),
      revokedAtSec: 1_000,
      expiresAtSec: 9_000,
      ...more,
    })

    it('are kept a key, the latest of each, until they are removed', async () => {
      const { first, second } = database
      const cut = newCut()
      const other = newCut({ user: cut.user })
      for (const one of [cut, other, newCut()]) await first.cuts.putCut(one)
      const ofUser = async () => new Set(await second.cuts.loadCutsOfUsers([cut.user, cut.user]))
      expect(await ofUser()).toEqual(new Set([cut, other]))
      const later = { ...cut, revokedAtSec: 1_001 }
      await second.cuts.putCut(later)
      await first.cuts.putCut(cut)
      expect(await ofUser()).toEqual(new Set([later, other]))
      await first.cuts.removeCut(cut.publicKey, 1_000)
      expect(await ofUser()).toEqual(new Set([later, other]))
      await first.cuts.removeCut(cut.publicKey, 1_001)
      expect(await ofUser()).toEqual(new Set([other]))
      expect(await first.cuts.loadCutsOfUsers([])).toEqual([])
      expect(await second.cuts.loadCutsOfDevices([other.device, cut.device])).toEqual([other])
      expect(await first.cuts.loadCuts(1)).toHaveLength(1)
      expect(await first.cuts.loadCuts(10)).toHaveLength(2)
    })

    it('come page by page, the oldest first, whatever the order in which they were put', async () => {
      const { first, second } = database
      for (const one of await first.cuts.loadCuts(1_000)) await first.cuts.removeCut(one.publicKey, 1_000_000)
      const cuts = [5, 3, 9, 3, 7, 3].map((revokedAtSec) => newCut({ revokedAtSec }))
      for (const cut of cuts) await first.cuts.putCut(cut)
      const seen: PendingCut[] = []
      for (let page = await second.cuts.loadCuts(2); page.length > 0; page = await second.cuts.loadCuts(2, seen.at(-1)))
        seen.push(...page)
      expect(seen).toHaveLength(cuts.length)
      expect(new Set(seen)).toEqual(new Set(cuts))
      expect(seen.map(({ revokedAtSec }) => revokedAtSec)).toEqual([3, 3, 3, 5, 7, 9])
      for (const { publicKey } of seen) await first.cuts.removeCut(publicKey, 9)
    })

    it('wait for the servers that were seen, each when it was seen last', async () => {
      const { first, second } = database
      await first.cuts.putNode('nats-1', 5)
      await second.cuts.putNode('nats-2', 7)
      await second.cuts.putNode('nats-1', 9)
      await first.cuts.putNode('nats-1', 8)
      const nodes = new Map([
        ['nats-1', 9],
        ['nats-2', 7],
      ])
      expect(await first.cuts.loadNodes()).toEqual(nodes)
      await first.cuts.removeNode('nats-2')
      expect([...(await second.cuts.loadNodes()).keys()]).toEqual(['nats-1'])
    })
  })
}
