import type { z } from 'zod'
import type { EventId, RoomId, UserId } from './ids.ts'

import type { Result } from './result.ts'
import { err, ok } from './result.ts'
import type { Author, RoomSubject } from './subjects.ts'
import { parseRoomSubject } from './subjects.ts'
import { decodeUtf8, encodeUtf8 } from './text-codec.ts'
import type { ThreadMarks, WireEvent } from './wire-event.ts'
import {
  memberEventSchema,
  memberKinds,
  readMarkSchema,
  systemEventSchema,
  systemKinds,
  unknownEventSchema,
} from './wire-event.ts'
import { isPlainEvent } from './wire-event-plain.ts'

/**
 * From bytes to events, in clients and archiver alike. Nothing here throws, whatever comes in: a header, a body or a
 * subject that is not in order is an outcome with a reason (docs/protocol.md#headers).
 */
export type HeaderList = readonly (readonly [name: string, value: string])[]

/** An event as the stream keeps it. `seq` and `storedAt` (ms) are the broker's, never the sender's. */
export type StoredEvent = {
  readonly room: RoomId
  readonly author: Author
  readonly seq: number
  readonly storedAt: number
  readonly event: WireEvent
}

export type Malformed = {
  readonly reason: 'subject' | 'headers' | 'json' | 'version' | 'kind' | 'fields' | 'author' | 'id' | 'too-large'
  readonly detail: string
}

const msgIdHeader = 'Nats-Msg-Id'
const lastSequenceHeader = 'Nats-Expected-Last-Sequence'
/** What the broker adds on republishing, each exactly once. A sender's own `Nats-Sequence` would come first, hence the count. */
const brokerHeaders: readonly string[] = [
  'Nats-Stream',
  'Nats-Subject',
  'Nats-Sequence',
  'Nats-Last-Sequence',
  'Nats-Time-Stamp',
]
const sequencePlace = brokerHeaders.indexOf('Nats-Sequence')
const timePlace = brokerHeaders.indexOf('Nats-Time-Stamp')

/** What the archiver reads: sequence and time come from the consumer's metadata, the headers are only the sender's. */
export function parseStoredEvent(
  stored: {
    readonly subject: string
    readonly seq: number
    readonly storedAt: number
    readonly headers: HeaderList
    readonly data: Uint8Array
  },
  place = parseRoomSubject(stored.subject),
): Result<StoredEvent, Malformed> {
  if (place === undefined || place.lane !== 'event') return malformed('subject', 'not an event subject')
  const event = parseEventBody(stored.data, place.author)
  if (!event.ok) return event
  const headers = checkSenderHeaders(stored.headers, place.author, event.value.id, stored.seq)
  if (!headers.ok) return headers
  const { room, author } = place
  return ok({ room, author, seq: stored.seq, storedAt: stored.storedAt, event: event.value })
}

/** What a member hears on `room.<room>.<user>.event`. @param place what the subject says, where that was read already */
export function parseLiveEvent(
  live: { readonly subject: string; readonly headers: HeaderList; readonly data: Uint8Array },
  place?: RoomSubject,
): Result<StoredEvent, Malformed> {
  const broker = takeBrokerHeaders(live.headers)
  if (!broker.ok) return broker
  const { seq, storedAt, rest } = broker.value
  return parseStoredEvent({ subject: live.subject, seq, storedAt, headers: rest, data: live.data }, place)
}

export type ReadMark = {
  readonly room: RoomId
  readonly user: UserId
  readonly seq: number
  readonly threads?: ThreadMarks
}

/** What a member hears on `room.<room>.<user>.read`, or the archiver reads from `READS-<shard>` with `headers` empty of the broker's. */
export function parseReadMark(mark: {
  readonly subject: string
  readonly headers: HeaderList
  readonly data: Uint8Array
  readonly from: 'broker' | 'stream'
}): Result<ReadMark, Malformed> {
  const place = parseRoomSubject(mark.subject)
  if (place === undefined || place.lane !== 'read' || place.author === 'system')
    return malformed('subject', 'not a read subject')
  if (mark.from === 'broker') {
    const broker = takeBrokerHeaders(mark.headers)
    if (!broker.ok) return broker
    if (broker.value.rest.length > 0) return malformed('headers', 'a receipt carries no headers of its own')
  } else if (mark.headers.length > 0) {
    return malformed('headers', 'a receipt carries no headers of its own')
  }
  const body = parseJson(mark.data)
  if (!body.ok) return body
  const parsed = readMarkSchema.safeParse(body.value)
  if (!parsed.success) return malformed('fields', issueOf(parsed.error))
  const { seq, threads } = parsed.data
  return ok({ room: place.room, user: place.author, seq, ...(threads === undefined ? {} : { threads }) })
}

/** The body alone, for the author that the subject names. */
export function parseEventBody(data: Uint8Array, author: Author): Result<WireEvent, Malformed> {
  const body = parseJson(data)
  if (!body.ok) return body
  const raw = body.value
  if (typeof raw !== 'object' || raw === null || Array.isArray(raw)) return malformed('json', 'not a JSON object')
  const { v, kind } = raw as { readonly v?: unknown; readonly kind?: unknown }
  if (v !== 1) return malformed('version', 'v must be 1')
  if (typeof kind !== 'string') return malformed('kind', 'kind must be a string')
  const [expected, other, schema] =
    author === 'system' ? [systemKinds, memberKinds, systemEventSchema] : [memberKinds, systemKinds, memberEventSchema]
  if (expected.has(kind)) {
    if (author !== 'system' && isPlainEvent(raw)) return ok(raw)
    const parsed = schema.safeParse(raw)
    return parsed.success ? ok(parsed.data) : malformed('fields', issueOf(parsed.error))
  }
  if (other.has(kind))
    return malformed('author', `${kind} is not for ${author === 'system' ? 'the system' : 'a member'} to say`)
  const unknown = unknownEventSchema.safeParse(raw)
  if (!unknown.success) return malformed('fields', issueOf(unknown.error))
  return ok({ v: 1, kind: 'unknown', id: unknown.data.id, at: unknown.data.at, named: unknown.data.kind })
}

/**
 * A member's event carries one header, its id; the control plane's own may carry more. One that was put back when its
 * shard was mended also carries the sequence before its own, which the broker has compared: that says nothing new, so it
 * does no harm where a sender wrote it.
 */
function checkSenderHeaders(headers: HeaderList, author: Author, id: EventId, seq: number): Result<true, Malformed> {
  // Nearly all.
  if (headers.length === 1 && headers[0]?.[0] === msgIdHeader && headers[0][1] === id) return ok(true)
  const ids = headers.filter(([name]) => name === msgIdHeader)
  if (ids.length !== 1 || ids[0]?.[1] !== id) return malformed('id', `${msgIdHeader} must stand once and equal the id`)
  if (author === 'system' || headers.length === 1) return ok(true)
  const [rest, ...more] = headers.filter(([name]) => name !== msgIdHeader)
  const isPutBack = more.length === 0 && rest?.[0] === lastSequenceHeader && rest[1] === String(seq - 1)
  return isPutBack ? ok(true) : malformed('headers', `no header but ${msgIdHeader} may be sent`)
}

function takeBrokerHeaders(
  headers: HeaderList,
): Result<{ readonly seq: number; readonly storedAt: number; readonly rest: HeaderList }, Malformed> {
  const found: (string | undefined)[] = brokerHeaders.map(() => undefined)
  const rest: HeaderList[number][] = []
  for (const header of headers) {
    const place = brokerHeaders.indexOf(header[0])
    if (place === -1) rest.push(header)
    else if (found[place] !== undefined) return malformed('headers', `${header[0]} stands more than once`)
    else found[place] = header[1]
  }
  const missing = found.indexOf(undefined)
  if (missing !== -1) return malformed('headers', `${brokerHeaders[missing]} is missing`)
  const seq = parseSeq(found[sequencePlace])
  const storedAt = Date.parse(found[timePlace] ?? '')
  if (seq === undefined || !Number.isFinite(storedAt)) return malformed('headers', 'sequence or time is not readable')
  return ok({ seq, storedAt, rest })
}

function parseSeq(text: string | undefined): number | undefined {
  if (text === undefined || !/^[1-9][0-9]{0,15}$/.test(text)) return undefined
  const seq = Number(text)
  return Number.isSafeInteger(seq) ? seq : undefined
}

/** The limit of the broker is 1 MB; a body of 100,000 characters fits with room to spare. */
const maxBodyBytes = 1_048_576

function parseJson(data: Uint8Array): Result<unknown, Malformed> {
  if (data.byteLength > maxBodyBytes) return malformed('too-large', 'more than 1 MB')
  try {
    return ok(JSON.parse(decodeUtf8(data)))
  } catch {
    return malformed('json', 'not JSON in UTF-8')
  }
}

export function encodeBody(body: object): Uint8Array {
  return encodeUtf8(JSON.stringify(body))
}

function malformed(reason: Malformed['reason'], detail: string) {
  return err({ reason, detail } satisfies Malformed)
}

/** Says where and what, never the value itself: reasons are kept and logged, message text is not. */
function issueOf(error: z.ZodError): string {
  const issue = error.issues[0]
  return issue === undefined ? 'not in order' : `${issue.path.join('.') || 'body'}: ${issue.code}`
}
