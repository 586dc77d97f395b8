import type { MessageId, RoomId } from '../../../common/ids.ts'
import type { ThreadView, TimelineRow } from '../../engine-contract.ts'
import { readSlice, useSlice } from './engine-store.ts'

type Rows = readonly TimelineRow[]
type MessageRow = Extract<TimelineRow, { readonly kind: 'message' }>

/** One look-up table a list of rows, made when it is first asked: a hundred quotes don't go through all rows each. */
const indexes = new WeakMap<Rows, ReadonlyMap<MessageId, MessageRow>>()

export function readRows(room: RoomId): Rows {
  return readSlice('timelines')[room]?.rows ?? []
}

/** What is loaded of an open room. */
export function readTimeline(room: RoomId) {
  return readSlice('timelines')[room]
}

/** What is loaded of an open thread. */
export function readAnswers(thread: MessageId): Rows {
  return readSlice('threads')[thread]?.rows ?? []
}

export function useThread(thread: MessageId) {
  return useSlice('threads', (threads) => threads[thread])
}

export function readMessage(room: RoomId, message: MessageId): MessageRow | undefined {
  return findMessage(readRows(room), message)
}

/** The message where it is loaded; only a change of that very message wakes whoever asks. */
export function useMessage(room: RoomId, message: MessageId | undefined): MessageRow['message'] | undefined {
  const inRoom = useSlice('timelines', (timelines) => message && findMessage(timelines[room]?.rows, message)?.message)
  const inThread = useSlice('threads', (threads) => message && findInThreads(threads, message))
  return inRoom ?? inThread
}

/** The same with how far it has come. */
export function useMessageRow(room: RoomId, message: MessageId): MessageRow | undefined {
  const inRoom = useSlice('timelines', (timelines) => findMessage(timelines[room]?.rows, message))
  const inThread = useSlice('threads', (threads) => findRowInThreads(threads, message))
  return inRoom ?? inThread
}

function findMessage(rows: Rows | undefined, message: MessageId): MessageRow | undefined {
  if (rows === undefined) return undefined
  let index = indexes.get(rows)
  if (index === undefined) {
    index = new Map(rows.flatMap((row) => (row.kind === 'message' ? [[row.message.id, row]] : [])))
    indexes.set(rows, index)
  }
  return index.get(message)
}

function findInThreads(threads: Readonly<Record<MessageId, ThreadView>>, message: MessageId) {
  return findRowInThreads(threads, message)?.message
}

function findRowInThreads(threads: Readonly<Record<MessageId, ThreadView>>, message: MessageId) {
  for (const { root, rows } of Object.values(threads)) {
    const found = root?.message.id === message ? root : findMessage(rows, message)
    if (found !== undefined) return found
  }
  return undefined
}
