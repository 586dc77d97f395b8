import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { buildUserId, type PublicNkey, type UserId } from '../../common/ids.ts'
import { buildConnectionLedger, type ConnectionLedger, type SeenConnection, type Verdict } from './connection-ledger.ts'
import { buildGuardLimits } from './guard-limits.ts'

const limits = buildGuardLimits(600)
const startedAt = 1_800_000_000_000
const userOf = (n: number): UserId => buildUserId(new Uint8Array(32).map((_, at) => (n * 7 + at * 3) % 250))
const keyOf = (n: number) => `U${n}` as PublicNkey

/** A broker of one server whose counters a test moves, and a guard that looks every quarter of a second. */
function openWatch(ledger: ConnectionLedger = buildConnectionLedger(limits)) {
  const counts = new Map<
    number,
    Omit<SeenConnection, 'cid'> & { inMsgs: number; inBytes: number; outMsgs: number; activeAt: number }
  >()
  const verdicts: Verdict[] = []
  let nowAt = startedAt
  const look = () => {
    const connections = [...counts].map(([cid, counted]) => ({ cid, ...counted }))
    verdicts.push(...ledger.onSeen({ server: 'N', connections, saidAt: nowAt, nowAt, isAll: true }))
  }
  look()
  return {
    ledger,
    verdicts,
    open: (cid: number, who = cid) => {
      counts.set(cid, { inMsgs: 0, inBytes: 0, outMsgs: 0, activeAt: nowAt, startedAt: nowAt })
      const owner = { key: keyOf(who), user: userOf(who) }
      verdicts.push(...ledger.onOpened({ server: 'N', cid, startedAt: nowAt, ...owner }, nowAt))
    },
    send: (cid: number, messages: number, bytes = messages * 100) => {
      const counted = counts.get(cid)
      if (counted === undefined) throw new Error('not open')
      counted.inMsgs += messages
      counted.inBytes += bytes
      if (messages > 0) counted.activeAt = nowAt + 1
    },
    subscribe: (cid: number) => {
      const counted = counts.get(cid)
      if (counted !== undefined) counted.activeAt = nowAt + 1
    },
    hear: (cid: number) => {
      const counted = counts.get(cid)
      if (counted === undefined) return
      counted.outMsgs++
      counted.activeAt = nowAt + 1
    },
    close: (cid: number) => {
      counts.delete(cid)
      ledger.onClosed({ server: 'N', cid })
    },
    pass: (ms: number) => {
      nowAt += ms
      look()
    },
  }
}

describe('what the guard makes of the counters', () => {
  it.each([
    ['messages', 100_000, 100_000],
    ['bytes', 100, 100 * 2 ** 20],
  ])('cuts a flood of %s at the first look, with all that is theirs', (excess, messages, bytes) => {
    const watch = openWatch()
    watch.open(1)
    watch.open(2, 1)
    watch.open(3)
    watch.send(1, messages, bytes)
    watch.pass(250)
    const places = [1, 2].map((cid) => ({ server: 'N', cid }))
    expect(watch.verdicts).toEqual([{ kind: 'cut', user: userOf(1), excess, places }])
  })

  it('adds up what is spread over connections, and says it again while it goes on', () => {
    const watch = openWatch()
    for (let cid = 1; cid <= 5; cid++) watch.open(cid, 1)
    for (let cid = 1; cid <= 5; cid++) watch.send(cid, 900)
    watch.pass(250)
    expect(watch.verdicts).toHaveLength(1)
    watch.send(5, 3_000)
    watch.pass(250)
    expect(watch.verdicts).toHaveLength(2)
  })

  it('closes the oldest above five of a key, each once, and cuts who goes on opening', () => {
    const watch = openWatch()
    for (let cid = 1; cid <= 200; cid++) {
      watch.pass(1)
      watch.open(cid, 1)
    }
    const closed = watch.verdicts.flatMap((one) => (one.kind === 'close-oldest' ? [one.place.cid] : []))
    expect(closed).toEqual(Array.from({ length: 195 }, (_, n) => n + 1))
    expect(watch.verdicts).toHaveLength(195)
    for (let cid = 201; cid <= 600; cid++) watch.open(cid, 1)
    expect(watch.verdicts.filter(({ kind }) => kind === 'cut')).toMatchObject([{ excess: 'connects', user: userOf(1) }])
  })

  it('closes a flood whose owner nobody has said, and cuts them once it is known', () => {
    const watch = openWatch()
    watch.open(1)
    const quiet = { outMsgs: 0, activeAt: startedAt }
    const seen = { cid: 9, inMsgs: 50_000, inBytes: 0, startedAt: startedAt + 1, ...quiet }
    const look = (nowAt: number, inMsgs: number) =>
      watch.ledger.onSeen({ server: 'N', connections: [{ ...seen, inMsgs }], saidAt: nowAt, nowAt, isAll: false })
    expect(look(startedAt + 250, 50_000)).toMatchObject([{ kind: 'close-unknown', excess: 'messages' }])
    expect(watch.ledger.listUnknown('N', 20)).toEqual([9])
    watch.ledger.onOwner({ server: 'N', cid: 9 }, { key: keyOf(9), user: userOf(9) })
    expect(watch.ledger.listUnknown('N', 20)).toEqual([])
    expect(look(startedAt + 500, 100_000)).toMatchObject([{ kind: 'cut', user: userOf(9) }])
  })

  it('holds nothing against a connection that was busy for days before it looked', () => {
    const ledger = buildConnectionLedger(limits)
    const quiet = { outMsgs: 0, activeAt: startedAt, startedAt: startedAt - 86_400_000 }
    const connections = [{ cid: 1, inMsgs: 9_000_000, inBytes: 9e9, ...quiet }]
    const seen = { server: 'N', saidAt: startedAt, nowAt: startedAt, isAll: true }
    expect(ledger.onSeen({ ...seen, connections })).toEqual([])
    const later = [{ cid: 1, inMsgs: 9_000_010, inBytes: 9e9, ...quiet }]
    expect(ledger.onSeen({ ...seen, nowAt: startedAt + 250, connections: later })).toEqual([])
  })

  it('cuts a flood of subscriptions, of which no counter tells, and sooner where several connections do it', () => {
    const looksUntilCut = (connections: number) => {
      const watch = openWatch()
      for (let cid = 1; cid <= connections; cid++) watch.open(cid, 1)
      for (let looks = 1; looks <= 400; looks++) {
        for (let cid = 1; cid <= connections; cid++) watch.subscribe(cid)
        watch.pass(250)
        if (watch.verdicts.length > 0) {
          expect(watch.verdicts).toMatchObject([{ kind: 'cut', user: userOf(1), excess: 'subscriptions' }])
          return looks
        }
      }
      return undefined
    }
    expect(looksUntilCut(1)).toBeLessThan(80)
    expect(looksUntilCut(5)).toBeLessThan(16)
  })

  it('counts what a connection that was told to close still did as no flood: two hundred at once leave the credential as it is', () => {
    const watch = openWatch()
    for (let cid = 1; cid <= 200; cid++) {
      watch.open(cid, 1)
      watch.subscribe(cid)
    }
    // A broker that is slow to close them, over several looks.
    for (let times = 0; times < 4; times++) {
      watch.pass(250)
      for (let cid = 1; cid <= 195; cid++) watch.subscribe(cid)
    }
    expect(watch.verdicts.map(({ kind }) => kind)).toEqual(Array.from({ length: 195 }, () => 'close-oldest'))
  })

  it('takes nobody who hears much for one who subscribes', () => {
    const watch = openWatch()
    watch.open(1)
    for (let looks = 0; looks < 400; looks++) {
      watch.hear(1)
      watch.pass(250)
    }
    expect(watch.verdicts).toEqual([])
  })

  it('cuts nobody in hours of heavy honest use, whatever the order of things', () => {
    // Each step of a second: up to five devices, thirty messages, typing and receipts, a new connection now and then,
    // once in a while everything said again after a line that broke.
    const second = fc.record({
      events: fc.nat(30),
      typing: fc.nat(10),
      opens: fc.boolean(),
      hears: fc.boolean(),
      comesBack: fc.nat(99).map((n) => n === 0),
      large: fc.nat(40).map((n) => (n === 0 ? 700_000 : 2_000)),
    })
    fc.assert(
      fc.property(fc.array(second, { minLength: 600, maxLength: 600 }), (seconds) => {
        const watch = openWatch()
        let cid = 1
        let lastBackAt = Number.NEGATIVE_INFINITY
        watch.open(cid)
        for (const [at, { events, typing, opens, hears, comesBack, large }] of seconds.entries()) {
          watch.send(cid, events + typing, events * 200 + large)
          if (hears) watch.hear(cid)
          // A room more, or one less, now and then.
          if (opens && at % 3 === 0) watch.subscribe(cid)
          if (opens && at % 7 === 0) {
            const before = cid
            watch.open(++cid, 1)
            watch.close(before)
          }
          if (comesBack && at - lastBackAt > 60) {
            lastBackAt = at
            watch.send(cid, 1_000)
          }
          watch.pass(1_000)
        }
        expect(watch.verdicts).toEqual([])
      }),
      { numRuns: 30 },
    )
  })

  it('cuts whoever stays above the limits, within the burst, at any rate', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2 * limits.messages.perSecond, max: 100_000 }), (perSecond) => {
        const watch = openWatch()
        watch.open(1)
        let sent = 0
        for (let looks = 0; looks < 400 && watch.verdicts.length === 0; looks++) {
          watch.send(1, Math.ceil(perSecond / 4), 1)
          sent += Math.ceil(perSecond / 4)
          watch.pass(250)
        }
        expect(watch.verdicts).toHaveLength(1)
        expect(sent).toBeLessThanOrEqual(2 * limits.messages.burst + perSecond / 4 + 1)
      }),
    )
  })

  it('remembers as much as there is: what is closed, unseen or of a server that is gone is forgotten', () => {
    const watch = openWatch()
    for (let cid = 1; cid <= 1_000; cid++) {
      watch.open(cid)
      watch.send(cid, 10)
    }
    watch.pass(10_000)
    expect(watch.ledger.size()).toBe(1_000)
    for (let cid = 1; cid <= 500; cid++) watch.close(cid)
    expect(watch.ledger.size()).toBe(500)
    // An event was missed: the whole list heals it.
    const nowAt = startedAt + 60_000
    watch.ledger.onSeen({ server: 'N', connections: [], saidAt: nowAt, nowAt, isAll: true })
    expect(watch.ledger.size()).toBe(0)
    watch.open(2_000)
    watch.ledger.forgetServer('N')
    expect(watch.ledger.size()).toBe(0)
  })
})
