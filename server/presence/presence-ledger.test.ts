import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { RoomId, UserId } from '../../common/ids.ts'
import { buildPresenceLedger, earlyMs, goneAfterMs, type PersonFacts, roomEveryMs } from './presence-ledger.ts'

const [ana, ben] = ['a'.repeat(16), 'b'.repeat(16)] as [UserId, UserId]
const [tea, boats] = ['0.aaaaaaaaaaaaaa', '1.bbbbbbbbbbbbbb'] as [RoomId, RoomId]
const facts = (change: Partial<PersonFacts> = {}): PersonFacts => ({ wish: 'auto', rooms: [tea], ...change })
const sayAll = (news: ReturnType<ReturnType<typeof buildPresenceLedger>['takeNews']>) =>
  news.flatMap(({ room, changes }) =>
    changes.map(({ user, state }) => `${room.slice(0, 1)} ${user.slice(0, 1)} ${state}`),
  )

function start() {
  const ledger = buildPresenceLedger()
  return { ledger, news: (at: number) => sayAll(ledger.takeNews(at)) }
}

describe('who is here', () => {
  it('is said at once where nothing was said for a while, and nobody is shown before it is known whether they want to be', () => {
    const { ledger, news } = start()
    ledger.onConnected('n1 1', ana)
    expect(news(0)).toEqual([])
    expect(ledger.listUnknown()).toEqual([ana])
    ledger.onFacts(ana, facts({ rooms: [tea, boats] }), 1)
    expect(news(1)).toEqual(['0 a online', '1 a online'])
    expect(news(5_000)).toEqual([])
  })

  it('waits between two words in a room, and then says what is so: once in two seconds, and who comes a little earlier', () => {
    const { ledger, news } = start()
    ledger.onConnected('n1 1', ana)
    ledger.onFacts(ana, facts(), 0)
    expect(news(0)).toHaveLength(1)
    ledger.onSign(ana, { idle: true, device: 'x' }, 100)
    expect(news(100)).toEqual([])
    ledger.onSign(ana, { idle: false, device: 'x' }, 200)
    ledger.onConnected('n1 2', ben)
    ledger.onFacts(ben, facts(), 300)
    expect(news(roomEveryMs - earlyMs - 1)).toEqual([])
    expect(news(roomEveryMs - earlyMs)).toEqual(['0 a online', '0 b online'])
    // What was early is made up for.
    ledger.onSign(ana, { idle: true, device: 'x' }, roomEveryMs)
    expect(news(2 * roomEveryMs - earlyMs - 1)).toEqual([])
    expect(news(2 * roomEveryMs - earlyMs)).toEqual(['0 a away'])
    // That somebody went may wait.
    ledger.onGone('n1 2', 2 * roomEveryMs - earlyMs)
    expect(news(3 * roomEveryMs - 1)).toEqual([])
    expect(news(3 * roomEveryMs)).toEqual(['0 b offline'])
    // And who comes right after it is seen well within two seconds.
    ledger.onConnected('n1 3', ben)
    ledger.onFacts(ben, facts(), 3 * roomEveryMs + 1)
    expect(news(4 * roomEveryMs - earlyMs)).toEqual(['0 b online'])
  })

  it('is gone when the last connection has been for two seconds, and not when a page is loaded again', () => {
    const { ledger, news } = start()
    ledger.onConnected('n1 1', ana)
    ledger.onConnected('n1 2', ana)
    ledger.onFacts(ana, facts(), 0)
    news(0)
    ledger.onGone('n1 1', 3_000)
    expect(news(9_000)).toEqual([])
    ledger.onGone('n1 2', 9_000)
    ledger.onConnected('n2 1', ana)
    expect(news(9_000 + goneAfterMs)).toEqual([])
    ledger.onGone('n2 1', 20_000)
    expect(news(20_000 + goneAfterMs - 1)).toEqual([])
    expect(news(20_000 + goneAfterMs)).toEqual(['0 a offline'])
    expect(ledger.isKnown(ana)).toBe(false)
  })

  it('is away where every device that says something is idle, and here where one is not', () => {
    const { ledger, news } = start()
    ledger.onConnected('n1 1', ana)
    ledger.onConnected('n1 2', ana)
    ledger.onFacts(ana, facts(), 0)
    news(0)
    ledger.onSign(ana, { idle: true, device: 'phone' }, 3_000)
    expect(news(3_000)).toEqual(['0 a away'])
    ledger.onSign(ana, { idle: false, device: 'desktop' }, 6_000)
    expect(news(6_000)).toEqual(['0 a online'])
    ledger.onSign(ana, { idle: true, device: 'phone' }, 100_000)
    expect(news(100_000)).toEqual([])
    // The desktop has said nothing for so long that it counts for nothing.
    expect(news(160_000)).toEqual(['0 a away'])
  })

  it('takes the last sign of whoever names no device, and no more signs than there are connections', () => {
    const { ledger, news } = start()
    ledger.onConnected('n1 1', ana)
    ledger.onFacts(ana, facts(), 0)
    news(0)
    ledger.onSign(ana, { idle: false }, 3_000)
    ledger.onSign(ana, { idle: true }, 6_000)
    expect(news(6_000)).toEqual(['0 a away'])
    ledger.onSign(ana, { idle: false }, 9_000)
    expect(news(9_000)).toEqual(['0 a online'])
  })

  it('is as people wish: do not disturb, away, or nothing at all, and a status goes when it is over', () => {
    const { ledger, news } = start()
    ledger.onConnected('n1 1', ana)
    ledger.onFacts(ana, facts({ wish: 'dnd', status: { text: 'Lunch', until: 10_000 } }), 0)
    expect(ledger.takeNews(0)).toEqual([
      { room: tea, changes: [{ user: ana, state: 'dnd', status: { text: 'Lunch', until: 10_000 } }] },
    ])
    expect(ledger.takeNews(10_000)).toEqual([{ room: tea, changes: [{ user: ana, state: 'dnd' }] }])
    ledger.onFacts(ana, facts({ wish: 'invisible' }), 20_000)
    expect(news(20_000)).toEqual(['0 a offline'])
    ledger.onSign(ana, { idle: true, device: 'x' }, 30_000)
    ledger.onGone('n1 1', 40_000)
    ledger.onConnected('n1 2', ana)
    expect(news(50_000)).toEqual([])
  })

  it('is told of a room one left, and listed for those who ask', () => {
    const { ledger, news } = start()
    ledger.onConnected('n1 1', ana)
    ledger.onFacts(ana, facts({ rooms: [tea, boats] }), 0)
    news(0)
    expect(ledger.listIn([boats], 0)).toEqual([{ user: ana, state: 'online' }])
    ledger.onFacts(ana, facts({ rooms: [tea] }), 5_000)
    expect(news(5_000)).toEqual(['1 a offline'])
    expect(ledger.listIn([boats], 5_000)).toEqual([])
    expect(sayAll(ledger.takeWhole(6_000))).toEqual(['0 a online'])
  })

  it('comes to the truth in every room, never oftener than once in two seconds, whatever happens', () => {
    const step = fc.record({
      what: fc.constantFrom('open', 'close', 'idle', 'busy', 'visible', 'invisible', 'in', 'out'),
      who: fc.constantFrom(ana, ben),
      which: fc.integer({ min: 0, max: 2 }),
      waitMs: fc.integer({ min: 0, max: 1_500 }),
    })
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const { ledger } = start()
        const heard = new Map<string, string>()
        const saidAt: number[] = []
        const state = new Map([ana, ben].map((user) => [user, { open: new Set<string>(), wish: 'auto', inTea: true }]))
        let nowAt = 0
        const listen = () => {
          // There is one room.
          for (const { changes } of ledger.takeNews(nowAt)) {
            saidAt.push(nowAt)
            // In every stretch of time: the first, and one each two seconds; a little early, and never again for that.
            for (const [index, from] of saidAt.entries())
              expect(saidAt.length - index - 1).toBeLessThanOrEqual((nowAt - from + earlyMs) / roomEveryMs)
            for (const change of changes) heard.set(change.user, change.state)
          }
        }
        for (const { what, who, which, waitMs } of steps) {
          const person = state.get(who)
          if (person === undefined) continue
          const key = `n1 ${who}${which}`
          if (what === 'open') person.open.add(key)
          if (what === 'close') person.open.delete(key)
          if (what === 'open') ledger.onConnected(key, who)
          if (what === 'close') ledger.onGone(key, nowAt)
          if (what === 'idle' || what === 'busy') ledger.onSign(who, { idle: what === 'idle', device: key }, nowAt)
          if (what === 'visible' || what === 'invisible') person.wish = what === 'visible' ? 'auto' : 'invisible'
          if (what === 'in' || what === 'out') person.inTea = what === 'in'
          const rooms = person.inTea ? [tea] : []
          ledger.onFacts(who, { wish: person.wish as PersonFacts['wish'], rooms }, nowAt)
          listen()
          nowAt += waitMs
        }
        for (const passMs of [goneAfterMs, roomEveryMs, roomEveryMs]) {
          nowAt += passMs
          listen()
        }
        for (const [user, { open, wish, inTea }] of state) {
          const isThere = open.size > 0 && wish !== 'invisible' && inTea
          expect([user, heard.get(user) ?? 'offline']).toEqual([
            user,
            isThere ? expect.stringMatching(/online|away/) : 'offline',
          ])
        }
      }),
      { numRuns: 300 },
    )
  })
})
