import { describe, expect, it } from 'vitest'
import { buildUserId } from '../../common/ids.ts'
import { buildEventMeter, type EventMeter, eventBurst } from './event-meter.ts'

const [ann, ben] = [buildUserId(new Uint8Array(32).fill(1)), buildUserId(new Uint8Array(32).fill(2))]
const startedAt = 1_800_000_000_000

/** Says events until one is too many; how many were not. */
function countAllowed(meter: EventMeter, most: number, { apartMs = 0, bytes = 100, author = ann } = {}): number {
  for (let n = 0; n < most; n++) {
    if (meter.isTooMuch({ shard: 0, seq: n + 1, author, storedAt: startedAt + n * apartMs, bytes })) return n
  }
  return most
}

describe('how much one may say', () => {
  it('is a burst at once', () => {
    expect(countAllowed(buildEventMeter(600), 1_000)).toBe(eventBurst)
  })

  it('is the rate for as long as one likes', () => {
    expect(countAllowed(buildEventMeter(600), 20_000, { apartMs: 100 })).toBe(20_000)
    expect(countAllowed(buildEventMeter(600), 20_000, { apartMs: 80 })).toBeLessThan(2_000)
  })

  it('counts what is large for more', () => {
    // Long texts pasted one after the other are no flood; a megabyte each is soon.
    expect(countAllowed(buildEventMeter(600), 100, { bytes: 100_000 })).toBe(50)
    expect(countAllowed(buildEventMeter(600), 100, { bytes: 1_000_000 })).toBeLessThan(10)
  })

  it('counts each event once, however often it is brought, and everybody by themselves', () => {
    const meter = buildEventMeter(600)
    expect(countAllowed(meter, 150)).toBe(150)
    expect(countAllowed(meter, 150)).toBe(150)
    const more = (seq: number, author = ann) =>
      meter.isTooMuch({ shard: 1, seq, author, storedAt: startedAt, bytes: 1 })
    for (let seq = 1; seq <= 50; seq++) expect(more(seq)).toBe(false)
    expect(more(51, ben)).toBe(false)
    expect(more(52)).toBe(true)
    // Said once: what comes before the mute has taken hold is not said again at once.
    expect(more(53)).toBe(false)
  })
})
