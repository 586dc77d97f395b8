import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { MessageId } from '../../common/ids.ts'
import { type TestClient, testPassword } from './engine-test-client.ts'
import { until } from './engine-test-server.ts'
import { type EngineTestbed, startEngineTestbed, type TestPair } from './engine-testbed.ts'

describe('threads in two engines', () => {
  let testbed: EngineTestbed
  let pair: TestPair
  /** Ana's other device. */
  let other: TestClient
  beforeAll(async () => {
    testbed = await startEngineTestbed()
    pair = await testbed.startPair()
  }, 120_000)
  afterAll(() => testbed?.stop())

  const say = (by: TestClient, text: string, more: { thread?: MessageId; replyTo?: MessageId } = {}) =>
    by.get({ kind: 'send-message', room: pair.room, text, format: 'plain', ...more })
  const rowOf = (client: TestClient, message: MessageId) =>
    client
      .state()
      .timelines[pair.room]?.rows.flatMap((row) => (row.kind === 'message' ? row : []))
      .find((row) => row.message.id === message)
  const answersOf = (client: TestClient, thread: MessageId) =>
    client.state().threads[thread]?.rows.map(({ message, state }) => `${message.text} ${state}`)

  it('hang on a message, are read on their own, and are unread alike on two devices', async () => {
    const { ana, ben, room } = pair
    const second = await testbed.start()
    const { session } = ana.state()
    const handle = session.kind === 'signed-in' ? session.me.handle : ''
    await second.get({ kind: 'sign-in', handle, password: testPassword })
    const root = await say(ana, 'what about it?')
    await until('ben has it', () => rowOf(ben, root)?.state === 'stored')
    await ben.get({ kind: 'open-thread', room, thread: root })
    await say(ben, 'one', { thread: root })
    await say(ben, 'two', { thread: root })
    await until('both answers', () => rowOf(ana, root)?.answers?.count === 2)
    await until('ben sees his own', () => answersOf(ben, root)?.join() === 'one stored,two stored')
    expect(
      ana.texts(room).filter((text) => text === 'one' || text === 'two'),
      'the room shows neither',
    ).toEqual([])
    await until('unread in the thread', () => ana.state().followed[root]?.unread === 2)
    expect(ana.state().rooms[room]).toMatchObject({ unread: 0 })
    expect(ana.state().rooms[room]?.preview?.text).toBe('what about it?')
    expect(rowOf(ana, root)?.answers?.by).toEqual([ben.me()])

    const shown = await say(ben, 'three', { thread: root, replyTo: root })
    await until('also to the room', () => ana.texts(room).includes('three') && ana.state().followed[root]?.unread === 3)
    await until('counted once', () => ana.state().followed[root]?.alsoInRoom === 1)
    expect(ana.state().rooms[room]).toMatchObject({ unread: 1 })
    await ana.get({ kind: 'mark-read', room, seq: ana.state().rooms[room]?.headSeq ?? 0 })
    await until('by the thread alone', () => ana.state().followed[root]?.alsoInRoom === undefined)
    expect(ana.state().followed[root]).toMatchObject({ unread: 3 })
    expect(ana.state().rooms[room]).toMatchObject({ unread: 0 })
    await ana.get({ kind: 'open-thread', room, thread: root })
    await until('all three', () => answersOf(ana, root)?.length === 3)
    expect(ana.state().threads[root]?.root?.message.text).toBe('what about it?')
    const first = ana.state().threads[root]?.rows[0]?.message
    expect(await ana.get({ kind: 'find-thread', room, message: first?.id as MessageId })).toBe(root)
    expect(await ana.get({ kind: 'find-thread', room, message: shown })).toBeNull()
    await ana.get({ kind: 'mark-thread-read', room, thread: root, seq: first?.seq ?? 0 })
    await until('one of them read', () => ana.state().followed[root]?.unread === 2)
    await until('on the other device too', () => second.state().followed[root]?.unread === 2)
    await ana.get({ kind: 'read-all-threads' })
    expect(ana.state().followed[root]?.unread).toBe(0)
    await until('nothing on both', () => second.state().followed[root]?.unread === 0)

    await ana.get({ kind: 'follow-thread', room, thread: root, on: false })
    expect(ana.state().followed[root]).toBeUndefined()
    await ana.get({ kind: 'follow-thread', room, thread: root, on: true })
    await say(ben, 'four', { thread: root })
    await until('follows again', () => ana.state().followed[root]?.unread === 1)
    await ana.get({ kind: 'mark-all-read', room })
    expect(ana.state().followed[root]?.unread).toBe(0)

    await ben.get({ kind: 'remove-message', room, message: shown })
    await until('one is gone', () => rowOf(ana, root)?.answers?.count === 3)
    await until('the thread has its place', () => answersOf(ana, root)?.length === 4)
    await ana.get({ kind: 'remove-message', room, message: root })
    await until('what hangs on it stays', () => {
      const gone = rowOf(ben, root)
      return gone?.message.removedAt !== undefined && gone.answers?.count === 3
    })
  })

  it('that were lost on the way in silence are in the open thread too, once the room has them', async () => {
    const { ana, ben, room } = pair
    const root = await say(ana, 'whose answers are lost?')
    await until('both have it', () => [ana, ben].every((one) => (rowOf(one, root)?.message.seq ?? 0) > 0))
    await ana.get({ kind: 'open-thread', room, thread: root })
    await until('it was asked for', () => ana.state().threads[root]?.loading === 'idle')
    // Nothing but the archive's count says that something is missing.
    ana.refuseCalls('/api/v1/sync')
    ana.loseFrames('LOST')
    await say(ben, 'LOST', { thread: root })
    await until('it is lost', () => ana.lostFrames() > 0)
    ana.loseFrames(undefined)
    await say(ben, 'after it', { thread: root })
    await until('both are there', () => answersOf(ana, root)?.join() === 'LOST stored,after it stored')
    await until('and counted', () => ana.state().followed[root]?.unread === 2)
    ana.refuseCalls(undefined)
    await ana.get({ kind: 'mark-all-read', room })
  })

  type Step =
    | { readonly kind: 'answer'; readonly on: number; readonly how: 'aside' | 'also' | 'naming' }
    | { readonly kind: 'read' | 'remove'; readonly on: number; readonly nth: number }
  const stepOf: fc.Arbitrary<Step> = fc.oneof(
    {
      weight: 3,
      arbitrary: fc.record({
        kind: fc.constant('answer' as const),
        on: fc.nat(1),
        how: fc.constantFrom('aside' as const, 'also' as const, 'naming' as const),
      }),
    },
    fc.record({ kind: fc.constantFrom('read' as const, 'remove' as const), on: fc.nat(1), nth: fc.nat(9) }),
  )

  it('are unread alike on two devices, whatever is said, read and removed on which, and not at all once all is read', async () => {
    const { ana, ben, room } = pair
    const second = await testbed.start()
    const { session } = ana.state()
    const handle = session.kind === 'signed-in' ? session.me.handle : ''
    await second.get({ kind: 'sign-in', handle, password: testPassword })
    await until('it is online', () => second.state().connection.kind === 'online' && second.state().rooms[room])
    await second.get({ kind: 'open-room', room })
    const devices = [ana, second]

    type Said = { readonly root: MessageId; readonly id: MessageId; readonly naming: boolean; gone: boolean }
    /** What is acknowledged and not heard yet has no place. */
    const seqOf = ({ root, id }: Said) =>
      ben.state().threads[root]?.rows.find(({ message }) => message.id === id && message.seq > 0)?.message.seq
    const countsOf = (device: TestClient, root: MessageId) => {
      const { unread = 0, forYou = 0 } = device.state().followed[root] ?? {}
      return `${unread} unread, ${forYou} for her`
    }
    async function tryRun(steps: readonly Step[]) {
      const roots = [await say(ana, 'one'), await say(ana, 'two')]
      await until('ben has both', () => roots.every((root) => rowOf(ben, root)?.state === 'stored'))
      for (const thread of roots) await ben.get({ kind: 'open-thread', room, thread })
      const said: Said[] = []
      const readTo = new Map<MessageId, number>()
      for (const step of steps) {
        if (step.kind === 'answer') {
          const root = roots[step.on] as MessageId
          const naming = step.how === 'naming'
          const id = await ben.get({
            ...{ kind: 'send-message', room, text: `answer ${said.length}`, format: 'plain', thread: root },
            ...(naming ? { mentions: [ana.me()] } : {}),
            ...(step.how === 'also' ? { replyTo: root } : {}),
          })
          said.push({ root, id, naming, gone: false })
          continue
        }
        const one = said[step.nth % Math.max(1, said.length)]
        if (one === undefined) continue
        await until('it is stored', () => seqOf(one) !== undefined)
        if (step.kind === 'remove') {
          one.gone = true
          await ben.get({ kind: 'remove-message', room, message: one.id })
        } else {
          const seq = seqOf(one) ?? 0
          readTo.set(one.root, Math.max(readTo.get(one.root) ?? 0, seq))
          await devices[step.on]?.get({ kind: 'mark-thread-read', room, thread: one.root, seq })
        }
      }
      await until('all is stored', () => said.every((one) => seqOf(one) !== undefined))
      for (const root of roots) {
        const left = said.filter((one) => one.root === root && !one.gone && (seqOf(one) ?? 0) > (readTo.get(root) ?? 0))
        const expected = `${left.length} unread, ${left.filter(({ naming }) => naming).length} for her`
        for (const [which, device] of devices.entries())
          await until(`device ${which} says ${expected}`, () => countsOf(device, root) === expected).catch(() => {
            throw new Error(`device ${which} says ${countsOf(device, root)}, not ${expected}`)
          })
      }
      await devices[steps.length % 2]?.get({ kind: 'read-all-threads' })
      for (const device of devices)
        await until('nothing is left', () => roots.every((root) => countsOf(device, root) === '0 unread, 0 for her'))
      for (const thread of roots) await ben.get({ kind: 'close-thread', thread })
    }
    const seed = Number(process.env.NATTER_SEED ?? 1)
    const numRuns = Number(process.env.NATTER_THREAD_RUNS ?? 3)
    const steps = fc.array(stepOf, { minLength: 4, maxLength: 12 })
    // A run that failed is not made smaller: each one takes a second.
    await fc.assert(fc.asyncProperty(steps, tryRun), { seed, numRuns, endOnFailure: true })
    await ana.get({ kind: 'mark-all-read', room })
  }, 120_000)

  it('come back after a start, with what is unread in them, and drafts of their own', async () => {
    const { ana, ben, room, anaProfile } = pair
    const root = await say(ana, 'another')
    await until('ben has it', () => rowOf(ben, root)?.state === 'stored')
    await say(ben, 'answered', { thread: root })
    await until('unread', () => ana.state().followed[root]?.unread === 1)
    await ana.get({ kind: 'save-draft', room, thread: root, draft: { text: 'not yet' } })
    await ana.engine.stop()
    other = await testbed.start(anaProfile)
    await until('the same again', () => other.state().followed[root]?.unread === 1)
    expect(other.state().drafts[`${room}/${root}`]).toEqual({ text: 'not yet' })
    expect(other.state().drafts[room]).toBeUndefined()
    await other.get({ kind: 'open-room', room })
    await until('with its answers', () => rowOf(other, root)?.answers?.count === 1)
    expect(other.state().rooms[room]).toMatchObject({ unread: 0 })
  })
})
