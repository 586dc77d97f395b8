import { setTimeout as pause } from 'node:timers/promises'
import type { ApiMessage, History } from '../../common/http-contract/history-contract.ts'
import type { MessageId, RoomId } from '../../common/ids.ts'
import type { Message } from '../../common/message.ts'
import { isOnlyInThread } from '../../common/thread.ts'
import type { SystemEvent } from '../../common/wire-event.ts'
import { isSeen, type Span } from '../reach/visible-spans.ts'

/** Sequences of what is exported, both included. */
export type ExportSpan = { readonly fromSeq: number; readonly toSeq: number }

/** `depth`: 1 under the message that it hangs on. */
export type ExportedMessage = { readonly kind: 'message'; readonly message: ApiMessage; readonly depth: 0 | 1 }
export type ExportedNotice = {
  readonly kind: 'notice'
  readonly seq: number
  readonly at: number
  readonly event: SystemEvent
}
export type ExportedItem = ExportedMessage | ExportedNotice

export type FlowPorts = {
  /** What of the room the caller may see at this moment. Throws where they may see nothing of it any more. */
  readonly loadSeen: () => Promise<readonly Span[]>
  readonly loadHistory: (
    room: RoomId,
    query: { readonly after: number; readonly limit: number },
    seen: readonly Span[],
    thread?: MessageId,
  ) => Promise<History>
  readonly loadMessages: (
    keys: readonly { readonly room: RoomId; readonly id: MessageId }[],
  ) => Promise<readonly Message[]>
}

const pageMessages = 200
const shortestPauseMs = 2
const longestPauseMs = 250

/**
 * A room from its first message that is wanted to the last, a page in memory. Between two pages it waits as long as the one before
 * took, so that it never has more than half of what the server can do; and before each it is asked anew what may be seen.
 * `nested`: what hangs on a message follows it, where both are in it; else all is in the order of sequences.
 */
export async function* readRoom(
  { loadSeen, loadHistory, loadMessages }: FlowPorts,
  room: RoomId,
  { fromSeq, toSeq }: ExportSpan,
  nested: boolean,
): AsyncGenerator<readonly ExportedItem[]> {
  for await (const page of readPages()) {
    const items = mergeBySeq(page)
    if (!nested) {
      if (items.length > 0) yield items
      continue
    }
    const shownRoots = await findShownRoots(page.messages)
    let run: ExportedItem[] = []
    for (const item of items) {
      if (item.kind === 'message') {
        const { message } = item
        if (isOnlyInThread(message) && message.thread !== undefined && shownRoots.has(message.thread)) continue
        run.push(item)
        if (message.answers === undefined) continue
        yield run
        run = []
        for await (const answers of readPages(message.id)) {
          yield answers.messages.map((answer) => ({ kind: 'message', message: answer, depth: 1 }) as const)
        }
      } else run.push(item)
    }
    if (run.length > 0) yield run
  }

  async function* readPages(thread?: MessageId): AsyncGenerator<Pick<History, 'messages' | 'notices'>> {
    for (let after = fromSeq - 1; after < toSeq; ) {
      const startedAt = performance.now()
      const seen = await loadSeen()
      const page = await loadHistory(room, { after, limit: pageMessages }, seen, thread)
      const seqs = [...page.messages, ...page.notices].map(({ seq }) => seq)
      yield {
        messages: page.messages.filter(({ seq }) => seq <= toSeq),
        notices: page.notices.filter(({ seq }) => seq <= toSeq),
      }
      if (!page.hasMoreAfter || seqs.length === 0) return
      after = Math.max(...seqs)
      await pause(Math.min(Math.max(performance.now() - startedAt, shortestPauseMs), longestPauseMs))
    }
  }

  /** Of what hangs on others, those others that are in the export themselves. */
  async function findShownRoots(messages: readonly ApiMessage[]): Promise<ReadonlySet<MessageId>> {
    const ids = new Set(messages.flatMap(({ thread }) => (thread === undefined ? [] : [thread])))
    if (ids.size === 0) return new Set()
    const seen = await loadSeen()
    const roots = await loadMessages([...ids].map((id) => ({ room, id })))
    return new Set(roots.filter(({ seq }) => seq >= fromSeq && seq <= toSeq && isSeen(seen, seq)).map(({ id }) => id))
  }
}

function mergeBySeq({ messages, notices }: Pick<History, 'messages' | 'notices'>): readonly ExportedItem[] {
  const items: ExportedItem[] = [
    ...messages.map((message) => ({ kind: 'message', message, depth: 0 }) as const),
    ...notices.map((notice) => ({ kind: 'notice', ...notice }) as const),
  ]
  return items.toSorted((a, b) => seqOf(a) - seqOf(b))
}

export function seqOf(item: ExportedItem): number {
  return item.kind === 'message' ? item.message.seq : item.seq
}
export function atOf(item: ExportedItem): number {
  return item.kind === 'message' ? item.message.at : item.at
}

/**
 * The sequence from which on all was said at that time or later: by halves, since a room's sequences and times grow together.
 * `toSeq + 1`: nothing was.
 */
export async function findSeqAt(
  { loadSeen, loadHistory }: Pick<FlowPorts, 'loadSeen' | 'loadHistory'>,
  room: RoomId,
  at: number,
  toSeq: number,
): Promise<number> {
  const seen = await loadSeen()
  let [low, high] = [0, toSeq + 1]
  while (low < high) {
    const middle = Math.floor((low + high) / 2)
    const page = await loadHistory(room, { after: middle - 1, limit: 1 }, seen)
    const first = mergeBySeq(page)[0]
    if (first === undefined || seqOf(first) > toSeq || atOf(first) >= at) high = middle
    else low = seqOf(first) + 1
  }
  return low
}
