import { type RoomId, shardOf } from '../../common/ids.ts'
import type { Result } from '../../common/result.ts'
import type { ArchivedPlace, StreamTrust } from './stream-trust.ts'

/** What is known of a shard's past, whoever asks: a client that comes from another epoch drops what it has above the fork. */
export type ShardStanding = {
  readonly epoch: number
  readonly forkSeq: number
  /** Sequences, both included, that neither stream nor archive has any more. */
  readonly gaps: readonly {
    readonly fromSeq: number
    readonly toSeq: number
    readonly confirmedAt?: number | undefined
  }[]
}

/** As the store has it. */
type ShardRow = {
  readonly shard: number
  readonly state: ShardStanding & { readonly repair?: { readonly step: string } | undefined }
}

export type ShardTrustPorts = {
  readonly loadShards: () => Promise<readonly ShardRow[]>
  /** Of every shard that has one. */
  readonly loadPlaces: () => Promise<ReadonlyMap<number, ArchivedPlace>>
  readonly loadStreamTrust: (shard: number, place: ArchivedPlace) => Promise<Result<StreamTrust>>
  /** Rises whenever the connection to the broker breaks: the one that comes back may have another past. */
  readonly countBreaks: () => number
  readonly now?: () => number
}

export type ShardTrust = {
  readonly load: (shard: number) => Promise<ShardStanding>
  /**
   * Whether what the archive and the stream say of each other may be told: not while the shard is mended, nor before this
   * process has compared the two a moment ago, nor while rooms wait for an administrator. Rejects with
   * `StoreUnavailableError`.
   */
  readonly isTrusted: (shard: number) => Promise<boolean>
  /**
   * Those for which credentials are issued. Where a gap waits for an administrator, somebody may have been taken out of
   * a room in it; whoever was let in before keeps the credential they have.
   */
  readonly keepIssued: <Room extends { readonly room: RoomId }>(rooms: readonly Room[]) => Promise<readonly Room[]>
}

const freshMs = 250
/**
 * Of a cluster other servers may come back with another past, while the connection to ours goes on. Once a second is two
 * small questions a shard, of those that are asked for at all.
 */
const verifiedForMs = 1_000
const isOpen = ({ confirmedAt }: ShardStanding['gaps'][number]) => confirmedAt === undefined
const untouched: ShardRow['state'] = { epoch: 0, forkSeq: 0, gaps: [] }

export function buildShardTrust(ports: ShardTrustPorts): ShardTrust {
  const now = ports.now ?? Date.now
  const verified = new Map<number, { readonly of: string; readonly at: number }>()
  const comparing = new Map<string, Promise<boolean>>()
  const loadRows = askOnce(
    async () => new Map((await ports.loadShards()).map(({ shard, state }) => [shard, state])),
    now,
  )
  // Read before the streams: a place that is a little old is one that they have passed.
  const loadPlaces = askOnce(ports.loadPlaces, now)
  const load = async (shard: number) => (await loadRows()).get(shard) ?? untouched

  /** Whoever comes while it is under way shares it: it says what was so after they came, or a moment before. */
  const compare = async (shard: number, of: string): Promise<boolean> => {
    const at = now()
    try {
      const place = (await loadPlaces()).get(shard) ?? { seq: 0, marks: [] }
      const trust = await ports.loadStreamTrust(shard, place)
      if (!trust.ok || trust.value.kind === 'younger' || trust.value.fenced) return false
      verified.set(shard, { of, at })
      return true
    } finally {
      comparing.delete(of)
    }
  }

  return {
    load,
    keepIssued: async (rooms) => {
      const all = await loadRows()
      return rooms.filter(({ room }) => all.get(shardOf(room))?.gaps.some(isOpen) !== true)
    },
    isTrusted: async (shard) => {
      const { repair, epoch, gaps } = await load(shard)
      if (repair !== undefined && repair.step !== 'opened') return false
      if (gaps.some(isOpen)) return false
      const of = `${shard} ${ports.countBreaks()} ${epoch}`
      const last = verified.get(shard)
      if (last?.of === of && now() - last.at < verifiedForMs) return true
      const mine = comparing.get(of) ?? compare(shard, of)
      comparing.set(of, mine)
      return mine
    },
  }
}

/** One question for all shards, however many ask, and for a moment afterwards. */
function askOnce<T>(ask: () => Promise<T>, now: () => number): () => Promise<T> {
  let last: { readonly at: number; readonly answer: Promise<T> } | undefined
  return () => {
    if (last !== undefined && now() - last.at < freshMs) return last.answer
    const answer = ask()
    last = { at: now(), answer }
    // A fault is not kept: whoever comes next asks again.
    answer.catch(() => {
      last = undefined
    })
    return answer
  }
}
