import type { RoomId } from '../../../common/ids.ts'
import { decodeRecords, fieldOf, keptMessageSchema } from './kept-records.ts'
import type { TableReader, TableWriter, TimelineTables } from './timeline-tables.ts'
import { everything } from './timeline-tables.ts'
import { buildBlocks, decodeBlocks } from './word-blocks.ts'
import { buildReady, type ReadyBlock } from './word-scan.ts'

/**
 * Blocks of words as they are on disk, held in memory while somebody searches: reading them takes many times as long as
 * looking through them. Whatever is written goes through `tables` of this memory, which follows it once it is on disk. A room
 * whose words change while they are read is not held that time, so that what is held is never older than the disk.
 */
export type WordMemory = {
  readonly tables: TimelineTables
  /** All blocks of these rooms, made from the messages where an older version left none or one cannot be read. */
  load(rooms: readonly RoomId[]): Promise<readonly ReadyBlock[]>
  /** Nothing is held any more, until somebody searches again. */
  forget(): void
  heldBytes(): number
}

type Limits = { readonly mostBytes: number; readonly idleMs: number }
type Change =
  | { readonly kind: 'put'; readonly room: RoomId; readonly record: object }
  | { readonly kind: 'removed'; readonly room: RoomId; readonly from: number; readonly to: number }

/** A room that has no place any more is read each time. The engine and a page are to do with 250 MB together. */
const usualLimits: Limits = { mostBytes: 32 * 2 ** 20, idleMs: 120_000 }
const roomsAtOnce = 16
const blocksAtOnce = 16
const messagesAtOnce = 256

export function rememberWords(tables: TimelineTables, { mostBytes, idleMs }: Limits = usualLimits): WordMemory {
  const held = new Map<RoomId, readonly ReadyBlock[]>()
  /** How often the words of a room were changed, or were about to be. */
  const changed = new Map<RoomId, number>()
  let bytes = 0
  let timer: ReturnType<typeof setTimeout> | undefined
  /** Counts how often all was forgotten. */
  let forgotten = 0

  function hold(room: RoomId, blocks: readonly ReadyBlock[] | undefined): void {
    bytes -= weigh(held.get(room) ?? [])
    held.delete(room)
    if (blocks === undefined || bytes + weigh(blocks) > mostBytes) return
    bytes += weigh(blocks)
    held.set(room, blocks)
  }

  function forget(): void {
    clearTimeout(timer)
    timer = undefined
    held.clear()
    bytes = 0
    forgotten++
  }

  function noteChange(room: RoomId): void {
    changed.set(room, (changed.get(room) ?? 0) + 1)
  }

  function write(...[job, settled]: Parameters<TimelineTables['write']>): Promise<void> {
    const changes: Change[] = []
    const note = (change: Change) => {
      noteChange(change.room)
      changes.push(change)
    }
    return tables
      .write((writer) => job(listenTo(writer, note)), settled)
      .then(
        () => follow(changes),
        (cause: unknown) => {
          // Where it failed half way nobody says what stands.
          for (const { room } of changes) drop(room)
          throw cause
        },
      )
  }

  function drop(room: RoomId): void {
    noteChange(room)
    hold(room, undefined)
  }

  function follow(changes: readonly Change[]): void {
    for (const room of new Set(changes.map((change) => change.room))) {
      noteChange(room)
      // Nobody searches: there is nothing to follow with.
      if (timer === undefined) continue
      const ofRoom = changes.filter((change) => change.room === room)
      const blocks = ofRoom.reduce<readonly ReadyBlock[] | undefined>(followChange, held.get(room))
      // Of none it is not known whether there is nothing, or whether they are to be made from the messages.
      hold(room, blocks?.length === 0 ? undefined : blocks)
    }
  }

  async function readRooms(rooms: readonly RoomId[]): Promise<readonly ReadyBlock[]> {
    const before = { forgotten, changed: new Map(rooms.map((room) => [room, changed.get(room)])) }
    const read = await tables.read((reader) =>
      Promise.all(rooms.map(async (room) => [room, await readRoom(reader, room)] as const)),
    )
    const all: ReadyBlock[] = []
    for (const [room, blocks] of read) {
      if (blocks !== undefined && before.forgotten === forgotten && before.changed.get(room) === changed.get(room))
        hold(room, blocks)
      all.push(...(blocks ?? (await makeWords(room))))
    }
    return all
  }

  /** Goes through `write`, which holds what was made. */
  async function makeWords(room: RoomId): Promise<readonly ReadyBlock[]> {
    const made: ReadyBlock[] = []
    await write(async (writer) => {
      writer.remove('words', room, everything)
      for (let from = 0; ; ) {
        const records = await writer.range('messages', room, { from, to: everything.to, limit: messagesAtOnce })
        const blocks = records.length === 0 ? [] : buildBlocks(room, from, decodeRecords(keptMessageSchema, records))
        for (const block of blocks) writer.put('words', block)
        made.push(...blocks.map(buildReady))
        const last = Number(fieldOf(records.at(-1), 'seq'))
        if (records.length < messagesAtOnce || Number.isNaN(last)) return
        from = last + 1
      }
    })
    return made
  }

  return {
    tables: { read: tables.read, write },
    async load(rooms) {
      clearTimeout(timer)
      timer = setTimeout(forget, idleMs)
      const blocks: ReadyBlock[] = []
      const missing: RoomId[] = []
      for (const room of rooms) {
        const ready = held.get(room)
        if (ready === undefined) missing.push(room)
        else blocks.push(...ready)
      }
      for (let at = 0; at < missing.length; at += roomsAtOnce)
        blocks.push(...(await readRooms(missing.slice(at, at + roomsAtOnce))))
      return blocks
    },
    forget,
    heldBytes: () => bytes,
  }
}

/** Undefined where they have to be made. */
async function readRoom(reader: TableReader, room: RoomId): Promise<readonly ReadyBlock[] | undefined> {
  const ready: ReadyBlock[] = []
  for (let from = 0; ; ) {
    const records = await reader.range('words', room, { from, to: everything.to, limit: blocksAtOnce })
    const blocks = decodeBlocks(records)
    if (blocks.length < records.length) return undefined
    ready.push(...blocks.map(buildReady))
    const last = blocks.at(-1)
    if (records.length < blocksAtOnce || last === undefined) break
    from = last.from + 1
  }
  if (ready.length > 0) return ready
  const messages = await reader.range('messages', room, { ...everything, limit: 1 })
  return messages.length === 0 ? [] : undefined
}

function listenTo(writer: TableWriter, note: (change: Change) => void): TableWriter {
  return {
    ...writer,
    put(table, record) {
      if (table === 'words' && 'room' in record) note({ kind: 'put', room: record.room as RoomId, record })
      writer.put(table, record)
    },
    remove(table, room, bounds) {
      if (table === 'words') note({ kind: 'removed', room, ...bounds })
      writer.remove(table, room, bounds)
    },
  }
}

/** Undefined: it is not known what the room has. */
function followChange(blocks: readonly ReadyBlock[] | undefined, change: Change): readonly ReadyBlock[] | undefined {
  if (change.kind === 'removed') {
    const { from, to } = change
    if (from <= everything.from && to >= everything.to) return []
    return blocks?.filter(({ block }) => block.from < from || block.from > to)
  }
  const [put] = decodeBlocks([change.record])
  if (put === undefined || blocks === undefined) return undefined
  return [...blocks.filter(({ block }) => block.from !== put.from), buildReady(put)]
}

function weigh(blocks: readonly ReadyBlock[]): number {
  return blocks.reduce((sum, one) => sum + one.bytes, 0)
}
