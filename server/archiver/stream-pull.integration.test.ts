import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { streams, subjects } from '../../common/subjects.ts'
import { type ArchiverRig, createUserId, openArchiverRig, until } from '../rigs/archiver-test-rig.ts'
import { createTestRoom } from '../rigs/nats-test-client.ts'
import { natsServerBinary } from '../rigs/nats-test-server.ts'
import { openStreamPull, requestBytes, type StreamPull, waitingBytes } from './stream-pull.ts'

const megabyte = 2 ** 20
const soon = { lingerMs: 10, idleMs: 500 }

describe.skipIf(natsServerBinary === undefined)('what is pulled from a stream', () => {
  let rig: ArchiverRig
  beforeAll(async () => {
    rig = await openArchiverRig()
  })
  afterAll(async () => rig?.close())

  const sayBytes = (shard: number, bytes: number) =>
    rig.sayRaw(subjects.sendEvent(createTestRoom(shard), createUserId()), new Uint8Array(bytes))

  async function takeAll(pull: StreamPull, count: number, bytes = 2 * megabyte): Promise<number[][]> {
    const batches: number[][] = []
    while (batches.flat().length < count) {
      const taken = await pull.take({ messages: 500, bytes, ...soon })
      if (taken.length > 0) batches.push(taken.map((message) => message.delivery.streamSeq))
    }
    return batches
  }

  it('is bounded in bytes while nobody takes it, and then comes whole and in order', async () => {
    const large = 40
    for (let n = 0; n < large; n++) await sayBytes(0, megabyte - 1_024)
    const pull = await openStreamPull(rig.broker, streams.events(0))
    await until(
      () => pull.heldBytes(),
      (bytes) => bytes >= waitingBytes,
    )
    // Whatever would come uninvited is on its way by now: the broker has answered a question asked later.
    await rig.backbone.flush()
    expect(pull.heldBytes()).toBeLessThanOrEqual(waitingBytes + requestBytes)
    const batches = await takeAll(pull, large)
    expect(batches.flat()).toEqual(Array.from({ length: large }, (_, n) => n + 1))
    expect(Math.max(...batches.map((batch) => batch.length))).toBe(2)
    expect(pull.heldBytes()).toBe(0)
    pull.stop()
  })

  it('goes on without a pause where a message does not fit into the rest of a request', async () => {
    // Two of these fit into a request, the third never does.
    const large = 30
    for (let n = 0; n < large; n++) await sayBytes(1, 0.7 * megabyte)
    const pull = await openStreamPull(rig.broker, streams.events(1))
    const startedAt = Date.now()
    await takeAll(pull, large)
    // The library's own pull waited four seconds at each of ten such places.
    expect(Date.now() - startedAt).toBeLessThan(15_000)
    pull.stop()
  })

  it('takes small ones by the hundred, and one that is larger than all that was wanted alone', async () => {
    for (let n = 0; n < 12; n++) await Promise.all(Array.from({ length: 100 }, () => sayBytes(2, 100)))
    await sayBytes(2, 1_000)
    const end = async () => (await rig.broker.manager.streams.info(streams.events(2))).state.last_seq
    await until(end, (seq) => seq === 1_201)
    await sayBytes(2, 800_000)
    const pull = await openStreamPull(rig.broker, streams.events(2))
    await until(
      () => pull.size(),
      (size) => size >= 1_000,
    )
    const batches = await takeAll(pull, 1_202, 500_000)
    expect(batches.map((batch) => batch.length).slice(0, 2)).toEqual([500, 500])
    expect(batches.at(-1)).toEqual([1_202])
    pull.stop()
  })

  it('says so when its consumer is gone, and when it was stopped', async () => {
    const pull = await openStreamPull(rig.broker, streams.events(3))
    const { consumers } = rig.broker.manager
    for await (const { name } of consumers.list(streams.events(3))) await consumers.delete(streams.events(3), name)
    await expect(takeAll(pull, 1)).rejects.toThrow(/consumer ended/)
    const other = await openStreamPull(rig.broker, streams.events(4))
    other.stop()
    await expect(takeAll(other, 1)).rejects.toThrow(/stopped/)
  })

  it('is not misled by what a sender writes into the headers', async () => {
    const subject = subjects.sendEvent(createTestRoom(5), createUserId())
    await rig.sayRaw(subject, randomBytes(10), { Status: '409', 'Nats-Pending-Messages': '99' })
    await rig.sayRaw(subject, randomBytes(10))
    const pull = await openStreamPull(rig.broker, streams.events(5))
    expect((await takeAll(pull, 2)).flat()).toEqual([1, 2])
    pull.stop()
  })
})
