import type { FollowedThread } from '../../../common/http-contract/thread-contract.ts'
import type { MessageId, RoomId } from '../../../common/ids.ts'
import type { Result } from '../../../common/result.ts'
import { ok } from '../../../common/result.ts'
import type { ThreadCalls } from '../control-plane/thread-calls.ts'

/** `complete`: nothing was said of late that the answer may lack. */
export type FoundThreads = {
  readonly threads: readonly FollowedThread[]
  readonly gone: readonly MessageId[]
  readonly complete: boolean
}

/**
 * What I follow, page by page, as the server has it now. Newest answer first, so where one answer came the first page says it all,
 * unless something that is known should stand in it and does not: then, as with `isWhole`, all pages are read.
 */
export async function loadFollowed(
  ask: ThreadCalls['threads'],
  known: ReadonlyMap<MessageId, FollowedThread>,
  { isWhole, heard }: { readonly isWhole: boolean; readonly heard: readonly RoomId[] },
): Promise<Result<FoundThreads>> {
  const threads = new Map<MessageId, FollowedThread>()
  const lacking = (after: number) =>
    [...known.values()].filter((one) => !threads.has(one.thread) && timeOf(one) >= after).map(({ thread }) => thread)
  const found = (gone: readonly MessageId[], complete: boolean) =>
    ok({ threads: [...threads.values()], gone, complete })
  for (let cursor: string | undefined, readsOn = isWhole, complete = true; ; ) {
    const page = await ask({ cursor, heard: cursor === undefined ? heard : [] })
    // What came before it stands; of what else there is nothing is known.
    if (!page.ok) return threads.size === 0 ? page : found([], false)
    for (const one of page.value.threads) threads.set(one.thread, one)
    complete &&= page.value.complete
    const last = page.value.threads.at(-1)
    const next = page.value.cursor
    if (next === undefined || last === undefined || next === cursor)
      return found(lacking(Number.NEGATIVE_INFINITY), complete)
    readsOn ||= lacking(timeOf(last)).length > 0
    if (!readsOn) return found([], complete)
    cursor = next
  }
}

/** By what the server orders them. */
function timeOf({ answers, message }: FollowedThread): number {
  return answers.count > 0 ? answers.lastAt : (message?.at ?? 0)
}
