import { describe, expect, it } from 'vitest'
import type { AuditRow } from '../../store/audit-store.ts'
import { type Conformance, newEvent, newHash, newUser, race } from './store-samples.ts'
import { useDatabase } from './use-database.ts'

export function describeAudit({ open }: Conformance): void {
  describe('the audit log', () => {
    const database = useDatabase(open)

    const follow = (head: AuditRow | undefined, change: Partial<AuditRow> = {}): AuditRow => ({
      seq: (head?.seq ?? 0) + 1,
      previous: head?.digest ?? '',
      id: newEvent(),
      at: 1_763_800_000_000,
      byKind: 'user',
      by: newUser(),
      what: 'user.suspended',
      from: { key: newHash(), text: '$x.%_' },
      about: { key: newHash(), text: '{"__proto__": 1}' },
      digest: newHash(),
      ...change,
    })
    const add = async (change: Partial<AuditRow> = {}) => {
      const row = follow(await database.first.audit.loadAuditHead(), change)
      expect(await database.first.audit.addAuditRow(row)).toBe(true)
      return row
    }

    it('takes what follows its last line, and nothing else', async () => {
      const { first, second } = database
      const before = await first.audit.countAuditRows()
      const row = await add()
      expect(await second.audit.loadAuditHead()).toEqual(row)
      expect(await second.audit.loadAuditRow(row.id)).toEqual(row)
      expect(await second.audit.loadAuditRow(newEvent())).toBeUndefined()
      const wrong = [row, { ...follow(row), previous: newHash() }, { ...follow(row), seq: row.seq + 2 }]
      for (const one of wrong) expect(await second.audit.addAuditRow(one)).toBe(false)
      expect(await second.audit.countAuditRows()).toBe(before + 1)
    })

    it('lets one of many that follow the same line in, whichever copy writes', async () => {
      const head = await add()
      const rows = Array.from({ length: 8 }, () => follow(head))
      const added = await race(database, rows.length, (store, index) =>
        store.audit.addAuditRow(rows[index] as (typeof rows)[number]),
      )
      expect(added.filter((one) => one)).toHaveLength(1)
      expect(await database.second.audit.loadAuditHead()).toEqual(rows[added.indexOf(true)])
    })

    it('is read in either order, by who, whom and what, and from a time or a place on', async () => {
      const { second } = database
      const [by, key] = [newUser(), newHash()]
      const about = { key, text: 'x' }
      const one = await add({ by, what: 'token.made', at: 1_900_000_000_000 })
      const two = await add({ by, what: 'tokens', about, at: 1_900_000_000_001 })
      const three = await add({ what: 'token.removed', about, at: 1_900_000_000_002 })
      const limit = 10
      expect(await second.audit.loadAuditRows({ by, limit })).toEqual([one, two])
      expect(await second.audit.loadAuditRows({ aboutKey: key, limit, isNewestFirst: true })).toEqual([three, two])
      expect(await second.audit.loadAuditRows({ what: 'token', sinceAt: 1_800_000_000_000, limit })).toEqual([
        one,
        three,
      ])
      expect(await second.audit.loadAuditRows({ what: 'token.made', by, limit })).toEqual([one])
      expect(await second.audit.loadAuditRows({ sinceAt: one.at, limit: 1 })).toEqual([two])
      expect(await second.audit.loadAuditRows({ beyondSeq: two.seq, limit })).toEqual([three])
      const below = await second.audit.loadAuditRows({ beyondSeq: two.seq, isNewestFirst: true, limit: 1 })
      expect(below).toEqual([one])
    })

    it('has one key an owner, however many ask at once, until it is dropped', async () => {
      const { first, second } = database
      const owner = newUser()
      const made = await race(database, 6, (store) =>
        store.audit.ensureAuditKey(owner, { id: newHash(), secret: newHash() }),
      )
      expect(new Set(made.map(({ id, secret }) => `${id} ${secret}`)).size).toBe(1)
      const [key] = made
      expect(await second.audit.findAuditKey(owner)).toEqual(key)
      expect(await second.audit.loadAuditKeys([key?.id ?? '', key?.id ?? '', newHash()])).toEqual([key])
      await first.audit.dropAuditKey(owner)
      await first.audit.dropAuditKey(owner)
      expect(await second.audit.findAuditKey(owner)).toBeUndefined()
      expect(await second.audit.loadAuditKeys([key?.id ?? ''])).toEqual([])
    })
  })
}
