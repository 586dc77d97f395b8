import { expect, test } from 'vitest'
import { appError } from '../../../common/app-error.ts'
import type { FollowedThread } from '../../../common/http-contract/thread-contract.ts'
import type { MessageId, RoomId } from '../../../common/ids.ts'
import { err, ok } from '../../../common/result.ts'
import type { ThreadCalls } from '../control-plane/thread-calls.ts'
import { loadFollowed } from './followed-pages.ts'

const room = '0.aaaaaaaaaaaaaa' as RoomId
const one = (at: number, unread = 0): FollowedThread => ({
  ...{ room, thread: `t${at}` as MessageId, answers: { count: 1, lastAt: at, by: [] }, unread },
  ...{ forYou: [], alsoInRoom: [], readSeq: 0, lastSeq: at },
})
/** A server with so many a page, newest answer first. */
function serve(all: readonly FollowedThread[], { atOnce = 2, failsAt = Number.POSITIVE_INFINITY, behindAt = -1 } = {}) {
  const asked: (string | undefined)[] = []
  const sorted = all.toSorted((a, b) => b.answers.lastAt - a.answers.lastAt)
  const ask: ThreadCalls['threads'] = async ({ cursor }) => {
    asked.push(cursor)
    if (asked.length > failsAt) return err(appError('busy'))
    const from = Number(cursor ?? 0)
    const more = from + atOnce < sorted.length ? { cursor: String(from + atOnce) } : {}
    return ok({ threads: sorted.slice(from, from + atOnce), complete: from !== behindAt, ...more })
  }
  return { ask, asked }
}
const knownOf = (all: readonly FollowedThread[]) => new Map(all.map((each) => [each.thread, each]))
const five = [5, 4, 3, 2, 1].map((at) => one(at))
type Asked = readonly [ThreadCalls['threads'], ReadonlyMap<MessageId, FollowedThread>, boolean]
const load = (...[ask, known, isWhole]: Asked) => loadFollowed(ask, known, { isWhole, heard: [] })
const lengths = async (...asked: Asked) => {
  const found = await load(...asked)
  return found.ok ? [found.value.threads.length, found.value.gone.join()] : found.error.code
}

test('all pages are read where all is asked for, and what is in none of them is followed no longer', async () => {
  const { ask, asked } = serve(five)
  expect(await lengths(ask, knownOf([...five, one(9), one(0)]), true)).toEqual([5, 't9,t0'])
  expect(asked).toEqual([undefined, '2', '4'])
})

test('one page is enough where only its threads are others than before', async () => {
  const { ask, asked } = serve([...five, one(8)])
  expect(await lengths(ask, knownOf(five), false)).toEqual([2, ''])
  expect(asked).toHaveLength(1)
})

test('it reads on where something lacks that should stand in the first page', async () => {
  const { ask, asked } = serve(five.slice(1))
  expect(await lengths(ask, knownOf(five), false)).toEqual([4, 't5'])
  expect(asked).toHaveLength(2)
  const few = serve(five.slice(3))
  expect(await lengths(few.ask, knownOf(five), false), 'the only page is all there is').toEqual([2, 't5,t4,t3'])
})

test('where the archive is behind on any page, the whole is not complete', async () => {
  const isComplete = async (...asked: Asked) => {
    const found = await load(...asked)
    return found.ok && found.value.complete
  }
  expect(await isComplete(serve(five).ask, new Map(), true)).toBe(true)
  expect(await isComplete(serve(five, { behindAt: 2 }).ask, new Map(), true)).toBe(false)
  expect(await isComplete(serve(five, { failsAt: 1 }).ask, new Map(), true)).toBe(false)
})

test('a page that fails takes nothing away; a first one is an error', async () => {
  expect(await lengths(serve(five, { failsAt: 1 }).ask, knownOf([one(9)]), true)).toEqual([2, ''])
  expect(await lengths(serve(five, { failsAt: 0 }).ask, new Map(), true)).toBe('busy')
})
