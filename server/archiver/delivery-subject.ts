/** Where a message stands: what the broker says of it in the reply subject, which no sender writes. */
export type Delivery = {
  readonly streamSeq: number
  /** Counts what this consumer was brought, from 1 on without a gap. */
  readonly deliverySeq: number
  /** Milliseconds since the epoch. */
  readonly storedAt: number
  /** How many the stream holds behind this one. */
  readonly pending: number
}

/**
 * `$JS.ACK.<stream>.<consumer>.<delivered>.<stream seq>.<delivery seq>.<nanoseconds>.<pending>`, newer brokers with domain
 * and account before and a token behind. Undefined for anything else.
 */
export function parseDelivery(reply: string | undefined): Delivery | undefined {
  const tokens = reply?.split('.') ?? []
  if (tokens[0] !== '$JS' || tokens[1] !== 'ACK') return undefined
  const first = tokens.length === 9 ? 5 : tokens.length >= 11 ? 7 : undefined
  if (first === undefined) return undefined
  const [streamSeq, deliverySeq, nanoseconds, pending] = tokens.slice(first, first + 4)
  // In milliseconds at once: nanoseconds since the epoch are more than a number holds.
  const storedAt = Number(nanoseconds?.slice(0, -6))
  const delivery = {
    streamSeq: Number(streamSeq),
    deliverySeq: Number(deliverySeq),
    storedAt,
    pending: Number(pending),
  }
  return Object.values(delivery).every((value) => Number.isSafeInteger(value) && value >= 0) ? delivery : undefined
}
