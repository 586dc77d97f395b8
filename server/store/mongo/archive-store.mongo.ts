import { Binary } from 'mongodb'
import type { MessageId, RoomId } from '../../../common/ids.ts'
import type { Message } from '../../../common/message.ts'
import { type ArchiveBatch, type ArchiveStore, mostVersions } from '../archive-store.ts'
import { pickWinners } from '../message-precedence.ts'
import { buildRoomState } from '../room-state-row.ts'
import { buildSafeSetAside, classOfSetAside, type SetAsideClass, type SetAsideLimits } from '../safe-set-aside.ts'
import { putArchivedRooms, refillRecent } from './archived-room-write.ts'
import { insertMessages, messageAlone, replaceMessages } from './message-write.ts'
import type { Collections } from './mongo-collections.ts'
import { duplicatesOf, isDuplicate } from './mongo-fault.ts'

export function buildMongoArchive(collections: Collections, limits: SetAsideLimits): ArchiveStore {
  const { archivePositions, archivedRooms, messages, messageVersions, notices, searchEntries, setAside } = collections
  const dropOldSetAside = async (one: SetAsideClass) => {
    const reason = one === 'unwritable' ? { $eq: 'unwritable' } : { $ne: 'unwritable' }
    let bytes = 0
    let place = 0
    let lastKeptAt: number | undefined
    const newestFirst = setAside
      .find({ reason }, { projection: { _id: 0, storedAt: 1, bodyBytes: 1 } })
      .sort({ storedAt: -1 })
      .limit(limits.kept + 1)
    for await (const { storedAt, bodyBytes = 0 } of newestFirst) {
      bytes += bodyBytes
      place += 1
      if (place > limits.kept || bytes > limits.keptBytes) break
      lastKeptAt = storedAt
    }
    if (lastKeptAt !== undefined) await setAside.deleteMany({ reason, storedAt: { $lt: lastKeptAt } })
  }
  const deleteVersions = async (of: readonly Pick<Message, 'room' | 'id'>[]) => {
    if (of.length > 0) await messageVersions.deleteMany({ $or: of.map(({ room, id }) => ({ room, id })) })
  }
  /** All but the first words and the newest: of one that is edited without end. */
  const dropMiddleVersions = async (key: string) => {
    const [room, id] = key.split(' ') as [RoomId, MessageId]
    const [edge] = await messageVersions
      .find({ room, id })
      .sort({ seq: -1 })
      .skip(mostVersions - 2)
      .limit(1)
      .toArray()
    if (edge === undefined) return
    const [first] = await messageVersions.find({ room, id }).sort({ seq: 1 }).limit(1).toArray()
    if (first !== undefined) await messageVersions.deleteMany({ room, id, seq: { $gt: first.seq, $lt: edge.seq } })
  }
  /** First: should we end in between, the batch comes again, and finds the messages removed and nothing to do about them. */
  const dropVersions = async ({ changed }: ArchiveBatch) => {
    await deleteVersions(changed.filter(({ removedAt }) => removedAt !== undefined))
  }
  /** Never of one that is removed by now, whoever writes late, nor for a moment of one that goes with this batch. */
  const putVersions = async ({ versions: all = [], changed }: ArchiveBatch) => {
    const going = new Set(
      changed.flatMap(({ room, id, removedAt }) => (removedAt === undefined ? [] : `${room} ${id}`)),
    )
    const versions = all.filter(({ room, id }) => !going.has(`${room} ${id}`))
    if (versions.length > 0) {
      await messageVersions
        .insertMany(
          [...versions].map((one) => ({ ...one })),
          { ordered: false },
        )
        .catch(duplicatesOf)
    }
    for (const key of new Set(versions.map(({ room, id }) => `${room} ${id}`))) await dropMiddleVersions(key)
    const touched = [...versions, ...changed.filter(({ removedAt }) => removedAt !== undefined)]
    if (touched.length === 0) return
    const gone = await messages
      .find(
        { $or: touched.map(({ room, id }) => ({ room, id })), removedAt: { $exists: true } },
        { projection: { _id: 0, room: 1, id: 1 } },
      )
      .toArray()
    await deleteVersions(gone)
  }
  return {
    loadPosition: async (shard) => (await archivePositions.findOne({ _id: shard }))?.seq ?? 0,
    advancePosition: async (shard, fromSeq, toSeq, marks) => {
      if (toSeq < fromSeq) return false
      const place = marks === undefined ? { seq: toSeq } : { seq: toSeq, marks }
      const moved = await archivePositions.updateOne({ _id: shard, seq: fromSeq }, { $set: place })
      if (moved.matchedCount === 1) return true
      if (fromSeq !== 0) return false
      try {
        await archivePositions.insertOne({ _id: shard, ...place })
        return true
      } catch (error) {
        if (!isDuplicate(error)) throw error
        return false
      }
    },
    loadArchivedRooms: async (rooms) =>
      (await archivedRooms.find({ _id: { $in: [...rooms] } }).toArray()).map(({ state, head, spoke }) => ({
        state: buildRoomState(state),
        head,
        ...(spoke === undefined ? {} : { spoke }),
      })),
    loadMessages: async (keys) => {
      if (keys.length === 0) return []
      const idsByRoom = new Map<RoomId, MessageId[]>()
      for (const { room, id } of keys) idsByRoom.set(room, [...(idsByRoom.get(room) ?? []), id])
      const filter = { $or: [...idsByRoom].map(([room, ids]) => ({ room, id: { $in: ids } })) }
      return messages.find<Message>(filter, messageAlone).toArray()
    },
    eraseMessages: async (keys, erasedAt) => {
      const nothing = { text: '', mentions: [], attachments: [], reactions: [], removedAt: erasedAt }
      for (const { room, id } of keys) {
        const standing = { room, id, removedAt: { $exists: false } }
        await messages.updateOne(standing, {
          $set: nothing,
          $unset: { editedAt: true, pinnedAt: true, preview: true, forwarded: true, links: true },
        })
        await messageVersions.deleteMany({ room, id })
        await searchEntries.deleteOne({ room, id })
      }
      for (const room of new Set(keys.map((key) => key.room))) await refillRecent(collections, room)
    },
    writeBatch: async (batch) => {
      await dropVersions(batch)
      const winners = pickWinners([...batch.posted, ...batch.changed])
      const changed = new Set(batch.changed.map(({ room, id }) => `${room} ${id}`))
      const isChange = ({ room, id }: Message) => changed.has(`${room} ${id}`)
      const fresh = winners.filter((message) => !isChange(message))
      const lost = await insertMessages(messages, fresh)
      await replaceMessages(messages, lost)
      // A change whose message is not there (it came in the same batch, or the store was restored) is put in whole.
      const changes = winners.filter(isChange)
      const absent = await replaceMessages(messages, changes)
      await replaceMessages(messages, await insertMessages(messages, absent))
      await putVersions(batch)
      if (batch.notices.length > 0) {
        const fresh = batch.notices.map((notice) => ({ ...notice }))
        await notices.insertMany(fresh, { ordered: false }).catch(duplicatesOf)
      }
      await putArchivedRooms(collections, batch.rooms, {
        posted: lost.length === 0 ? fresh : fresh.filter((message) => !lost.includes(message)),
        changed: changes,
        doubtful: new Set([...lost, ...absent].map(({ room }) => room)),
      })

      const odd = batch.setAside
        .map(buildSafeSetAside)
        .map((entry) => ({ ...entry, body: new Binary(entry.body), bodyBytes: entry.body.byteLength }))
      if (odd.length === 0) return
      await setAside.insertMany(odd, { ordered: false }).catch(duplicatesOf)
      for (const one of new Set(odd.map(classOfSetAside))) await dropOldSetAside(one)
    },

    countSetAside: () => setAside.countDocuments(),
    loadSetAside: async (limit) => {
      const newestFirst = { storedAt: -1, shard: 1, seq: -1 } as const
      const entries = await setAside
        .find({}, { projection: { _id: 0 } })
        .sort(newestFirst)
        .limit(limit)
        .toArray()
      return entries.map(({ shard, seq, subject, reason, detail, storedAt, body }) => ({
        shard,
        seq,
        subject,
        reason,
        detail,
        storedAt,
        body: new Uint8Array(body.value()),
      }))
    },
  }
}
