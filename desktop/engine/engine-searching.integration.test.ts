import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { MessageId, UserId } from '../../common/ids.ts'
import { signUp, type TestClient } from './engine-test-client.ts'
import { until } from './engine-test-server.ts'
import { type EngineTestbed, startEngineTestbed, type TestPair } from './engine-testbed.ts'

/** A busy machine is no fault of the engine's: with NATTER_MEASURE=1 what is taken away must be found no more within two seconds. */
const isMeasured = process.env.NATTER_MEASURE !== undefined

describe('searching with a connection and without one', () => {
  let testbed: EngineTestbed
  let pair: TestPair
  let cleo: TestClient
  beforeAll(async () => {
    testbed = await startEngineTestbed()
    pair = await testbed.startPair()
    cleo = await testbed.start()
    const handle = await signUp(cleo)
    const found = await pair.ana.get({ kind: 'find-user', handle })
    await pair.ana.get({ kind: 'add-member', room: pair.room, user: found?.id as UserId })
    await until('cleo is in the room', () => cleo.state().rooms[pair.room])
  }, 120_000)
  afterAll(() => testbed?.stop())

  const say = (by: TestClient, text: string) =>
    by.get({ kind: 'send-message', room: pair.room, text, format: 'plain' }) as Promise<MessageId>
  const find = (by: TestClient, q: string) => by.get({ kind: 'search-messages', search: { q } })
  const countOf = async (by: TestClient, q: string) => (await find(by, q)).hits.length
  const untilFound = (by: TestClient, q: string, count: number) =>
    until(`${q} is found ${count} times`, async () => (await countOf(by, q)) === count)
  const untilGone = async (by: TestClient, q: string) => {
    const from = performance.now()
    await untilFound(by, q, 0)
    const ms = performance.now() - from
    if (!isMeasured) return
    console.log(`${q} found no more after ${ms.toFixed(0)} ms`)
    expect(ms).toBeLessThan(2_000)
  }
  /** How often each is found among what is kept. */
  const countKept = async (by: TestClient, words: readonly string[]) => {
    by.setNetwork(false)
    await until('no connection', () => by.state().connection.kind !== 'online')
    const counts: number[] = []
    for (const q of words) {
      const { hits, coverage } = await find(by, q)
      expect(coverage.kind).toBe('kept')
      counts.push(hits.length)
    }
    by.setNetwork(true)
    await until('online again', () => by.state().connection.kind === 'online')
    return counts
  }

  it('loses what is edited and removed, whom one blocks, and the room one is taken out of', async () => {
    const { ana, ben, room } = pair
    const edited = await say(ana, 'meet at the lighthouse')
    const removed = await say(ana, 'the harbourmaster sleeps')
    await say(cleo, 'cleo knows the tides')
    await say(ana, 'bollards of oak')
    const words = ['lighthouse', 'harbourmaster', 'tides', 'bollards']
    for (const q of words) await untilFound(ben, q, 1)
    // The server may know before what is heard is here.
    await until('ben has heard all', () => ben.texts(room).length === 4)
    expect(await countKept(ben, words)).toEqual([1, 1, 1, 1])

    await ana.get({ kind: 'edit-message', room, message: edited, text: 'meet at the breakwater', format: 'plain' })
    await untilGone(ben, 'lighthouse')
    expect(await countOf(ben, 'breakwater')).toBe(1)
    await ana.get({ kind: 'remove-message', room, message: removed })
    await untilGone(ben, 'harbourmaster')
    await until('ben has heard both', () => {
      const texts = ben.texts(room)
      return texts.includes('meet at the breakwater') && !texts.includes('the harbourmaster sleeps')
    })
    await ben.get({ kind: 'block-user', user: cleo.me() })
    await untilGone(ben, 'tides')
    expect(await countOf(ana, 'tides')).toBe(1)
    expect(await countKept(ben, words)).toEqual([0, 0, 0, 1])
    await ana.get({ kind: 'remove-member', room, user: ben.me() })
    await untilGone(ben, 'bollards')
    await until('ben knows that he is out', () => ben.state().rooms[room] === undefined)
    expect(await countKept(ben, words)).toEqual([0, 0, 0, 0])
  })
})
