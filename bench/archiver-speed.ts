import { randomBytes } from 'node:crypto'
import { buildRoomId } from '../common/ids.ts'
import type { Message } from '../common/message.ts'
import { streams } from '../common/subjects.ts'
import { startShardLead } from '../server/archiver/shard-lead.ts'
import {
  type ArchiverRig,
  createEventId,
  createUserId,
  openArchiverRig,
  type StoreKind,
} from '../server/rigs/archiver-test-rig.ts'
import type { ArchiveBatch } from '../server/store/archive-store.ts'

export type ArchiverSpeed = { readonly archivedPerSecond: number; readonly insertedPerSecond: number }

const roomsOfShard = 20
const batchMessages = 500
const publishedAtOnce = 256

/**
 * From a full stream to the store: events a second of one process that archives `shards` shards, against what the store
 * takes when it is handed finished messages in batches of the same size. One change (edit or reaction) to nine messages.
 */
export async function measureArchiver(
  kind: StoreKind,
  { events, shards }: { readonly events: number; readonly shards: number },
): Promise<ArchiverSpeed> {
  const rig = await openArchiverRig(kind)
  try {
    const ends = await fillStreams(rig, events, shards)
    const insertedPerSecond = await measureInserts(rig, events)
    const startedAt = performance.now()
    const leads = ends.map((_, shard) => startShardLead(rig.buildPorts({ shard })))
    for (const [shard, end] of ends.entries()) {
      while ((await rig.store.archive.loadPosition(shard)) < end) await new Promise((next) => setTimeout(next, 5))
    }
    const seconds = (performance.now() - startedAt) / 1_000
    await Promise.all(leads.map((lead) => lead.stop()))
    return { archivedPerSecond: events / seconds, insertedPerSecond }
  } finally {
    await rig.close()
  }
}

/** The last sequence of each shard. */
async function fillStreams(rig: ArchiverRig, events: number, shards: number): Promise<readonly number[]> {
  const ann = createUserId()
  const places = await Promise.all(
    Array.from({ length: shards * roomsOfShard }, async (_, at) => ({
      room: await rig.createRoom([{ user: ann, role: 'owner' }], at % shards),
      newest: createEventId(),
    })),
  )
  let next = 0
  const publishOn = async () => {
    for (let at = next++; at < events; at = next++) {
      const place = places[at % places.length]
      if (place === undefined) return
      const isChange = at % 10 === 9 && at >= places.length
      if (isChange) await rig.say(place.room, ann, { kind: 'reaction.added', message: place.newest, emoji: '👍' })
      else {
        const id = createEventId()
        await rig.say(place.room, ann, { kind: 'message.posted', id, text: sentence, format: 'plain' })
        place.newest = id
      }
    }
  }
  await Promise.all(Array.from({ length: publishedAtOnce }, publishOn))
  const info = (shard: number) => rig.broker.manager.streams.info(streams.events(shard))
  return await Promise.all(Array.from({ length: shards }, async (_, shard) => (await info(shard)).state.last_seq))
}

const sentence = 'The kettle is on, the biscuits are on the shelf, and the meeting begins in ten minutes.'

async function measureInserts({ store }: ArchiverRig, events: number): Promise<number> {
  const room = buildRoomId(9, randomBytes(32))
  const author = createUserId()
  const batches: ArchiveBatch[] = []
  for (let seq = 1; seq <= events; ) {
    const posted: Message[] = []
    for (; posted.length < batchMessages && seq <= events; seq++) {
      const sequence = { seq, version: seq, at: Date.now() }
      const lists = { mentions: [], attachments: [], reactions: [] }
      posted.push({ id: createEventId(), room, author, text: sentence, format: 'plain', ...sequence, ...lists })
    }
    batches.push({ posted, changed: [], rooms: [], setAside: [], notices: [] })
  }
  const startedAt = performance.now()
  for (const batch of batches) await store.archive.writeBatch(batch)
  return events / ((performance.now() - startedAt) / 1_000)
}
