import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { encodeUtf8 } from './text-codec.ts'
import { noticeReasons, parseUserNotice, type UserNotice } from './user-notice.ts'
import { encodeBody } from './wire-decode.ts'

const room = '0.abcdefghij0123'
const refused = { v: 1, kind: 'event-refused', room, seq: 7, id: '01jz0000000000000000000000', reason: 'listener' }
const muted = { v: 1, kind: 'muted', until: 1_800_000_000_000, reason: 'too-many-events' }

describe('a notice of the control plane', () => {
  it('is read back as it was said', () => {
    for (const notice of [refused, muted]) expect(parseUserNotice(encodeBody(notice))).toEqual(notice)
    const { id: _, ...withoutId } = refused
    expect(parseUserNotice(encodeBody(withoutId))).toEqual(withoutId)
  })

  it('keeps a reason it does not know and passes over fields of a newer version', () => {
    const newer = { ...refused, reason: 'slow-mode', more: { nested: true } }
    expect(parseUserNotice(encodeBody(newer))).toEqual({ ...refused, reason: 'slow-mode' } satisfies object)
  })

  it.each([
    ['the empty hint', new Uint8Array()],
    ["the broker's answer to a publish", encodeBody({ stream: 'EVENTS-0', seq: 5, duplicate: true })],
    [
      "the broker's refusal",
      encodeBody({ error: { code: 503, err_code: 10077, description: 'full' }, stream: '', seq: 0 }),
    ],
    ['no JSON', encodeUtf8('{')],
    ['no UTF-8', new Uint8Array([0xff, 0xfe])],
    ['another version', encodeBody({ ...muted, v: 2 })],
    ['another kind', encodeBody({ ...muted, kind: 'unmuted' })],
    ['a reason that is a sentence', encodeBody({ ...muted, reason: 'Call this number' })],
    ['a time that is none', encodeBody({ ...muted, until: 9e15 })],
    ['something long', encodeBody({ ...muted, filler: 'x'.repeat(2_000) })],
  ])('is not %s', (_, data) => {
    expect(parseUserNotice(data)).toBeUndefined()
  })

  it('never throws', () => {
    fc.assert(fc.property(fc.uint8Array(), (data) => parseUserNotice(data) === undefined))
  })

  it('has reasons that it would read', () => {
    for (const reason of [...noticeReasons.eventRefused, ...noticeReasons.muted]) {
      const notice = { ...muted, reason } as UserNotice
      expect(parseUserNotice(encodeBody(notice))).toEqual(notice)
    }
  })
})
