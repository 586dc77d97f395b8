import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { streams } from '../../common/subjects.ts'
import { type ArchiverRig, createUserId, openArchiverRig, until } from '../rigs/archiver-test-rig.ts'
import { startTestCluster } from '../rigs/nats-test-cluster.ts'
import { natsServerBinary } from '../rigs/nats-test-server.ts'
import { defaultStreamOptions } from '../streams/event-streams.ts'
import { mendShard } from './mend-shard.ts'
import { startShardLead } from './shard-lead.ts'

describe.skipIf(natsServerBinary === undefined)('a stream of a cluster that is younger than its archive', () => {
  let cluster: Awaited<ReturnType<typeof startTestCluster>>
  let rig: ArchiverRig
  beforeAll(async () => {
    cluster = await startTestCluster()
    rig = await openArchiverRig('sqlite', { ...defaultStreamOptions, shards: 1, replicas: 3 }, cluster.nodes[0])
  }, 60_000)
  afterAll(async () => {
    await rig?.close()
    await cluster?.stop()
  })

  it('is mended, with three copies of all that is put back', { timeout: 60_000 }, async () => {
    const ann = createUserId()
    const room = await rig.createRoom([{ user: ann, role: 'owner' }])
    const post = (text: string) => rig.say(room, ann, { kind: 'message.posted', text, format: 'plain' })
    const archive = async (until_: () => Promise<boolean>) => {
      const lead = startShardLead(rig.buildPorts())
      await until(() => until_().catch(() => false), Boolean, 40_000)
      await lead.stop()
    }
    const position = () => rig.store.archive.loadPosition(0)
    for (const text of ['one', 'two', 'three']) await post(text)
    await archive(async () => (await position()) === 4)
    const { config } = await rig.broker.manager.streams.info(streams.events(0))
    await rig.broker.manager.streams.delete(streams.events(0))
    await rig.broker.manager.streams.add(config)
    for (const text of ['new one', 'new two']) {
      await until(
        () => post(text).catch(() => 0),
        (seq) => seq > 0,
      )
    }
    await archive(async () => {
      const { repair, epoch } = (await rig.store.shards.loadShard(0)).state
      return repair === undefined && epoch > 0 && (await position()) === 6
    })
    const { messages } = await rig.store.history.loadPage({ room, limit: 100 })
    expect(messages.map(({ text }) => text)).toEqual(['one', 'two', 'three', 'new one', 'new two'])
    const mended = await rig.broker.manager.streams.info(streams.events(0))
    expect(mended.config).toMatchObject({ num_replicas: 3, subjects: [streams.eventsSubject(0)] })
    expect(mended.state).toMatchObject({ first_seq: 5, messages: 2 })
    await expect(rig.broker.manager.streams.info(streams.rescue(0))).rejects.toThrow(/not found/)
  })

  it('is not fenced for a leader that stalled, wakes, and answers once with what it had', {
    timeout: 60_000,
  }, async () => {
    const ann = createUserId()
    const room = await rig.createRoom([{ user: ann, role: 'owner' }])
    for (const text of ['one', 'two']) await rig.say(room, ann, { kind: 'message.posted', text, format: 'plain' })
    const lead = startShardLead(rig.buildPorts())
    const { last_seq: lastSeq } = (await rig.broker.manager.streams.info(streams.events(0))).state
    await until(
      () => rig.store.archive.loadPosition(0),
      (seq) => seq === lastSeq,
    )
    await lead.stop()
    const { manager } = rig.broker
    const before = await rig.store.shards.loadShard(0)
    let asked = 0
    const info: typeof manager.streams.info = async (name, ...rest) => {
      const found = await manager.streams.info(name, ...rest)
      const isStale = name === streams.events(0) && asked++ === 0
      return isStale ? { ...found, state: { ...found.state, last_seq: found.state.last_seq - 2 } } : found
    }
    const stalling = Object.assign(Object.create(manager), {
      streams: Object.assign(Object.create(manager.streams), { info }),
    })
    await mendShard(rig.buildPorts({ broker: { ...rig.broker, manager: stalling } }), new AbortController().signal)
    expect(asked).toBeGreaterThan(1)
    expect(await rig.store.shards.loadShard(0)).toEqual(before)
  })
})
