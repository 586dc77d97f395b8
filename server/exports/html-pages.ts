import type { MessageId } from '../../common/ids.ts'
import type { Message } from '../../common/message.ts'
import { isOnlyInThread } from '../../common/thread.ts'

/**
 * On which page a message stands, by what is known of the pages that were begun: where each begins in the room, and which answers
 * stand on a later page than what they hang on. So no message is remembered, however many there are.
 */
export type PageBook = {
  /** Another page. */
  readonly turn: () => number
  /** That item comes next; `root`: it is an answer, and hangs on that message. */
  readonly note: (seq: number, root?: MessageId) => void
  /** Undefined: on none, as far as is known. `root`: what it hangs on, where whoever asks knows it. */
  readonly pageOf: (message: Place, root?: Pick<Message, 'id' | 'seq'>) => number | undefined
}
type Place = Pick<Message, 'seq' | 'thread' | 'replyTo'>

export function buildPageBook(): PageBook {
  const starts: { readonly seq: number; readonly page: number }[] = []
  const splits: { readonly root: MessageId; readonly seq: number; readonly page: number }[] = []
  let page = 0
  let isFresh = false
  const pageAt = (seq: number) => {
    let [low, high] = [0, starts.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if ((starts[middle]?.seq ?? 0) <= seq) low = middle + 1
      else high = middle
    }
    return starts[low - 1]?.page
  }
  return {
    turn: () => {
      isFresh = true
      page++
      return page
    },
    note: (seq, root) => {
      if (root === undefined && starts.at(-1)?.page !== page) starts.push({ seq, page })
      if (root !== undefined && isFresh) splits.push({ root, seq, page })
      isFresh = false
    },
    pageOf: (message, root) => {
      if (!isOnlyInThread(message)) return pageAt(message.seq)
      if (root === undefined) return undefined
      return splits.findLast((split) => split.root === root.id && split.seq <= message.seq)?.page ?? pageAt(root.seq)
    },
  }
}
