import { createHmac, hash, timingSafeEqual } from 'node:crypto'
import { z } from 'zod'
import { type RoomId, shardOf, type UserId } from '../../common/ids.ts'
import type { RoomMark } from '../store/sync-store.ts'

/** Where a client stands: each shard's epoch and archived sequence as they were before any row was read. */
export type ShardPlace = { readonly epoch: number; readonly seq: number; readonly isComplete: boolean }

/**
 * What `since` hands back. `digests`: of what no sequence tells (my place and my receipt in each room, its version), the
 * rooms in a few hundred buckets, so that one receipt brings three or four rooms again and not an eighth of all.
 */
export type SyncPlace = {
  readonly at: number
  readonly shards: ReadonlyMap<number, ShardPlace>
  readonly digests: readonly string[]
}

const macBytes = 16
const digestCharacters = 6
const mostBuckets = 256
const fewestBuckets = 16
const seqSchema = z.int().min(0)
const payloadSchema = z.tuple([
  z.literal(1),
  z.int(),
  z.array(z.tuple([seqSchema, seqSchema, seqSchema, z.literal([0, 1])])).max(1_000),
  z.string().max(mostBuckets * digestCharacters),
])

/**
 * Opaque to clients, and theirs alone: the code over it is bound to the user, so what is read back is what we wrote. A
 * cursor of a thousand rooms in eight shards has some 2,300 characters.
 * @param key the same in every copy of the server
 */
export function encodeSyncPlace(key: Buffer, user: UserId, { at, shards, digests }: SyncPlace): string {
  const places = [...shards].map(([shard, { epoch, seq, isComplete }]) => [shard, epoch, seq, isComplete ? 1 : 0])
  const payload = Buffer.from(JSON.stringify([1, at, places, digests.join('')]))
  return Buffer.concat([codeOf(key, user, payload), payload]).toString('base64url')
}

/** Undefined for one that is not ours, not the user's, or of another version: then everything is sent. */
export function parseSyncPlace(key: Buffer, user: UserId, cursor: string): SyncPlace | undefined {
  const bytes = Buffer.from(cursor, 'base64url')
  const payload = bytes.subarray(macBytes)
  // Decoding is lenient: what is not exactly as we write it is not ours.
  if (bytes.length <= macBytes || bytes.toString('base64url') !== cursor) return undefined
  if (!timingSafeEqual(bytes.subarray(0, macBytes), codeOf(key, user, payload))) return undefined
  const parsed = payloadSchema.safeParse(JSON.parse(payload.toString()))
  if (!parsed.success) return undefined
  const [, at, places, digests] = parsed.data
  return {
    at,
    shards: new Map(places.map(([shard, epoch, seq, whole]) => [shard, { epoch, seq, isComplete: whole === 1 }])),
    digests: digests.match(new RegExp(`.{${digestCharacters}}`, 'g')) ?? [],
  }
}

export function buildDigests(marks: readonly RoomMark[], bucketCount = bucketsFor(marks.length)): readonly string[] {
  const buckets = Array.from({ length: bucketCount }, () => '')
  // Marks come by room, so the same rooms make the same digest.
  for (const { room, role, joinedSeq, version, receipt } of marks) {
    buckets[bucketOf(room, bucketCount)] += `${room} ${role} ${joinedSeq} ${version} ${receipt}\n`
  }
  return buckets.map((text) => hash('sha256', text, 'base64url').slice(0, digestCharacters))
}

/** The rooms that are not as they were. */
export function selectChanged(
  place: SyncPlace,
  marks: readonly RoomMark[],
  now: ReadonlyMap<number, ShardPlace & { readonly forkSeq: number }>,
): readonly RoomMark[] {
  const bucketCount = place.digests.length
  const digests = buildDigests(marks, bucketCount)
  return marks.filter(({ room, head }) => {
    const bucket = bucketOf(room, bucketCount)
    if (digests[bucket] !== place.digests[bucket]) return true
    const shard = shardOf(room)
    const [was, is] = [place.shards.get(shard), now.get(shard)]
    if (was === undefined || is === undefined) return true
    // What was told as incomplete has to be told again once it is not.
    if (!was.isComplete && is.isComplete) return true
    // Under another epoch nothing above the fork is what it was.
    return head > (was.epoch === is.epoch ? was.seq : Math.min(was.seq, is.forkSeq)) || was.epoch !== is.epoch
  })
}

function bucketsFor(rooms: number): number {
  return Math.min(mostBuckets, Math.max(fewestBuckets, 2 ** Math.ceil(Math.log2(rooms + 1))))
}

/** Rooms' ids are random: their last letters spread them. */
function bucketOf(room: RoomId, bucketCount: number): number {
  if (bucketCount === 0) return 0
  return Number.parseInt(room.slice(-6), 36) % bucketCount
}

function codeOf(key: Buffer, user: UserId, payload: Buffer): Buffer {
  return createHmac('sha256', key).update(`${user}\n`).update(payload).digest().subarray(0, macBytes)
}
