import type { EventId } from '../../common/ids.ts'
import { streams } from '../../common/subjects.ts'
import { parseReadMark } from '../../common/wire-decode.ts'
import { mostThreadMarks, type ThreadMarks } from '../../common/wire-event.ts'
import { listThreadReads } from '../store/thread-reads.ts'
import type { ThreadMarkChange } from '../store/thread-store.ts'
import type { ShardPorts } from './archiver-ports.ts'
import { orAborted } from './or-aborted.ts'
import type { Receipt } from './pending-receipts.ts'
import { buildPendingReceipts } from './pending-receipts.ts'
import { readHeaders } from './stream-message.ts'
import { openStreamPull } from './stream-pull.ts'

const batchReceipts = 1_000
const batchBytes = 2 ** 20
const lingerMs = 50
const idleMs = 250
/** Each names many threads. */
const mostReadersInThreads = 2_000

/**
 * Takes the receipts of `READS-<shard>` into the store, folded by maximum. The stream holds the last word of each reader
 * for an hour, so each run begins with all of it and needs no position. A receipt waits until the archive has reached the
 * sequence it names, and is then cut at its room's head and kept for members only. Runs until the signal; rejects on any fault.
 */
export async function runReads(ports: ShardPorts, archivedToSeq: () => number, signal: AbortSignal): Promise<void> {
  const { metrics } = ports
  const pull = await orAborted(openStreamPull(ports.broker, streams.reads(ports.shard)), signal, (late) => late.stop())
  const pending = buildPendingReceipts()
  const inThreads = buildPendingReceipts<ThreadReceipt>(mostReadersInThreads, foldThreads)
  const stop = () => pull.stop()
  signal.addEventListener('abort', stop, { once: true })
  try {
    while (!signal.aborted) {
      const want = { messages: batchReceipts, bytes: batchBytes, lingerMs, idleMs }
      for (const message of await pull.take(want)) {
        const headers = readHeaders(() => message.headers)
        const { subject, data } = message
        const mark = headers && parseReadMark({ subject, headers, data, from: 'stream' })
        if (mark?.ok) {
          const { threads, ...receipt } = mark.value
          pending.add(receipt)
          // They may lie further than what was read of the room itself.
          if (threads !== undefined) inThreads.add({ ...receipt, threads, seq: furthestOf(threads) })
        } else metrics.receipts.inc({ outcome: 'malformed' })
      }
      await keepReceipts(ports, pending.takeUpTo(archivedToSeq()))
      await keepThreadMarks(ports, inThreads.takeUpTo(archivedToSeq()))
    }
  } catch (fault) {
    if (!signal.aborted) throw fault
  } finally {
    signal.removeEventListener('abort', stop)
    pull.stop()
  }
}

async function keepReceipts({ store, metrics, isLeading }: ShardPorts, due: readonly Receipt[]): Promise<void> {
  if (due.length === 0) return
  const rooms = await loadRoomsOf(store, due)
  const kept: Receipt[] = []
  for (const { room, user, seq } of due) {
    const archived = rooms.get(room)
    if (archived?.state.members.has(user) === true) kept.push({ room, user, seq: Math.min(seq, archived.head) })
    else metrics.receipts.inc({ outcome: 'not-a-member' })
  }
  if (kept.length === 0 || !isLeading()) return
  await store.receipts.putReceipts(kept)
  metrics.receipts.inc({ outcome: 'kept' }, kept.length)
}

async function loadRoomsOf({ archive }: ShardPorts['store'], due: readonly Receipt[]) {
  const loaded = await archive.loadArchivedRooms([...new Set(due.map(({ room }) => room))])
  return new Map(loaded.map((room) => [room.state.room, room]))
}

function furthestOf(threads: ThreadMarks): number {
  return Object.values(threads).reduce<number>((most, seq = 0) => Math.max(most, seq), 0)
}

export type ThreadReceipt = Receipt & { readonly threads: ThreadMarks }

/** Two devices of one reader may know of different threads. Of more than two could have the later one counts alone: ids can be made up. */
export function foldThreads(one: ThreadReceipt, other: ThreadReceipt): ThreadReceipt {
  const threads = { ...one.threads }
  for (const [id, seq = 0] of Object.entries(other.threads))
    threads[id as EventId] = Math.max(seq, threads[id as EventId] ?? 0)
  return Object.keys(threads).length > 2 * mostThreadMarks ? other : { ...other, threads }
}

async function keepThreadMarks({ store, isLeading }: ShardPorts, due: readonly ThreadReceipt[]): Promise<void> {
  if (due.length === 0) return
  const rooms = await loadRoomsOf(store, due)
  const kept: ThreadMarkChange[] = []
  for (const mark of due) {
    const archived = rooms.get(mark.room)
    if (archived?.state.members.has(mark.user) !== true) continue
    kept.push(...(await listThreadReads(store.threads, mark, archived.head)))
  }
  if (kept.length > 0 && isLeading()) await store.threads.foldMarks(kept)
}
