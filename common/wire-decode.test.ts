import { describe, expect, it } from 'vitest'
import { parseUserId } from './ids.ts'
import { encodeUtf8 } from './text-codec.ts'
import { encodeBody, parseEventBody, parseLiveEvent } from './wire-decode.ts'

const user = parseUserId('aaaabbbbccccdddd') ?? 'system'
const id = '01jd0000000000000000000000'
const posted = { v: 1, kind: 'message.posted', id, at: 1, text: 'hi', format: 'plain' }

describe('what comes over the wire', () => {
  it('takes a well-formed message', () => {
    expect(parseEventBody(encodeBody(posted), user)).toEqual({ ok: true, value: posted })
  })

  it.each([
    ['a wrong version', JSON.stringify({ ...posted, v: 2 }), 'version'],
    ['a number for text', JSON.stringify({ ...posted, text: 5 }), 'fields'],
    ['an empty text', JSON.stringify({ ...posted, text: '' }), 'fields'],
    ['100,001 characters', JSON.stringify({ ...posted, text: 'x'.repeat(100_001) }), 'fields'],
    ['NUL', JSON.stringify({ ...posted, text: 'a\u0000b' }), 'fields'],
    [
      'a lone surrogate',
      `{"v":1,"kind":"message.posted","id":"${id}","at":1,"text":"\\ud800","format":"plain"}`,
      'fields',
    ],
    ['an unknown field', JSON.stringify({ ...posted, room: 'other' }), 'fields'],
    [
      'a __proto__ key',
      `{"v":1,"kind":"message.posted","id":"${id}","at":1,"text":"x","format":"plain","__proto__":{"a":1}}`,
      'fields',
    ],
    [
      'a constructor key',
      `{"v":1,"kind":"message.posted","id":"${id}","at":1,"text":"x","format":"plain","constructor":{"a":1}}`,
      'fields',
    ],
    ['a system kind from a member', JSON.stringify({ v: 1, kind: 'member.left', id, at: 1, user, by: user }), 'author'],
    ['an upper-case id', JSON.stringify({ ...posted, id: id.toUpperCase() }), 'fields'],
    ['an array', '[]', 'json'],
    ['null', 'null', 'json'],
    ['half a body', '{"v":1', 'json'],
  ])('refuses %s', (_, body, reason) => {
    expect(parseEventBody(encodeUtf8(body), user)).toMatchObject({ ok: false, error: { reason } })
  })

  it('refuses bytes that are not UTF-8', () => {
    expect(parseEventBody(new Uint8Array([0x7b, 0xff, 0x7d]), user)).toMatchObject({
      ok: false,
      error: { reason: 'json' },
    })
  })

  it('keeps an unknown kind as unknown', () => {
    const body = { v: 1, kind: 'poll.opened', id, at: 1, choices: ['a'] }
    expect(parseEventBody(encodeBody(body), user)).toEqual({
      ok: true,
      value: { v: 1, kind: 'unknown', id, at: 1, named: 'poll.opened' },
    })
  })

  it('takes 100,000 characters outside the basic plane', () => {
    expect(parseEventBody(encodeBody({ ...posted, text: '🌊'.repeat(100_000) }), user).ok).toBe(true)
  })
})

describe('headers of a live event', () => {
  const broker = [
    ['Nats-Stream', 'EVENTS-0'],
    ['Nats-Subject', 'send.0.aaaaaaaaaaaaaa.x.event'],
    ['Nats-Sequence', '7'],
    ['Nats-Last-Sequence', '6'],
    ['Nats-Time-Stamp', '2026-11-22T10:00:00.5Z'],
  ] as const
  const live = (headers: readonly (readonly [string, string])[]) =>
    parseLiveEvent({ subject: `room.0.aaaaaaaaaaaaaa.${user}.event`, headers, data: encodeBody(posted) })

  it('gives the sequence and time that the broker set', () => {
    expect(live([['Nats-Msg-Id', id], ...broker])).toMatchObject({
      ok: true,
      value: { seq: 7, storedAt: Date.parse('2026-11-22T10:00:00.5Z') },
    })
  })

  it.each([
    ['a forged sequence before the true one', [['Nats-Sequence', '99'], ['Nats-Msg-Id', id], ...broker]],
    ['a missing sequence', [['Nats-Msg-Id', id], ...broker.filter(([name]) => name !== 'Nats-Sequence')]],
    ['another id than the body', [['Nats-Msg-Id', 'x'], ...broker]],
    ['no id', broker],
    ['the id twice', [['Nats-Msg-Id', id], ['Nats-Msg-Id', id], ...broker]],
    ['a header of the sender’s own', [['X-Mine', '1'], ['Nats-Msg-Id', id], ...broker]],
    ['a forged header in other letters', [['nats-sequence', '99'], ['Nats-Msg-Id', id], ...broker]],
  ] as const)('refuses %s', (_, headers) => {
    expect(live(headers).ok).toBe(false)
  })
})
