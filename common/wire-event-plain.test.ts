import fc from 'fast-check'
import { expect, it } from 'vitest'
import { memberEventSchema } from './wire-event.ts'
import { isPlainEvent } from './wire-event-plain.ts'

const id = '01jd0000000000000000000000'
const user = 'aaaabbbbccccdddd'
const whole = {
  'message.posted': { text: 'hi', format: 'markdown', replyTo: id, mentions: ['room', user] },
  'message.edited': { message: id, text: 'hi', format: 'plain', mentions: [user] },
  'message.removed': { message: id },
  'reaction.added': { message: id, emoji: '👍' },
  'reaction.removed': { message: id, emoji: '👍🏽' },
  'message.pinned': { message: id },
}
const bodyOf = (kind: keyof typeof whole) => ({ v: 1, kind, id, at: 1, ...whole[kind] })

/** What a body may hold where it should not, and what is at the edge of what it may. */
const odd = fc.oneof(
  fc.constantFrom<unknown>(
    1,
    0,
    -0,
    -1,
    1.5,
    8.64e15,
    8.64e15 + 2,
    2 ** 53,
    null,
    true,
    '',
    'room',
    id,
    `${id}\n`,
    user,
  ),
  fc.constantFrom<unknown>(
    '\u0000',
    '\ud800',
    'x\udc00',
    '👍'.repeat(9),
    '👍'.repeat(20),
    'x'.repeat(65),
    'plain',
    'html',
  ),
  fc.constantFrom<unknown>(
    [],
    [user],
    ['room', 1],
    [user.toUpperCase()],
    new Array(101).fill('room'),
    {},
    { length: 0 },
  ),
  fc.constantFrom<unknown>('x'.repeat(100_000), 'x'.repeat(100_001), '🌊'.repeat(50_001), '\ufeff', '\u2028'),
  fc.jsonValue(),
)
const names = fc.constantFrom(...Object.values(whole).flatMap(Object.keys), 'v', 'id', 'at', 'kind', 'attachments')
const name = fc.oneof({ weight: 6, arbitrary: names }, fc.constantFrom('__proto__', 'constructor', 'room', 'toString'))
const change = fc.record({ name, value: odd, remove: fc.boolean() })

it('sees by hand what is plainly in order, and takes nothing that the schema refuses or reads otherwise', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...(Object.keys(whole) as (keyof typeof whole)[])),
      fc.array(change, { maxLength: 3 }),
      (kind, changes) => {
        const entries = new Map<string, unknown>(Object.entries(bodyOf(kind)))
        for (const { name, value, remove } of changes) {
          if (remove) entries.delete(name)
          else entries.set(name, value)
        }
        const fields = [...entries].map(([key, value]) => `${JSON.stringify(key)}:${JSON.stringify(value)}`)
        const read = (): object => JSON.parse(`{${fields.join(',')}}`)
        const raw = read()
        if (!isPlainEvent(raw)) return
        expect(memberEventSchema.safeParse(read())).toEqual({ success: true, data: raw })
      },
    ),
    { numRuns: 3_000 },
  )
})

it.each(Object.keys(whole) as (keyof typeof whole)[])('knows a %s as people send it, where it is to', (kind) => {
  expect(isPlainEvent(bodyOf(kind))).toBe(kind !== 'message.pinned')
  expect(memberEventSchema.safeParse(bodyOf(kind)).success).toBe(true)
})
