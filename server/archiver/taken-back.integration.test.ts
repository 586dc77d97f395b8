import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { EventId, RoomId, UserId } from '../../common/ids.ts'
import {
  type ArchiverRig,
  createEventId,
  createUserId,
  openArchiverRig,
  testStores,
  until,
} from '../rigs/archiver-test-rig.ts'
import { natsServerBinary } from '../rigs/nats-test-server.ts'
import type { RoomTally } from './judge-batch.ts'
import { runShard } from './shard-run.ts'

describe.skipIf(natsServerBinary === undefined).each(testStores)('what was archived of a room, on %s', (kind) => {
  let rig: ArchiverRig
  const [ann, ben] = [createUserId(), createUserId()]
  const members = [
    { user: ann, role: 'owner' },
    { user: ben, role: 'member' },
  ] as const

  beforeAll(async () => {
    rig = await openArchiverRig(kind)
  })
  afterAll(async () => rig?.close())

  it('says where words were taken back, or came too late for it, and where a removal was refused it does not', async () => {
    const shard = 7
    const [taken, late, kept] = await Promise.all([1, 2, 3].map(() => rig.createRoom(members, shard)))
    const tallies: RoomTally[] = []
    const stopping = new AbortController()
    const run = runShard(rig.buildPorts({ shard }), { onArchived: (all) => tallies.push(...all) }, stopping.signal)
    const ofRemoved = () => new Set(tallies.flatMap(({ room, hasRemoval }) => (hasRemoval === true ? [room] : [])))
    const archived = (seq: number) =>
      until(
        () => rig.store.archive.loadPosition(shard),
        (at) => at >= seq,
      )
    const messages = new Map<RoomId | undefined, EventId>()
    for (const room of [taken, late, kept]) {
      const id = createEventId()
      messages.set(room, id)
      await rig.say(room as RoomId, ann, { kind: 'message.posted', text: 'first', format: 'plain', id })
    }
    const change = (room: RoomId | undefined, by: UserId, text?: string) => {
      const message = messages.get(room) as EventId
      const event =
        text === undefined ? { kind: 'message.removed' as const } : { kind: 'message.edited' as const, text }
      return rig.say(room as RoomId, by, { ...event, message })
    }
    await change(late, ann)
    await change(kept, ben)
    await archived(await change(taken, ann))
    expect(ofRemoved()).toEqual(new Set([taken, late]))
    tallies.splice(0)
    await archived(await change(late, ann, 'too late'))
    expect(ofRemoved()).toEqual(new Set([late]))
    stopping.abort()
    await run
  })
})
