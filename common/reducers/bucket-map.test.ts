import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { BucketMap } from './bucket-map.ts'
import { bucketMapOf, buildBucketMap, entriesOf, getEntry, withEntries, withEntry, withoutEntry } from './bucket-map.ts'

describe('a map in buckets', () => {
  it('holds what a plain map would, and leaves every earlier map as it was', () => {
    const key = fc.oneof(fc.constantFrom('__proto__', 'constructor', ''), fc.string({ maxLength: 2 }))
    fc.assert(
      fc.property(fc.array(fc.record({ key, value: fc.nat(), remove: fc.boolean() })), (changes) => {
        const plain = new Map<string, number>()
        let map: BucketMap<number> = buildBucketMap()
        for (const { key: name, value, remove } of changes) {
          const [before, had] = [map, getEntry(map, name)]
          map = remove ? withoutEntry(map, name) : withEntry(map, name, value)
          if (remove) plain.delete(name)
          else plain.set(name, value)
          expect(getEntry(before, name)).toBe(had)
          expect(getEntry(map, name)).toBe(plain.get(name))
        }
        expect(new Map(entriesOf(map))).toEqual(plain)
        expect(map.size).toBe(plain.size)
        expect(new Map(entriesOf(bucketMapOf(plain)))).toEqual(plain)
        const more = changes.map(({ key: name, value }) => [name, value + 1] as const)
        const [before, both] = [[...entriesOf(map)], withEntries(map, more)]
        expect(new Map(entriesOf(both))).toEqual(new Map([...plain, ...more]))
        expect([both.size, [...entriesOf(map)]]).toEqual([new Map([...plain, ...more]).size, before])
      }),
    )
  })
})
