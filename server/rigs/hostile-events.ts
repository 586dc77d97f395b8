import { createEventId, createUserId } from './archiver-test-rig.ts'

/** For tests: what somebody could send who wants to do harm, and the reason it is set aside with. */
export type HostileEvent = {
  readonly what: string
  readonly reason: string
  readonly body: string | Uint8Array
  readonly headers: Readonly<Record<string, string>>
}

const good = (): Record<string, unknown> & { id: string } => {
  return { v: 1, kind: 'message.posted', id: createEventId(), at: 1, text: 'hello', format: 'plain' }
}

/** A good event with one thing wrong; `undefined` takes the field out. */
function spoiled(what: string, reason: string, change: Readonly<Record<string, unknown>>): HostileEvent {
  const event = { ...good(), ...change }
  return { what, reason, body: JSON.stringify(event), headers: { 'Nats-Msg-Id': String(event.id ?? '') } }
}

function raw(what: string, reason: string, body: string | Uint8Array, headers = {}): HostileEvent {
  return { what, reason, body, headers }
}

/** JSON text that an object literal cannot say: keys of the prototype, the same key twice. */
function withText(what: string, reason: string, extra: string): HostileEvent {
  const event = good()
  return raw(what, reason, `${JSON.stringify(event).slice(0, -1)},${extra}}`, { 'Nats-Msg-Id': event.id })
}

function underHeaders(what: string, reason: string, build: (id: string) => Record<string, string>): HostileEvent {
  const event = good()
  return raw(what, reason, JSON.stringify(event), build(event.id))
}

const wrongValues: readonly unknown[] = [null, 7, true, [], {}, ['hello'], { text: 'hello' }, -1, 1.5]
const message = createEventId()

export function buildHostileEvents(): readonly HostileEvent[] {
  const about = (kind: string, more: object) => ({ text: undefined, format: undefined, kind, message, ...more })
  return [
    ...[0, 2, '1', null, undefined, true, [], {}, 1.5, -1].map((v) =>
      spoiled(`v ${JSON.stringify(v)}`, 'version', { v }),
    ),
    ...[undefined, null, 7, {}, [], true].map((kind) => spoiled(`kind ${JSON.stringify(kind)}`, 'kind', { kind })),
    ...['', '{', '[]', 'null', '7', '"text"', 'true', '{"v":1', '<b>', 'undefined', 'NaN', "{'v':1}"].map((body) =>
      raw(`body ${body}`, 'json', body),
    ),
    raw('bytes that are no UTF-8', 'json', Uint8Array.of(0x7b, 0x22, 0xff, 0xfe, 0x22, 0x7d)),
    raw('an overlong encoding', 'json', Uint8Array.of(0x22, 0xc0, 0xaf, 0x22)),
    raw('a body that begins with a mark of byte order', 'json', Uint8Array.of(0xef, 0xbb, 0xbf, 0x7b, 0x7d)),
    ...wrongValues.map((text) => spoiled(`text ${JSON.stringify(text)}`, 'fields', { text })),
    ...[...wrongValues, 'html', 'PLAIN', ''].map((format) =>
      spoiled(`format ${JSON.stringify(format)}`, 'fields', { format }),
    ),
    ...[null, '1', true, -1, 1.5, 9e15, [], {}, '2026-01-01'].map((at) =>
      spoiled(`at ${JSON.stringify(at)}`, 'fields', { at }),
    ),
    ...[null, 7, '', 'x', '../..', '$ne', {}, [], 'ABC'].map((id) =>
      spoiled(`id ${JSON.stringify(id)}`, 'fields', { id }),
    ),
    spoiled('an id in capitals', 'fields', { id: createEventId().toUpperCase() }),
    ...[...wrongValues.slice(0, 5), 'x', ''].map((replyTo) =>
      spoiled(`replyTo ${JSON.stringify(replyTo)}`, 'fields', { replyTo }),
    ),
    ...[null, 'room', {}, ['everyone'], [7], [null], [{}]].map((mentions) =>
      spoiled(`mentions ${JSON.stringify(mentions)}`, 'fields', { mentions }),
    ),
    spoiled('101 mentions', 'fields', { mentions: Array.from({ length: 101 }, createUserId) }),
    ...[null, {}, ['x'], [{}], [{ file: '../etc/passwd', name: 'x', mediaType: 'a/b', sizeBytes: 1 }]].map(
      (attachments) => spoiled(`attachments ${JSON.stringify(attachments)}`, 'fields', { attachments }),
    ),
    spoiled('no text', 'fields', { text: undefined }),
    spoiled('empty text', 'fields', { text: '' }),
    spoiled('100,001 characters', 'fields', { text: 'x'.repeat(100_001) }),
    spoiled('100,001 characters of two units', 'fields', { text: '😀'.repeat(100_001) }),
    spoiled('NUL in the text', 'fields', { text: 'a\u0000b' }),
    ...['\ud800', 'a\udc00b', '\udfff\ud800'].map((text) =>
      spoiled('a lone surrogate in the text', 'fields', { text }),
    ),
    ...[
      'author',
      'room',
      'seq',
      'version',
      'reactions',
      'editedAt',
      'constructor',
      'prototype',
      'toString',
      '$where',
    ].map((field) => spoiled(`an unknown field ${field}`, 'fields', { [field]: 'x' })),
    withText('a prototype in the body', 'fields', '"__proto__":{"role":"owner"}'),
    withText('a prototype that is null', 'fields', '"__proto__":null'),
    withText('the kind twice', 'kind', '"kind":null'),
    ...[
      'message.edited',
      'message.removed',
      'reaction.added',
      'reaction.removed',
      'message.pinned',
      'message.unpinned',
    ].flatMap((kind) =>
      [null, 7, 'x', {}, undefined].map((id) =>
        spoiled(`${kind} of ${JSON.stringify(id)}`, 'fields', about(kind, { message: id })),
      ),
    ),
    ...['', 'x'.repeat(65), '👨‍👩‍👧‍👦'.repeat(3), 'a\u0000', '\ud83d', null, {}, 7].map((emoji) =>
      spoiled(`emoji ${JSON.stringify(emoji)}`, 'fields', about('reaction.added', { emoji })),
    ),
    ...wrongValues.map((text) =>
      spoiled(`edited to ${JSON.stringify(text)}`, 'fields', about('message.edited', { text })),
    ),
    ...['message.removed', 'reaction.added', 'message.pinned'].flatMap((kind) =>
      ['author', 'by', 'role', 'seq', 'text', 'constructor'].map((field) =>
        spoiled(`${kind} with ${field}`, 'fields', about(kind, { emoji: '👍', [field]: 'owner' })),
      ),
    ),
    ...['room.created', 'room.changed', 'member.joined', 'member.left', 'member.removed', 'member.role-changed'].map(
      (kind) =>
        spoiled(`${kind} from a member`, 'author', { kind, by: createUserId(), user: createUserId(), role: 'owner' }),
    ),
    ...['', 'x'.repeat(65), 'a\u0000', '\ud800'].map((kind) =>
      spoiled(`kind ${JSON.stringify(kind)}`, 'fields', { kind }),
    ),
    ...['some.thing', '__proto__', 'toString', 'constructor', 'message.posted ', 'MESSAGE.POSTED'].map((kind) =>
      spoiled(`kind ${kind}`, 'kind-unknown', { kind }),
    ),
    underHeaders('no header at all', 'id', () => ({})),
    underHeaders('the id of another event', 'id', () => ({ 'Nats-Msg-Id': createEventId() })),
    underHeaders('the header in small letters', 'id', (id) => ({ 'nats-msg-id': id })),
    ...[
      'Nats-Sequence',
      'Nats-Stream',
      'Nats-Subject',
      'Nats-Time-Stamp',
      'Nats-Last-Sequence',
      'X-Anything',
      'nats-msg-id',
    ].map((name) => underHeaders(`a header ${name}`, 'headers', (id) => ({ 'Nats-Msg-Id': id, [name]: '1' }))),
  ]
}
