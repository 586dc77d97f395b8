import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import {
  type ArchiverRig,
  createEventId,
  createUserId,
  openArchiverRig,
  testStores,
  until,
} from '../rigs/archiver-test-rig.ts'
import { natsServerBinary } from '../rigs/nats-test-server.ts'
import { startShardLead } from './shard-lead.ts'

describe.skipIf(natsServerBinary === undefined).each(testStores)('a shard that is taken, on %s', (kind) => {
  const ann = createUserId()
  let rig: ArchiverRig
  beforeAll(async () => {
    rig = await openArchiverRig(kind)
  })
  afterAll(async () => rig?.close())

  it('takes in without its words what was erased before a restore, edits too, and notes it again', async () => {
    const room = await rig.createRoom([{ user: ann, role: 'owner' }], 6)
    const id = createEventId()
    const stay = createEventId()
    await rig.store.shards.putErased([{ room, id, seq: 2 }])
    const noted: string[] = []
    await rig.say(room, ann, { kind: 'message.posted', text: 'secret', format: 'plain', id })
    await rig.say(room, ann, { kind: 'message.edited', message: id, text: 'secret too' })
    await rig.say(room, ann, { kind: 'message.posted', text: 'stay', format: 'plain', id: stay })
    const last = await rig.say(room, ann, { kind: 'message.removed', message: stay })
    const noteErased = async (erased: readonly { id: string }[]) => void noted.push(...erased.map((one) => one.id))
    const lead = startShardLead(rig.buildPorts({ shard: 6, noteErased }))
    await until(
      () => rig.store.archive.loadPosition(6),
      (seq) => seq === last,
    )
    await lead.stop()
    const { messages } = await rig.store.history.loadPage({ room, limit: 200 })
    expect(messages.map(({ text, removedAt }) => [text, removedAt !== undefined])).toEqual([
      ['', true],
      ['', true],
    ])
    expect(new Set(noted)).toEqual(new Set([id, stay]))
  })

  it('listens to its connection once, however often the shard is given up and taken', async () => {
    const { backbone, manager, ...rest } = rig.broker
    const statuses = vi.fn(backbone.status.bind(backbone))
    const watched = Object.assign(Object.create(backbone), { status: statuses })
    for (let times = 0; times < 3; times++) {
      const broker = { backbone: watched, manager, ...rest }
      const lead = startShardLead(rig.buildPorts({ broker, shard: 7 }))
      await lead.stop()
    }
    expect(statuses).toHaveBeenCalledTimes(1)
  })
})
