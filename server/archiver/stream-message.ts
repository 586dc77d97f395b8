import type { HeaderList, Malformed, StoredEvent } from '../../common/wire-decode.ts'
import { parseStoredEvent } from '../../common/wire-decode.ts'
import type { SetAside } from '../store/archive-store.ts'
import type { PulledMessage } from './stream-pull.ts'

/** A message of the stream after decoding: an event, or what to keep of one that is not in order. */
export type DecodedMessage =
  | { readonly kind: 'event'; readonly stored: StoredEvent; readonly raw: SetAsideSource }
  | { readonly kind: 'malformed'; readonly setAside: SetAside }

export type SetAsideSource = {
  readonly shard: number
  readonly seq: number
  readonly storedAt: number
  readonly subject: string
  readonly data: Uint8Array
}

const keptBodyBytes = 4_096
const keptSubjectCharacters = 256

/**
 * Sequence and time come from the delivery's own subject, that is from the broker, whatever `Nats-Sequence` the sender
 * wrote. Cannot throw, whatever a client sent.
 */
export function decodeStreamMessage(shard: number, message: PulledMessage): DecodedMessage {
  const { streamSeq: seq, storedAt } = message.delivery
  const raw = { shard, seq, storedAt, subject: message.subject, data: message.data }
  const headers = readHeaders(message)
  if (headers === undefined) return malformed(raw, { reason: 'headers', detail: 'header names that cannot be read' })
  const parsed = parseStoredEvent({ ...raw, headers })
  return parsed.ok ? { kind: 'event', stored: parsed.value, raw } : malformed(raw, parsed.error)
}

/** The client library decodes headers when they are first looked at, and throws on a name that is not in order (tried). */
export function readHeaders(message: PulledMessage): HeaderList | undefined {
  try {
    const list: (readonly [string, string])[] = []
    for (const [name, values] of message.headers ?? []) for (const value of values) list.push([name, value])
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
    body: raw.data.slice(0, keptBodyBytes),
  }
}

function malformed(raw: SetAsideSource, { reason, detail }: Malformed): DecodedMessage {
  return { kind: 'malformed', setAside: buildSetAside(raw, reason, detail) }
}
