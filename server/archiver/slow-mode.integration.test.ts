import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { RoomId, UserId } from '../../common/ids.ts'
import { subjects } from '../../common/subjects.ts'
import { encodeBody } from '../../common/wire-decode.ts'
import {
  type ArchiverRig,
  createEventId,
  createUserId,
  forgetIdsSoon,
  openArchiverRig,
  testStores,
  until,
} from '../rigs/archiver-test-rig.ts'
import { natsServerBinary } from '../rigs/nats-test-server.ts'
import type { ShardPorts } from './archiver-ports.ts'
import type { RefusedEvent } from './refusal-notices.ts'
import { startShardLead } from './shard-lead.ts'

describe.skipIf(natsServerBinary === undefined).each(testStores)('a room in slow mode, on %s', (kind) => {
  let rig: ArchiverRig
  let room: RoomId
  const [ann, ben, cara] = [createUserId(), createUserId(), createUserId()]
  beforeAll(async () => {
    rig = await openArchiverRig(kind)
    room = await rig.createRoom([
      { user: ann, role: 'owner' },
      { user: ben, role: 'member' },
      { user: cara, role: 'member' },
    ])
    await change({ slowModeSec: 3_600 })
  })
  afterAll(() => rig?.close())

  const change = (fields: { slowModeSec: number }) =>
    rig.say(room, 'system', { kind: 'room.changed', by: ann, ...fields })
  const post = (user: UserId, text: string, id = createEventId()) =>
    rig.say(room, user, { kind: 'message.posted', text, format: 'plain', id })
  /** By an archiver of its own: each of these is a restart, or another copy that takes over. */
  async function archiveTo(seq: number, more: Partial<ShardPorts> = {}): Promise<readonly RefusedEvent[]> {
    const refused: RefusedEvent[] = []
    const lead = startShardLead(rig.buildPorts({ tellAuthors: (some) => void refused.push(...some), ...more }))
    try {
      await until(
        () => rig.store.archive.loadPosition(0),
        (at) => at >= seq,
      )
    } finally {
      await lead.stop()
    }
    return refused
  }
  const texts = async () => (await rig.store.history.loadPage({ room, limit: 50 })).messages.map(({ text }) => text)

  it('takes one message of each member, all of who leads it, and tells who did not wait', async () => {
    const first = createEventId()
    await post(ben, 'one', first)
    const soon = await post(ben, 'too soon')
    await post(cara, 'hers')
    await post(ann, 'owner one')
    await post(ann, 'owner two')
    const last = await rig.say(room, ben, { kind: 'message.edited', message: first, text: 'one, edited' })
    const refused = await archiveTo(last)
    expect(refused).toEqual([expect.objectContaining({ author: ben, seq: soon, reason: 'too-soon' })])
    expect(await texts()).toEqual(['one, edited', 'hers', 'owner one', 'owner two'])
  })

  it('is kept over a restart, and a message that comes twice is not one too many', async () => {
    const soon = await post(ben, 'still too soon')
    expect(await archiveTo(soon)).toMatchObject([{ seq: soon, reason: 'too-soon' }])
    const hers = (await rig.store.history.loadPage({ room, limit: 50 })).messages.find(({ author }) => author === cara)
    const again = { v: 1, kind: 'message.posted', id: hers?.id, at: 0, text: 'hers', format: 'plain' }
    // Past the window in which the broker knows an id: a later copy.
    await forgetIdsSoon(rig.broker, 0)
    const copy = await until(
      () =>
        rig.broker.jetstream.publish(subjects.sendEvent(room, cara), encodeBody(again), { msgID: String(hers?.id) }),
      ({ duplicate }) => !duplicate,
    )
    expect(await archiveTo(copy.seq)).toEqual([])
  })

  it('mutes who tries three times within a minute', async () => {
    const muted: UserId[] = []
    await Promise.all([post(cara, 'a'), post(cara, 'b')])
    const last = await post(cara, 'c')
    await archiveTo(last, { onTooMuch: (user) => void muted.push(user) })
    expect(muted).toEqual([cara])
  })

  it('is over when it is turned off, and judged anew when it comes again', async () => {
    await change({ slowModeSec: 0 })
    await post(ben, 'two')
    await post(ben, 'three')
    await change({ slowModeSec: 3_600 })
    await post(ben, 'four')
    const soon = await post(ben, 'five')
    expect(await archiveTo(soon)).toMatchObject([{ seq: soon, reason: 'too-soon' }])
    expect((await texts()).slice(-3)).toEqual(['two', 'three', 'four'])
    expect((await rig.store.archive.loadArchivedRooms([room]))[0]?.spoke).toMatchObject([{ user: ben }])
  })
})
