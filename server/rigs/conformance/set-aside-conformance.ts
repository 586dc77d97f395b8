import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { SetAside } from '../../store/archive-store.ts'
import { setAsideKept } from '../../store/safe-set-aside.ts'
import { buildBatch, type Conformance, type OpenDatabase } from './store-samples.ts'

const bodies = {
  empty: [],
  'a NUL': [0],
  'invalid UTF-8': [0xff, 0xfe, 0xc3, 0x28, 0x00],
  'a lone surrogate in UTF-8': [0xed, 0xa0, 0x80],
  'a header of JSON': [...Buffer.from('{"v":1,')],
} as const

export function describeSetAside({ open }: Conformance): void {
  describe('events that were set aside', () => {
    let database: OpenDatabase
    beforeAll(async () => {
      database = await open()
    })
    afterAll(() => database.drop())

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

    it('keeps a body that is a window into a larger buffer, cut at 4 kB', async () => {
      const buffer = Buffer.alloc(10_000, 7)
      buffer[100] = 1
      await put({ body: buffer.subarray(100, 9_000) })
      const body = (await newest())?.body
      expect(body).toHaveLength(4_096)
      expect([body?.[0], body?.[1]]).toEqual([1, 7])
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

    it('keeps the newest few thousand, however many come, and forgets the same ones when they come again', async () => {
      const entries = Array.from({ length: setAsideKept + 50 }, (_, index) => {
        const place = { shard: 2, seq: index + 1, storedAt: 1_763_900_000_000 + index }
        return { ...place, subject: 's', reason: 'r', detail: 'd', body: new Uint8Array([1]) }
      })
      await database.first.archive.writeBatch(buildBatch({ setAside: entries.slice(0, 100) }))
      await database.second.archive.writeBatch(buildBatch({ setAside: entries.slice(100) }))
      expect(await database.first.archive.countSetAside()).toBe(setAsideKept)
      expect(await newest()).toStrictEqual(entries.at(-1))
      await database.first.archive.writeBatch(buildBatch({ setAside: entries.slice(0, 10) }))
      const kept = await database.second.archive.loadSetAside(setAsideKept + 100)
      expect(kept.map(({ seq }) => seq)).toStrictEqual(
        entries
          .slice(50)
          .map((entry) => entry.seq)
          .reverse(),
      )
    })
  })
}
