import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { dismissedForMs } from '../inbox-command.ts'
import { buildTestProfile, type TestClient, testPassword } from './engine-test-client.ts'
import { until } from './engine-test-server.ts'
import { type EngineTestbed, startEngineTestbed, type TestPair } from './engine-testbed.ts'

describe('what concerns me in two engines', () => {
  let testbed: EngineTestbed
  let pair: TestPair
  beforeAll(async () => {
    testbed = await startEngineTestbed()
    pair = await testbed.startPair()
  }, 120_000)
  afterAll(() => testbed?.stop())

  const texts = (client: TestClient) => client.state().inbox.items.map(({ message }) => message?.text)
  /** As somebody who opens the page does; hints alone are waited for where the test says so. */
  const untilAsked = (what: string, client: TestClient, holds: () => boolean) =>
    until(what, async () => {
      if (holds()) return true
      await client.get({ kind: 'refresh-inbox' })
      return holds()
    })
  const fresh = (client: TestClient) => client.state().inbox.fresh

  it('comes to both devices, is new until one of them has looked or read it, and goes from both', async () => {
    const { ana, ben, room } = pair
    const profile = buildTestProfile()
    const other = await testbed.start(profile)
    const { session } = ana.state()
    const handle = session.kind === 'signed-in' ? session.me.handle : ''
    await other.get({ kind: 'sign-in', handle, password: testPassword })
    for (const device of [ana, other]) await untilAsked('asked', device, () => device.state().inbox.isLoaded)
    const say = (text: string) => ben.get({ kind: 'send-message', room, text, format: 'plain', mentions: [ana.me()] })
    await say('look, Ana')
    await say('and here')
    for (const device of [ana, other])
      await until('both mentions, by hints', () => texts(device).join() === 'and here,look, Ana' && fresh(device) === 2)

    // Read in its room, on one device: no longer new on either.
    await ana.get({ kind: 'mark-all-read', room })
    for (const device of [ana, other]) await until('read in its room', () => fresh(device) === 0)
    expect(texts(other)).toHaveLength(2)
    const own = await ana.get({ kind: 'send-message', room, text: 'my own', format: 'plain' })
    await until('stored', () => ben.texts(room).includes('my own'))
    await ben.get({ kind: 'set-reaction', room, message: own, emoji: '🎉', on: true })
    for (const device of [ana, other]) await untilAsked('the reaction', device, () => fresh(device) === 1)
    await other.get({ kind: 'see-inbox' })
    for (const device of [ana, other]) await untilAsked('looked at', device, () => fresh(device) === 0)
    const answer = await ana.get({ kind: 'load-inbox', of: 'reaction' })
    expect(answer.items).toMatchObject([{ kind: 'reaction', emoji: '🎉', by: [ben.me()] }])

    const [newest, ...rest] = ana.state().inbox.items
    await ana.get({ kind: 'dismiss-inbox', upTo: newest?.at ?? 0, ids: [newest?.id ?? ''] })
    expect(texts(ana)).not.toContain('my own')
    await ana.get({ kind: 'restore-inbox' })
    expect(texts(ana), 'taken back').toContain('my own')
    await ana.get({ kind: 'dismiss-inbox', upTo: newest?.at ?? 0, ids: [newest?.id ?? ''] })
    expect(other.state().inbox.items).toHaveLength(rest.length + 1)
    ana.jumpClock(dismissedForMs)
    await untilAsked('gone from the other', other, () => other.state().inbox.items.length === rest.length)

    // What is kept is there without a network, and what is dismissed then goes out afterwards.
    await until('kept on disk', () => texts(other).length === 2)
    other.setNetwork(false)
    const upTo = other.state().inbox.items[0]?.at ?? 0
    await other.get({ kind: 'dismiss-inbox', upTo })
    expect(texts(other)).toEqual([])
    await other.engine.stop()
    const again = await testbed.start(profile, { offline: true })
    await until('from disk', () => again.state().inbox.isLoaded)
    expect(texts(again), 'still dismissed').toEqual([])
    expect(texts(ana)).toHaveLength(2)
    again.jumpClock(dismissedForMs)
    again.setNetwork(true)
    await untilAsked('everywhere', ana, () => texts(ana).length === 0)
  })
})
