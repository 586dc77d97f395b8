import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { MessageId } from '../../common/ids.ts'
import { type TestClient, testPassword } from './engine-test-client.ts'
import { until } from './engine-test-server.ts'
import { type EngineTestbed, startEngineTestbed, type TestPair } from './engine-testbed.ts'
import { buildIndexedDbSavedStore } from './local-store/kept-saved-store.ts'
import { openAccountDatabase } from './local-store/local-database.ts'

describe('saved messages on two devices', () => {
  let testbed: EngineTestbed
  let pair: TestPair
  /** Ana's other device. */
  let other: TestClient
  beforeAll(async () => {
    testbed = await startEngineTestbed()
    pair = await testbed.startPair()
    const { session } = pair.ana.state()
    other = await testbed.start()
    const handle = session.kind === 'signed-in' ? session.me.handle : ''
    await other.get({ kind: 'sign-in', handle, password: testPassword })
    await until('the other device is there', () => other.state().connection.kind === 'online')
  }, 120_000)
  afterAll(() => testbed?.stop())

  const textsOf = (client: TestClient) =>
    Object.values(client.state().saved)
      .sort((a, b) => b.at - a.at)
      .map(({ message, isPending }) => `${message?.text ?? '?'}${isPending === true ? ' …' : ''}`)
  const shows = (client: TestClient, ...texts: readonly string[]) =>
    until(`${texts.join()}, not ${textsOf(client).join()}`, () => textsOf(client).join() === texts.join())
  const set = (client: TestClient, message: MessageId, on: boolean) =>
    client.get({ kind: 'set-saved', room: pair.room, message, on })
  async function say(text: string): Promise<MessageId> {
    const { ben, ana, room } = pair
    const id = await ben.get({ kind: 'send-message', room, text, format: 'plain' })
    await until(`${text} is there`, () => ana.texts(room).includes(text))
    return id
  }

  it('are one list, follow edits and removals in rooms that nobody has open, and leave with the room', async () => {
    const { ana, ben, room } = pair
    const [one, two] = [await say('one'), await say('two')]
    await set(ana, one, true)
    await set(ana, two, true)
    await shows(ana, 'two', 'one')
    await shows(other, 'two', 'one')
    expect(other.state().timelines[room], 'the room is not open there').toBeUndefined()
    await ben.get({ kind: 'edit-message', room, message: one, text: 'one, edited' })
    await ben.get({ kind: 'remove-message', room, message: two })
    for (const client of [ana, other]) await shows(client, '', 'one, edited')
    await set(other, two, false)
    await shows(ana, 'one, edited')

    const stranger = await ana.ask({ kind: 'set-saved', room, message: `01jd${'0'.repeat(22)}` as MessageId, on: true })
    expect(stranger).toMatchObject({ ok: false, error: { code: 'message-unknown' } })
    await shows(ana, 'one, edited')
    await ana.get({ kind: 'clear-kept' })
    expect(textsOf(ana)).toEqual(['?'])
    await ana.get({ kind: 'refresh-saved' })
    await shows(ana, 'one, edited')
  })

  it('are said without a network, survive a kill, and are sent as the last word of each', async () => {
    const { ana, anaProfile, room } = pair
    const [three, four] = await Promise.all([
      ana.get({ kind: 'send-message', room, text: 'three', format: 'plain' }),
      ana.get({ kind: 'send-message', room, text: 'four', format: 'plain' }),
    ])
    await until('both are stored', () => {
      const rows = ana.state().timelines[room]?.rows ?? []
      // What is acknowledged and not heard yet is not kept here with its words.
      const isHeard = (id: MessageId) =>
        rows.some((row) => row.kind === 'message' && row.message.id === id && row.message.seq > 0)
      return isHeard(three) && isHeard(four)
    })
    await set(ana, four, true)
    await until('saved on both', () => textsOf(other)[0] === 'four')
    ana.setNetwork(false)
    await set(ana, three, true)
    await set(ana, four, false)
    expect(textsOf(ana)).toEqual(['three …', 'one, edited'])
    const me = ana.me()
    ana.kill()

    const again = await testbed.start(anaProfile, { offline: true })
    await shows(again, 'three …', 'one, edited')
    expect(again.state().savedList.isKnown).toBe(true)
    again.setNetwork(true)
    await shows(again, 'three', 'one, edited')
    await shows(other, 'three', 'one, edited')
    await again.engine.stop()
    const disk = await openAccountDatabase(anaProfile.indexedDB, me)
    const kept = await buildIndexedDbSavedStore(disk).loadSaved()
    disk.close()
    expect(kept.map(({ message, word }) => [message?.text, word]).toSorted()).toEqual([
      ['one, edited', undefined],
      ['three', undefined],
    ])
    const third = await testbed.start(anaProfile)
    await third.get({ kind: 'hand-over', room, user: pair.ben.me() })
    await third.get({ kind: 'leave-room', room })
    for (const client of [third, other]) await shows(client)
    await third.get({ kind: 'sign-out' })
    expect(Object.keys(third.state().saved)).toEqual([])
  })
})
