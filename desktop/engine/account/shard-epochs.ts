import { appError } from '../../../common/app-error.ts'
import type { Sync } from '../../../common/http-contract/sync-contract.ts'
import type { RoomId } from '../../../common/ids.ts'
import { shardOf } from '../../../common/ids.ts'
import { err } from '../../../common/result.ts'
import type { ControlPlaneClient } from '../control-plane/control-plane-client.ts'
import type { EpochStore } from '../local-store/fact-store.ts'
import type { RoomBook } from '../sync/room-book.ts'
import { cutEntry } from '../sync/room-facts.ts'
import type { CacheWriter } from './cache-writer.ts'

/**
 * A stream that was younger than its archive was mended, or a store was restored: the shard goes on under a new epoch, and
 * what is kept of it above the fork may never have been said. It is dropped, in memory and on disk, and asked for again.
 */
export type ShardEpochs = {
  restore(): Promise<void>
  /** @returns the rooms that were cut, whose screens have to begin anew */
  apply(shards: Sync['shards']): readonly RoomId[]
  /** False where the archive has named another epoch than the one known here. */
  isKnown(room: RoomId, epoch: number | undefined): boolean
}

export type ShardEpochsOptions = {
  readonly store: EpochStore
  readonly book: RoomBook
  readonly writer: Pick<CacheWriter, 'cut'>
  readonly onFault: (cause: unknown) => void
}

export function buildShardEpochs({ store, book, writer, onFault }: ShardEpochsOptions): ShardEpochs {
  let known: Readonly<Record<string, number>> = {}

  return {
    async restore() {
      known = await store.loadEpochs()
    },
    apply(shards) {
      const rooms = book.rooms().filter((room) => {
        const shard = String(shardOf(room))
        const [before, now] = [known[shard], shards[shard]]
        if (before === undefined || now === undefined || before === now.epoch) return false
        book.change(room, (entry) => cutEntry(entry, now.forkSeq))
        writer.cut(room, now.forkSeq)
        return true
      })
      const next = Object.fromEntries(Object.entries(shards).map(([shard, { epoch }]) => [shard, epoch]))
      const isNews = Object.entries(next).some(([shard, epoch]) => known[shard] !== epoch)
      known = { ...known, ...next }
      if (isNews) store.putEpochs(known).catch(onFault)
      return rooms
    },
    isKnown: (room, epoch) => {
      const before = known[String(shardOf(room))]
      return epoch === undefined || before === undefined || before === epoch
    },
  }
}

/** Of a stream that was mended meanwhile: nothing of it is put to what is here before that is cut. */
export function ofKnownEpoch(
  client: Pick<ControlPlaneClient, 'history'>,
  isKnown: ShardEpochs['isKnown'],
): Pick<ControlPlaneClient, 'history'> {
  return {
    async history(...asked) {
      const answer = await client.history(...asked)
      return answer.ok && !isKnown(asked[0], answer.value.epoch) ? err(appError('busy')) : answer
    },
  }
}
