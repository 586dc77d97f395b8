import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  buildDeviceId,
  buildEventId,
  buildRoomId,
  buildUserId,
  eventIdRandomBytes,
  idRandomBytes,
  parseDeviceId,
  parseEventId,
  parsePublicNkey,
  parseRoomId,
  parseUserId,
  shardOf,
} from './ids.ts'

const bytes = (length: number) => fc.uint8Array({ minLength: length, maxLength: length })
/** As a generator of randomness gives them: 32 bytes have 16 usable ones with all but certainty. */
const tokenBytes = bytes(idRandomBytes).filter((random) => random.filter((byte) => byte < 252).length >= 16)

describe('ids', () => {
  it('are of the form they are read in', () => {
    fc.assert(
      fc.property(tokenBytes, fc.nat({ max: 99 }), (random, shard) => {
        expect(parseUserId(buildUserId(random))).toMatch(/^[a-z0-9]{16}$/)
        expect(parseDeviceId(buildDeviceId(random))).toBeDefined()
        const room = buildRoomId(shard, random)
        expect(parseRoomId(room)).toBe(room)
        expect(room).toMatch(/^[0-9]{1,2}\.[a-z0-9]{14}$/)
        expect(shardOf(room)).toBe(shard)
      }),
    )
  })

  it('make every letter equally likely', () => {
    const counts = new Map<string, number>()
    for (let byte = 0; byte < 252; byte++)
      for (const letter of new Set(buildUserId(new Uint8Array(16).fill(byte))))
        counts.set(letter, (counts.get(letter) ?? 0) + 1)
    expect([...counts.values()]).toEqual(Array.from({ length: 36 }, () => 7))
  })

  it('ask for more randomness rather than being short', () => {
    expect(() => buildUserId(new Uint8Array(15))).toThrow(/too few random bytes/)
    expect(() => buildUserId(new Uint8Array(32).fill(255))).toThrow(/too few random bytes/)
  })

  it.each([
    '',
    'a'.repeat(15),
    'a'.repeat(17),
    'A'.repeat(16),
    `${'a'.repeat(15)}.`,
    `${'a'.repeat(16)}\n`,
    5,
    null,
    undefined,
    {},
  ])('are no user’s when they are %j', (value) => expect(parseUserId(value)).toBeUndefined())

  it.each([
    ...[
      '',
      'aaaaaaaaaaaaaa',
      '.aaaaaaaaaaaaaa',
      '100.aaaaaaaaaaaaaa',
      '1.aaaaaaaaaaaaa',
      '1.aaaaaaaaaaaaaaa',
      '1.aaaaaaaaaaaaa*',
    ],
    ...['1.>', 'a.aaaaaaaaaaaaaa', '1.aaaaaaaaaaaaaa\n', '1.aaaaaaaaaaaaaa.x', 1],
  ])('are no room’s when they are %j', (value) => expect(parseRoomId(value)).toBeUndefined())

  it('tell a public nkey by its form', () => {
    expect(parsePublicNkey(`U${'A'.repeat(55)}`)).toBeDefined()
    for (const wrong of [
      `S${'A'.repeat(55)}`,
      `U${'A'.repeat(54)}`,
      `U${'a'.repeat(55)}`,
      `U${'1'.repeat(55)}`,
      undefined,
    ])
      expect(parsePublicNkey(wrong)).toBeUndefined()
  })
})

describe('an event’s id', () => {
  const time = fc.integer({ min: 0, max: 2 ** 48 - 1 })
  const random = bytes(eventIdRandomBytes)

  it('is a lower-case ULID that gives time and randomness back', () => {
    const alphabet = '0123456789abcdefghjkmnpqrstvwxyz'
    const numberOf = (text: string) =>
      [...text].reduce((sum, letter) => sum * 32n + BigInt(alphabet.indexOf(letter)), 0n)
    fc.assert(
      fc.property(time, random, (atMs, chance) => {
        const id = buildEventId(atMs, chance)
        expect(parseEventId(id)).toBe(id)
        expect(numberOf(id.slice(0, 10))).toBe(BigInt(atMs))
        expect(numberOf(id.slice(10))).toBe(chance.reduce((sum, byte) => sum * 256n + BigInt(byte), 0n))
      }),
    )
  })

  it('equals the example of the specification', () => {
    // https://github.com/ulid/spec: 01ARZ3NDEKTSV4RRFFQ69G5FAV was made at 1469922850259.
    expect(buildEventId(1_469_922_850_259, new Uint8Array(10)).slice(0, 10)).toBe('01arz3ndek')
  })

  it('sorts by time', () => {
    fc.assert(
      fc.property(time, time, random, random, (one, other, a, b) => {
        fc.pre(one < other)
        expect(buildEventId(one, a) < buildEventId(other, b)).toBe(true)
      }),
    )
  })

  it.each([
    ...['', '01jd', '8'.repeat(26), `01JD${'0'.repeat(22)}`, `01jd${'0'.repeat(21)}i`, `01jd${'0'.repeat(21)}l`],
    ...[`01jd${'0'.repeat(21)}o`, `01jd${'0'.repeat(21)}u`, `01jd${'0'.repeat(23)}`, `01jd${'0'.repeat(22)}\n`, null],
  ])('is not %j', (value) => expect(parseEventId(value)).toBeUndefined())
})
