import type { RoomId, UserId } from '../../common/ids.ts'
import type { Message } from '../../common/message.ts'
import type { ArchivedRoom, SetAside } from '../store/archive-store.ts'
import { StoreUnavailableError } from '../store/store-port.ts'
import type { ShardPorts } from './archiver-ports.ts'
import { listTold, resolveConcerns } from './inbox-rows.ts'
import type { RoomTally } from './judge-batch.ts'
import { judgeBatch, listTargets, messageKey } from './judge-batch.ts'
import { buildRoomCache } from './room-cache.ts'
import { buildHasteWatch } from './slow-mode.ts'
import type { DecodedMessage } from './stream-message.ts'
import { buildRefused, buildSetAside } from './stream-message.ts'
import { listFollowers } from './thread-followers.ts'

/** The lease went to another copy, or the position was moved by one: whatever we have in memory counts no more. */
export class LeadershipLostError extends Error {
  override readonly name = 'LeadershipLostError'
}

/** Too many events in a row could not be written, or one that decides rights: the fault is ours. See `fault-watch.ts`. */
export class ShardStoppedError extends Error {
  override readonly name = 'ShardStoppedError'
}

export type BatchArchiver = {
  /**
   * Returns when all of it is durable in the store; says what was new, for the announcements. Throws
   * `StoreUnavailableError`, `LeadershipLostError` and `ShardStoppedError`; the caller then starts again from the store's position.
   */
  readonly archive: (decoded: readonly DecodedMessage[]) => Promise<readonly RoomTally[]>
}

export function buildBatchArchiver(ports: ShardPorts): BatchArchiver {
  const { store, metrics, log, shard } = ports
  const cache = buildRoomCache(store.archive)
  const haste = buildHasteWatch()
  let isAnythingErased: Promise<boolean> | undefined

  async function archive(decoded: readonly DecodedMessage[]): Promise<readonly RoomTally[]> {
    try {
      return await archiveAtOnce(decoded)
    } catch (fault) {
      cache.clear()
      if (isAboutTheRun(fault) || decoded.length === 0) throw fault
      const [only] = decoded
      if (decoded.length === 1 && only !== undefined) return await setAsideUnwritable(only, fault)
      // One of them is at fault. Halving finds it in a few steps; the order stays, and what is written already is passed over.
      const middle = Math.ceil(decoded.length / 2)
      return [...(await archive(decoded.slice(0, middle))), ...(await archive(decoded.slice(middle)))]
    }
  }

  async function archiveAtOnce(decoded: readonly DecodedMessage[]): Promise<readonly RoomTally[]> {
    const rooms = await cache.load(listRooms(decoded))
    const messages = await loadTargets(decoded, rooms)
    const erased = await loadErased(decoded)
    const { batch, tallies, refusals, refused, hasty, concerns, eventCount } = judgeBatch(decoded, {
      ...{ rooms, messages, erased },
      areOwnFiles: ports.files.areOwn,
      isProvenForward: ports.isProvenForward,
    })
    if (!ports.isLeading()) throw new LeadershipLostError('the lease may have passed to another copy')
    // Noted first: should we end here, the batch is judged once more. The other way round a file would be in a message and nobody's.
    await ports.files.link(batch.posted.filter(hasFiles))
    const states = new Map(batch.rooms.map(({ state }) => [state.room, state]))
    const isMember = (room: RoomId, user: UserId) => states.get(room)?.members.has(user) === true
    const followers = await listFollowers(batch.posted, store.archive.loadMessages, isMember)
    if (followers.length > 0) await store.threads.foldMarks(followers)
    const inboxes = await resolveConcerns(concerns, batch.posted, store.archive.loadMessages)
    const [puts, drops] = [inboxes.filter(({ kind }) => kind === 'put'), inboxes.filter(({ kind }) => kind === 'drop')]
    if (puts.length > 0) await store.inbox.applyChanges(puts)
    if (batch.rooms.length > 0 || batch.setAside.length > 0) await store.archive.writeBatch(batch)
    // What they stood for is gone from the archive by now, and with that from sight: they only make room.
    if (drops.length > 0) await store.inbox.applyChanges(drops)
    await ports.noteErased([...batch.posted, ...batch.changed].filter(({ removedAt }) => removedAt !== undefined))
    await settleFiles(decoded, batch.changed, messages)
    cache.keep(batch.rooms)
    metrics.archived.inc({ shard }, eventCount)
    for (const { reason } of batch.setAside) metrics.setAside.inc({ reason })
    for (const reason of refusals) metrics.refused.inc({ reason })
    ports.faults.onWritten(eventCount)
    ports.tellAuthors(refused)
    ports.tellConcerned(listTold(inboxes, (room) => states.get(room)?.members.keys() ?? []))
    for (const { user, at } of hasty) if (haste.isTooMuch(user, at)) ports.onTooMuch(user, at)
    return tallies
  }

  /** Files go with their message. By what was said and not by what is new, since we may have ended here the last time. */
  async function settleFiles(
    decoded: readonly DecodedMessage[],
    changed: readonly Message[],
    before: ReadonlyMap<string, Message>,
  ): Promise<void> {
    const removed = decoded.flatMap((one) =>
      one.kind === 'event' && one.stored.event.kind === 'message.removed'
        ? [{ room: one.stored.room, id: one.stored.event.message }]
        : [],
    )
    // An edit may have taken the address away that a preview stood for.
    const bared = changed.filter(
      (message) => message.preview === undefined && before.get(messageKey(message.room, message.id))?.preview,
    )
    if (removed.length + bared.length === 0) return
    await ports.files.settle([...(await store.archive.loadMessages(removed)), ...bared])
  }

  async function loadTargets(
    decoded: readonly DecodedMessage[],
    rooms: ReadonlyMap<RoomId, ArchivedRoom>,
  ): Promise<Map<string, Message>> {
    const targets = listTargets(decoded, rooms)
    if (targets.length === 0) return new Map()
    const loaded = await store.archive.loadMessages(targets)
    return new Map(loaded.map((message) => [messageKey(message.room, message.id), message]))
  }

  /** Of those that are posted: after a restore, what was taken back since the backup comes by once more. */
  async function loadErased(decoded: readonly DecodedMessage[]): Promise<ReadonlySet<string>> {
    const posted = decoded.flatMap((one) =>
      one.kind === 'event' && one.stored.event.kind === 'message.posted'
        ? [{ room: one.stored.room, id: one.stored.event.id }]
        : [],
    )
    // Nearly always nothing is: that is asked once a run.
    isAnythingErased ??= store.shards.hasErased()
    if (posted.length === 0 || !(await isAnythingErased)) return new Set()
    const erased = await store.shards.loadErased(posted)
    return new Set(erased.map(({ room, id }) => messageKey(room, id)))
  }

  /** Only where the store is well: it answers, and takes the note. Otherwise the fault is its own and passes. */
  async function setAsideUnwritable(one: DecodedMessage, fault: unknown): Promise<readonly RoomTally[]> {
    await store.ping()
    const { seq } = one.raw
    const decidesRights = one.kind === 'event' && one.stored.author === 'system'
    if (!ports.faults.mayPass() || decidesRights) {
      ports.faults.onStopped(seq)
      log.error({ shard, seq, fault: nameOf(fault) }, 'the shard is stopped: what comes next cannot be written')
      throw new ShardStoppedError(`nothing is archived beyond sequence ${seq - 1}: ${nameOf(fault)}`, { cause: fault })
    }
    if (!ports.isLeading()) throw new LeadershipLostError('the lease may have passed to another copy')
    const reason = 'unwritable'
    const setAside = one.kind === 'malformed' ? one.setAside : buildSetAside(one.raw, reason, nameOf(fault))
    const tallies = await putAside(one, setAside)
    log.error({ shard, seq, fault: nameOf(fault) }, 'an event could not be written and was set aside')
    metrics.setAside.inc({ reason })
    ports.faults.onSetAside()
    const refused = buildRefused(one.raw, reason)
    if (refused !== undefined) ports.tellAuthors([refused])
    return tallies
  }

  /** With the room's head moved over it where that can be: members see the event and are told that it is refused. */
  async function putAside(one: DecodedMessage, setAside: SetAside): Promise<readonly RoomTally[]> {
    const nothing = { posted: [], changed: [], rooms: [], notices: [] }
    try {
      const room =
        one.kind === 'event' ? (await cache.load(new Set([one.stored.room]))).get(one.stored.room) : undefined
      if (room === undefined || room.head >= setAside.seq) throw new Error('no head to move')
      const moved = { ...room, head: setAside.seq }
      await store.archive.writeBatch({ ...nothing, rooms: [moved], setAside: [setAside] })
      cache.keep([moved])
      const { state, head: prevSeq } = room
      return [{ room: state.room, prevSeq, headSeq: setAside.seq, count: 1, refused: [setAside.seq] }]
    } catch (fault) {
      cache.clear()
      if (isAboutTheRun(fault)) throw fault
      await store.archive.writeBatch({ ...nothing, setAside: [setAside] })
      return []
    }
  }

  return { archive }
}

/** Nearly none has any. */
function hasFiles({ attachments, preview }: Message): boolean {
  return attachments.length > 0 || preview?.image !== undefined
}

function isAboutTheRun(fault: unknown): boolean {
  return (
    fault instanceof StoreUnavailableError || fault instanceof LeadershipLostError || fault instanceof ShardStoppedError
  )
}

function listRooms(decoded: readonly DecodedMessage[]): Set<RoomId> {
  const rooms = new Set<RoomId>()
  for (const one of decoded) if (one.kind === 'event') rooms.add(one.stored.room)
  return rooms
}

/** The kind of fault alone: a message of the database might quote what people wrote. */
function nameOf(fault: unknown): string {
  return fault instanceof Error ? fault.name : 'unknown fault'
}
