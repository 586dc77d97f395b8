import { z } from 'zod'
import type { MessageId, RoomId } from '../../common/ids.ts'

/** The stream's own time, in ms, of an event that was archived: by it a stream is known again. */
export type PositionMark = { readonly seq: number; readonly at: number }

/** How far a shard is archived, with marks at recent ends of batches, oldest first. */
export type ShardPlace = { readonly seq: number; readonly marks: readonly PositionMark[] }

/**
 * A repair under way. Its steps, in order: the stream takes nothing more (`fenced`), what it has and the archive lacks is
 * known (`measured`), stands in the rescue stream too (`rescued`), the stream begins anew above the archive (`purged`),
 * all rescued is back (`opened`: nobody is fenced any more, the rescue stream is still to go).
 */
export const repairSteps = ['fenced', 'measured', 'rescued', 'purged', 'opened'] as const

const seqSchema = z.int().min(0)
const repairSchema = z.object({
  id: z.string(),
  step: z.enum(repairSteps),
  startedAt: z.int(),
  /** Known from `measured` on. The newest sequence on which stream and archive agree. */
  forkSeq: seqSchema.optional(),
  /** The stream's last one before it was purged. */
  lastSeq: seqSchema.optional(),
  /** The first sequence the stream gives out afterwards: above its own and the archive's. */
  resumeSeq: seqSchema.optional(),
  /** How many events stand between fork and last. */
  rescueCount: seqSchema.optional(),
})
const gapSchema = z.object({
  fromSeq: seqSchema,
  toSeq: seqSchema,
  foundAt: z.int(),
  /** When an administrator confirmed the members of its rooms; until then they issue no new credentials. */
  confirmedAt: z.int().optional(),
})
const stateSchema = z.object({
  epoch: seqSchema,
  forkSeq: seqSchema,
  repair: repairSchema.optional(),
  /** The id of the repair that ended last: of its rescue stream nothing is needed any more. */
  endedRepair: z.string().optional(),
  /** Up to here the stream holds what a repair has put back, in one go and at its own pace: no flood of its authors. */
  putBackTo: seqSchema.optional(),
  gaps: z.array(gapSchema),
  backupSeq: seqSchema.optional(),
})

export type ShardRepair = z.output<typeof repairSchema>
/** Sequences, both included, that were archived once and now are in neither stream nor archive. */
export type ShardGap = z.output<typeof gapSchema>
/** `epoch` rises when the shard's past was changed, `forkSeq` is the sequence up to which it was not. */
export type ShardState = z.output<typeof stateSchema>
/** `turn` rises with each change: what a compare-and-set compares; 0 where nothing was ever written. */
export type ShardRow = { readonly shard: number; readonly turn: number; readonly state: ShardState }

export const untouchedShard: ShardState = { epoch: 0, forkSeq: 0, gaps: [] }

/** A row that a later version wrote may have more; one that cannot be read is a bug and throws. */
export function parseShardState(value: unknown): ShardState {
  return stateSchema.parse(value)
}

/** What was erased, or has passed its retention: all that is left of it, so that no copy of it comes back. */
export type ErasedMessage = { readonly room: RoomId; readonly id: MessageId; readonly seq: number }

/**
 * What a shard's stream and archive know of each other: how far, since when, and whether their pasts agree. Port; adapters
 * in `sqlite/` and `mongo/`, one conformance suite.
 */
export type ShardStore = {
  /** 0 and no marks at first. */
  readonly loadPlace: (shard: number) => Promise<ShardPlace>
  /** Of every shard that has one. */
  readonly loadPlaces: () => Promise<ReadonlyMap<number, ShardPlace>>
  /** Of a shard nobody has written about: `untouchedShard` with turn 0. */
  readonly loadShard: (shard: number) => Promise<ShardRow>
  /** Those that were written, by shard. */
  readonly loadShards: () => Promise<readonly ShardRow[]>
  /** Compare-and-set on the row's `turn`; false where another was first. */
  readonly putShard: (row: ShardRow) => Promise<boolean>

  readonly hasErased: () => Promise<boolean>
  readonly putErased: (erased: readonly ErasedMessage[]) => Promise<void>
  /** Those of the keys that were erased. */
  readonly loadErased: (
    keys: readonly { readonly room: RoomId; readonly id: MessageId }[],
  ) => Promise<readonly ErasedMessage[]>
}
