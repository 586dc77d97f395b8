import { describe, expect, it } from 'vitest'
import type { SetAside } from '../../store/archive-store.ts'
import { setAsideLimits } from '../../store/safe-set-aside.ts'
import { buildBatch, type Conformance } from './store-samples.ts'
import { useDatabase } from './use-database.ts'

const bodies = {
  empty: [],
  'a NUL': [0],
  'invalid UTF-8': [0xff, 0xfe, 0xc3, 0x28, 0x00],
  'a lone surrogate in UTF-8': [0xed, 0xa0, 0x80],
  'a header of JSON': [...Buffer.from('{"v":1,')],
} as const

export function describeSetAside({ open, setAsideLimits: limits = setAsideLimits }: Conformance): void {
  const { kept: keptAtMost, keptBytes } = limits
  describe('events that were set aside', () => {
    const database = useDatabase(open)

    let seq = 0
    const put = async (change: Partial<SetAside>): Promise<SetAside> => {
      seq += 1
      const entry = { shard: 1, seq, subject: 's', reason: 'r', detail: 'd', storedAt: 1_763_800_000_000 + seq }
      const full = { ...entry, body: new Uint8Array(), ...change }
      await database.first.archive.writeBatch(buildBatch({ setAside: [full] }))
      return full
    }
    const newest = async () => (await database.second.archive.loadSetAside(1))[0]

    it.each(Object.entries(bodies))('keeps a body with %s byte for byte', async (_, bytes) => {
      const entry = await put({ body: new Uint8Array(bytes) })
      expect(await newest()).toStrictEqual(entry)
    })

    it('keeps a body whole, also where it is a window into a larger buffer and as large as one can be', async () => {
      const buffer = Buffer.alloc(2 ** 20 + 200, 7)
      buffer[100] = 1
      await put({ body: buffer.subarray(100, 100 + 2 ** 20) })
      const body = (await newest())?.body
      expect(body).toHaveLength(2 ** 20)
      expect([body?.[0], body?.[1], body?.at(-1)]).toEqual([1, 7, 7])
    })

    it('makes odd texts well-formed and short', async () => {
      await put({ subject: 'send.\u0000.\uD800', detail: `\uDC00${'x'.repeat(100_000)}` })
      const stored = await newest()
      expect(stored?.subject).toBe('send.\uFFFD.\uFFFD')
      expect(stored?.detail.startsWith('\uFFFDxxx')).toBe(true)
      expect(stored?.detail.length).toBeLessThanOrEqual(1_024)
      const half = await put({ detail: `${'x'.repeat(1_023)}\u{1F9F6}` })
      expect(half.detail.isWellFormed()).toBe(true)
      expect((await newest())?.detail.isWellFormed()).toBe(true)
    })

    it('keeps the first of an event that comes again, and puts the rest in', async () => {
      const entry = await put({ detail: 'the first' })
      const before = await database.first.archive.countSetAside()
      const next = { ...entry, seq: entry.seq + 1, storedAt: entry.storedAt + 1 }
      seq += 1
      await database.second.archive.writeBatch(buildBatch({ setAside: [{ ...entry, detail: 'again' }, next, next] }))
      expect(await database.first.archive.countSetAside()).toBe(before + 1)
      expect(await database.first.archive.loadSetAside(2)).toStrictEqual([next, entry])
    })

    it('keeps the newest up to so many bytes, and what could not be written apart from what is malformed', async () => {
      const entry = (at: number, reason: string) => {
        const place = { shard: 3, seq: at, storedAt: 1_763_850_000_000 + at }
        return { ...place, subject: 's', reason, detail: 'd', body: new Uint8Array(2 ** 20) }
      }
      await database.first.archive.writeBatch(buildBatch({ setAside: [entry(1, 'unwritable')] }))
      const flood = keptBytes / 2 ** 20 + 10
      for (let at = 2; at < 2 + flood; at += 10) {
        const some = Array.from({ length: 10 }, (_, n) => entry(at + n, 'json'))
        await database.second.archive.writeBatch(buildBatch({ setAside: some }))
      }
      const kept = await database.first.archive.loadSetAside(10_000)
      const malformed = kept.filter(({ reason }) => reason !== 'unwritable')
      const bytes = malformed.reduce((sum, { body }) => sum + body.byteLength, 0)
      expect(bytes).toBeLessThanOrEqual(keptBytes)
      expect(bytes).toBeGreaterThan(keptBytes - 2 ** 21)
      expect(kept.some(({ shard, seq, reason }) => shard === 3 && seq === 1 && reason === 'unwritable')).toBe(true)
      // A quarter of a gigabyte goes to the store and back, whatever else the machine does.
    }, 240_000)

    it('keeps the newest few thousand, however many come, and forgets the same ones when they come again', async () => {
      const entries = Array.from({ length: keptAtMost + 50 }, (_, index) => {
        const place = { shard: 2, seq: index + 1, storedAt: 1_763_900_000_000 + index }
        return { ...place, subject: 's', reason: 'r', detail: 'd', body: new Uint8Array([1]) }
      })
      await database.first.archive.writeBatch(buildBatch({ setAside: entries.slice(0, 100) }))
      await database.second.archive.writeBatch(buildBatch({ setAside: entries.slice(100) }))
      // And the one that could not be written, which is counted by itself.
      expect(await database.first.archive.countSetAside()).toBe(keptAtMost + 1)
      expect(await newest()).toStrictEqual(entries.at(-1))
      await database.first.archive.writeBatch(buildBatch({ setAside: entries.slice(0, 10) }))
      const kept = await database.second.archive.loadSetAside(keptAtMost + 100)
      expect(kept.filter(({ reason }) => reason === 'r').map(({ seq }) => seq)).toStrictEqual(
        entries
          .slice(50)
          .map((entry) => entry.seq)
          .reverse(),
      )
    })
  })
}
