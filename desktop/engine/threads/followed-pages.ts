import type { FollowedThread } from '../../../common/http-contract/thread-contract.ts'
import type { MessageId } from '../../../common/ids.ts'
import type { Result } from '../../../common/result.ts'
import { ok } from '../../../common/result.ts'
import type { ThreadCalls } from '../control-plane/thread-calls.ts'

export type FoundThreads = { readonly threads: readonly FollowedThread[]; readonly gone: readonly MessageId[] }

/**
 * What I follow, page by page, as the server has it now. Newest answer first, so where one answer came the first page says it all,
 * unless something that is known should stand in it and does not: then, as with `isWhole`, all pages are read.
 */
export async function loadFollowed(
  ask: ThreadCalls['threads'],
  known: ReadonlyMap<MessageId, FollowedThread>,
  isWhole: boolean,
): Promise<Result<FoundThreads>> {
  const threads = new Map<MessageId, FollowedThread>()
  const lacking = (after: number) =>
    [...known.values()].filter((one) => !threads.has(one.thread) && timeOf(one) >= after).map(({ thread }) => thread)
  for (let cursor: string | undefined, readsOn = isWhole; ; ) {
    const found = await ask(cursor)
    // What came before it stands; of what else there is nothing is known.
    if (!found.ok) return threads.size === 0 ? found : ok({ threads: [...threads.values()], gone: [] })
    for (const one of found.value.threads) threads.set(one.thread, one)
    const last = found.value.threads.at(-1)
    const next = found.value.cursor
    if (next === undefined || last === undefined || next === cursor)
      return ok({ threads: [...threads.values()], gone: lacking(Number.NEGATIVE_INFINITY) })
    readsOn ||= lacking(timeOf(last)).length > 0
    if (!readsOn) return ok({ threads: [...threads.values()], gone: [] })
    cursor = next
  }
}

/** By what the server orders them. */
function timeOf({ answers, message }: FollowedThread): number {
  return answers.count > 0 ? answers.lastAt : (message?.at ?? 0)
}
