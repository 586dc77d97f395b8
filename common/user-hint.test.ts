import { describe, expect, it } from 'vitest'
import type { RoomId, UserId } from './ids.ts'
import { encodeUtf8 } from './text-codec.ts'
import { mergeHints, mostHinted, parseUserHint, writeUserHint } from './user-hint.ts'

const bytes = encodeUtf8
const user = (n: number) => String(n).padStart(16, 'u') as UserId
const room = (n: number) => `3.${String(n).padStart(14, 'r')}` as RoomId
const many = (count: number) => Array.from({ length: count }, (_, n) => user(n))

describe('a hint', () => {
  it('comes back as it was written, and fits what is read', () => {
    for (const hint of [{}, { users: many(1) }, { rooms: [room(1)], users: many(3) }]) {
      expect(parseUserHint(bytes(writeUserHint(hint)))).toEqual(hint)
    }
    const rooms = Array.from({ length: mostHinted }, (_, n) => room(n))
    expect(parseUserHint(bytes(writeUserHint({ rooms, users: many(mostHinted) })))).toEqual({
      rooms,
      users: many(mostHinted),
    })
    // More are not worth naming.
    expect(writeUserHint({ users: many(mostHinted + 1) })).toBe('')
  })

  it('is nothing that the broker answers to a publish, and nothing else that somebody aims at it', () => {
    const others = [
      '{"stream":"EVENTS-3","seq":7}',
      '{"v":1,"users":[]}',
      '{"v":2}',
      '{"v":1,"all":true}',
      '[]',
      '1',
      '{',
    ]
    for (const other of [...others, `{"v":1,"users":["x"]}`, ' '.repeat(2_000)]) {
      expect(parseUserHint(bytes(other)), other).toBeUndefined()
    }
    expect(parseUserHint(Uint8Array.of(0xff, 0xfe))).toBeUndefined()
  })

  it('joined with others names all that they name, or everything', () => {
    expect(mergeHints({ users: many(2) }, { users: [user(1), user(9)], rooms: [room(1)] })).toEqual({
      users: [user(0), user(1), user(9)],
      rooms: [room(1)],
    })
    expect(mergeHints({ users: many(2) }, {})).toEqual({})
    expect(mergeHints({ users: many(mostHinted) }, { users: [user(99)] })).toEqual({})
  })
})
