import { describe, expect, it } from 'vitest'
import type { InboxRow } from '../../store/inbox-store.ts'
import { type Conformance, newEvent, newRoom, newUser, race } from './store-samples.ts'
import { useDatabase } from './use-database.ts'

export function describeInbox({ open }: Conformance): void {
  describe('inboxes', () => {
    const database = useDatabase(open)
    const put = (...rows: readonly InboxRow[]) => rows.map((row) => ({ kind: 'put' as const, row }))
    const build = (change: Partial<InboxRow> & Pick<InboxRow, 'owner' | 'at'>): InboxRow => ({
      ...{ kind: 'mention', room: newRoom(), message: newEvent(), seq: change.at },
      ...change,
    })

    it('list what came to their owners, newest first, by pages and by kind, and nothing of others', async () => {
      const { first, second } = database
      const [ana, room] = [newUser(), newRoom()]
      const [named, answered, toAll] = [
        build({ owner: ana, at: 3 }),
        build({ owner: ana, at: 5, kind: 'reply' }),
        build({ owner: room, at: 4, room }),
      ]
      await first.inbox.applyChanges(put(named, answered, toAll, build({ owner: newUser(), at: 9 })))
      await first.inbox.applyChanges([])
      const owners = [ana, room]
      expect(await second.inbox.loadRows({ owners, limit: 10 })).toEqual([answered, toAll, named])
      expect(await second.inbox.loadRows({ owners: [ana], limit: 10 })).toEqual([answered, named])
      expect(await second.inbox.loadRows({ owners, kinds: ['reply', 'reaction'], limit: 10 })).toEqual([answered])
      const alike = [1, 2, 3].map(() => build({ owner: ana, at: 4 }))
      await first.inbox.applyChanges(put(...alike))
      const all = await second.inbox.loadRows({ owners, limit: 10 })
      const paged: InboxRow[] = []
      for (let behind: { at: number; id: string } | undefined; ; ) {
        const [row] = await second.inbox.loadRows({ owners, limit: 1, ...(behind === undefined ? {} : { behind }) })
        if (row === undefined) break
        paged.push(row)
        behind = { at: row.at, id: `${row.kind === 'reply' ? 'a' : 'm'} ${row.room} ${row.message}` }
      }
      expect(paged).toEqual(all)
      expect(all.map(({ at }) => at)).toEqual([5, 4, 4, 4, 4, 3])
    })

    it('keep the first of a mention and each reaction, however often and from wherever they come', async () => {
      const { first, second } = database
      const ana = newUser()
      const named = build({ owner: ana, at: 7 })
      const liked = build({ owner: ana, at: 8, kind: 'reaction' })
      const again = { ...liked, seq: 9, at: 9 }
      await race(database, 6, ({ inbox }, index) =>
        inbox.applyChanges(put({ ...named, seq: 7 + index, at: 7 + index }, liked, again)),
      )
      expect(await first.inbox.loadRows({ owners: [ana], limit: 10 })).toEqual([again, liked, named])
      await first.inbox.applyChanges([{ kind: 'drop', row: liked }, ...put(build({ ...liked, seq: 1, at: 1 }))])
      await first.inbox.applyChanges([{ kind: 'drop', row: liked }])
      expect((await second.inbox.loadRows({ owners: [ana], limit: 10 })).map(({ at }) => at)).toEqual([9, 7, 1])
    })

    it('lose what is old, and of each owner all but the newest', async () => {
      const { first, second } = database
      const [ana, ben] = [newUser(), newUser()]
      await first.inbox.applyChanges(put(...[1, 2, 3, 4, 5].map((at) => build({ owner: ana, at: at + 2 ** 40 }))))
      await first.inbox.applyChanges(put(build({ owner: ben, at: 10 }), build({ owner: ben, at: 2 ** 41 })))
      await first.inbox.pruneRows({ beforeAt: 11, most: 3 })
      const left = async (owner: typeof ana) =>
        (await second.inbox.loadRows({ owners: [owner], limit: 10 })).map(({ at }) => at)
      expect(await left(ana)).toEqual([5, 4, 3].map((at) => at + 2 ** 40))
      expect(await left(ben)).toEqual([2 ** 41])
      expect(await first.inbox.forgetRows(ana)).toBe(3)
      expect(await first.inbox.forgetRows(ana)).toBe(0)
      expect([await left(ana), await left(ben)]).toEqual([[], [2 ** 41]])
    })
  })
}
