import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseDelivery } from './delivery-subject.ts'

const place = { streamSeq: 42, deliverySeq: 7, storedAt: 1_763_800_000_123, pending: 3 }

describe('the reply subject of a delivery', () => {
  it.each([
    '$JS.ACK.EVENTS-0.abc.1.42.7.1763800000123456789.3',
    '$JS.ACK._.hash.EVENTS-0.abc.1.42.7.1763800000123456789.3.x',
  ])('says where the message stands: %s', (reply) => {
    expect(parseDelivery(reply)).toEqual(place)
  })

  it.each([undefined, '', '_INBOX.x', '$JS.ACK.too.short', '$JS.ACK.EVENTS-0.abc.1.x.7.1763800000123456789.3'])(
    'is none: %s',
    (reply) => {
      expect(parseDelivery(reply)).toBeUndefined()
    },
  )

  it('never throws', () => {
    fc.assert(fc.property(fc.string(), (tail) => parseDelivery(`$JS.ACK.${tail}`) !== null))
  })
})
