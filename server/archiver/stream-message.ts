import type { StoredMsg } from '@nats-io/jetstream'
import type { MsgHdrs } from 'nats'
import { type EventId, parseEventId } from '../../common/ids.ts'
import { parseRoomSubject } from '../../common/subjects.ts'
import type { HeaderList, Malformed, StoredEvent } from '../../common/wire-decode.ts'
import { parseStoredEvent } from '../../common/wire-decode.ts'
import type { SetAside } from '../store/archive-store.ts'
import type { RefusedEvent } from './refusal-notices.ts'
import type { PulledMessage } from './stream-pull.ts'

/** A message of the stream after decoding: an event, or what to keep of one that is not in order. */
export type DecodedMessage =
  | { readonly kind: 'event'; readonly stored: StoredEvent; readonly raw: SetAsideSource }
  | { readonly kind: 'malformed'; readonly setAside: SetAside; readonly raw: SetAsideSource }

export type SetAsideSource = {
  readonly shard: number
  readonly seq: number
  readonly storedAt: number
  readonly subject: string
  readonly data: Uint8Array
  /** What the sender called it, where that can be read. */
  readonly id?: EventId
}

const keptSubjectCharacters = 256

/**
 * Sequence and time come from the delivery's own subject, that is from the broker, whatever `Nats-Sequence` the sender
 * wrote. Cannot throw, whatever a client sent.
 */
export function decodeStreamMessage(shard: number, message: PulledMessage): DecodedMessage {
  const { streamSeq: seq, storedAt } = message.delivery
  const { subject, data } = message
  return decode({ shard, seq, storedAt, subject, data }, () => message.headers)
}

/** The same of a message that was looked up by its sequence. */
export function decodeStoredMessage(shard: number, message: StoredMsg): DecodedMessage {
  const { seq, subject, data, time } = message
  return decode({ shard, seq, storedAt: time.getTime(), subject, data }, () => message.header)
}

function decode(bare: SetAsideSource, loadHeaders: () => MsgHdrs | undefined): DecodedMessage {
  const headers = readHeaders(loadHeaders)
  if (headers === undefined) return malformed(bare, { reason: 'headers', detail: 'header names that cannot be read' })
  const id = parseEventId(headers.find(([name]) => name === 'Nats-Msg-Id')?.[1])
  const raw = id === undefined ? bare : { ...bare, id }
  const parsed = parseStoredEvent({ ...raw, headers })
  return parsed.ok ? { kind: 'event', stored: parsed.value, raw } : malformed(raw, parsed.error)
}

/** The client library decodes headers when they are first looked at, and throws on a name that is not in order (tried). */
export function readHeaders(loadHeaders: () => MsgHdrs | undefined): HeaderList | undefined {
  try {
    const list: (readonly [string, string])[] = []
    for (const [name, values] of loadHeaders() ?? []) for (const value of values) list.push([name, value])
    return list
  } catch {
    return undefined
  }
}

export function buildSetAside(raw: SetAsideSource, reason: string, detail: string): SetAside {
  return {
    shard: raw.shard,
    seq: raw.seq,
    subject: raw.subject.slice(0, keptSubjectCharacters),
    reason,
    detail,
    storedAt: raw.storedAt,
    body: raw.data,
  }
}

/** Nobody, where the subject is no event's or the control plane is the author: it hears of its own faults elsewhere. */
export function buildRefused(raw: SetAsideSource, reason: string): RefusedEvent | undefined {
  const place = parseRoomSubject(raw.subject)
  if (place === undefined || place.author === 'system') return undefined
  const { room, author } = place
  return { room, author, seq: raw.seq, reason, ...(raw.id === undefined ? {} : { id: raw.id }) }
}

function malformed(raw: SetAsideSource, { reason, detail }: Malformed): DecodedMessage {
  return { kind: 'malformed', setAside: buildSetAside(raw, reason, detail), raw }
}
