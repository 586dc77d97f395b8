import { expect, test } from 'vitest'
import { appError } from '../../../common/app-error.ts'
import type { FollowedThread, Threads } from '../../../common/http-contract/thread-contract.ts'
import type { EventId, RoomId, UserId } from '../../../common/ids.ts'
import { err, ok } from '../../../common/result.ts'
import type { StoredEvent } from '../../../common/wire-decode.ts'
import type { ThreadView } from '../../engine-contract.ts'
import type { ThreadCalls } from '../control-plane/thread-calls.ts'
import { buildTestClock } from '../engine-test-clock.ts'
import type { StateBoard } from '../state-board.ts'
import { hearInEntry, mergeSyncRoom } from '../sync/room-steps.ts'
import { buildSyncedRoom, membersOf } from '../sync/synced-room-testbed.ts'
import { buildThreadDesk } from './thread-desk.ts'

const room = '0.aaaaaaaaaaaaaa' as RoomId
const [me, ana] = ['m', 'a'].map((letter) => letter.repeat(16)) as [UserId, UserId]
const idAt = (seq: number) => `01jd${String(seq).padStart(22, '0')}` as EventId

function startDesk(chance = 0.9) {
  const clock = buildTestClock()
  const synced = buildSyncedRoom({ id: room, members: membersOf('member', me, ana) }, { head: 0, receipt: 0 })
  let entry = mergeSyncRoom(undefined, synced, me)
  let threads: readonly FollowedThread[] = []
  let asked = 0
  let isCaughtUp = true
  let held: Promise<void> | undefined
  const shown = new Map<string, ThreadView>()
  const followed = new Map<string, unknown>()
  const show = (slice: string, key: string, value: unknown) => {
    if (slice === 'threads') shown.set(key, value as ThreadView)
    if (slice === 'followed') followed.set(key, value)
  }
  const client: Partial<ThreadCalls> = {
    thread: async () => err(appError('busy')),
    async threads() {
      asked++
      const answer = { threads: [...threads], complete: isCaughtUp } satisfies Threads
      await held
      return ok(answer)
    },
    followThread: async () => ok(undefined),
  }
  const desk = buildThreadDesk({
    ...{ deps: { clock, chance: () => chance }, me, client: client as ThreadCalls },
    ...{ book: { get: () => entry }, entries: () => [] },
    ...{ board: { put: show as StateBoard['put'] }, store: { findMessage: async () => undefined }, sayRead: () => {} },
  })
  const tell = (seq: number, event: object, author: UserId = ana) => {
    const base = { v: 1, id: idAt(seq), at: seq }
    const stored = { room, author, seq, storedAt: seq, event: { ...base, ...event } } as StoredEvent
    entry = hearInEntry(entry, stored)
    desk.hear(stored)
  }
  const hear = async (...said: Parameters<typeof tell>) => {
    tell(...said)
    await clock.advance(1_000)
  }
  const post = (seq: number, more: object = {}, author?: UserId) =>
    hear(seq, { kind: 'message.posted', text: `line ${seq}`, format: 'plain', ...more }, author)
  const remove = (seq: number, message: EventId) => hear(seq, { kind: 'message.removed', message })
  const follow = (thread: EventId | undefined) => {
    const answers = { count: 1, lastAt: 1, by: [ana] }
    threads =
      thread === undefined
        ? []
        : [{ room, thread, answers, unread: 1, forYou: [], alsoInRoom: [], readSeq: 0, lastSeq: 1 }]
  }
  const setCaughtUp = (on: boolean) => {
    isCaughtUp = on
  }
  const textsIn = (thread: EventId) => shown.get(thread)?.rows.map(({ message, state }) => `${message.text} ${state}`)
  const learn = async (unheard: Parameters<typeof desk.onUnheard>[1]) => {
    desk.onUnheard(room, unheard)
    await clock.advance(1_000)
  }
  /** The next answer waits until it is let go. */
  const hold = () => {
    let letGo = () => {}
    held = new Promise((done) => {
      letGo = () => {
        held = undefined
        done()
      }
    })
    return letGo
  }
  return {
    hold,
    followed: (thread: EventId) => followed.get(thread),
    textsIn,
    learn,
    tell,
    post,
    remove,
    follow,
    desk,
    clock,
    setCaughtUp,
    asked: () => asked,
  }
}

test('an answer to somebody’s message that is held here is nothing to ask about, and one to mine is', async () => {
  const { post, asked } = startDesk()
  await post(1)
  await post(2, {}, me)
  await post(3, { thread: idAt(1) })
  expect(asked()).toBe(0)
  await post(4, { thread: idAt(2) })
  await post(5, { thread: idAt(1), mentions: [me] })
  expect(asked()).toBe(2)
})

test('a thread on a message that is not held is asked about some times, and again where it comes to concern me', async () => {
  const { post, follow, asked } = startDesk()
  const far = idAt(900)
  for (let seq = 1; seq <= 9; seq++) await post(seq, { thread: far })
  expect(asked()).toBe(3)
  follow(far)
  await post(10, { thread: far }, me)
  for (let seq = 11; seq <= 15; seq++) await post(seq, { thread: far })
  expect(asked()).toBe(9)
})

test('what is removed elsewhere in the room is nothing to the threads that I follow', async () => {
  const { post, remove, follow, asked } = startDesk()
  await post(1)
  follow(idAt(1))
  await post(2, { thread: idAt(1), mentions: [me] })
  expect(asked()).toBe(1)
  await post(3)
  await remove(4, idAt(3))
  expect(asked()).toBe(1)
  await remove(5, idAt(2))
  expect(asked()).toBe(2)
  await remove(6, idAt(1))
  expect(asked()).toBe(3)
  // Of what is not held it is not known where it stood.
  await remove(7, idAt(800))
  expect(asked()).toBe(4)
})

test('an answer of an archive that is behind is asked for again, until it is not', async () => {
  const { post, asked, clock, setCaughtUp } = startDesk()
  await post(1, {}, me)
  setCaughtUp(false)
  await post(2, { thread: idAt(1) })
  expect(asked()).toBe(1)
  await clock.advance(2_500)
  expect(asked()).toBe(2)
  setCaughtUp(true)
  await clock.advance(2_500)
  expect(asked(), 'less and less often').toBe(2)
  await clock.advance(2_500)
  expect(asked()).toBe(3)
  await clock.advance(10_000)
  expect(asked()).toBe(3)
})

test('of all who hear the same answer each asks at another moment', async () => {
  const desks = [startDesk(0), startDesk(0.5)]
  for (const { tell, clock } of desks) {
    tell(1, { kind: 'message.posted', text: 'mine?', format: 'plain', thread: idAt(900), mentions: [me] })
    await clock.advance(400)
  }
  expect(desks.map(({ asked }) => asked())).toEqual([1, 0])
  for (const { clock } of desks) await clock.advance(600)
  expect(desks.map(({ asked }) => asked())).toEqual([1, 1])
})

test('what came by history alone stands in an open thread, is asked about, and lets those speak who came meanwhile', async () => {
  const { post, tell, learn, desk, clock, textsIn, asked } = startDesk()
  await post(1, {}, me)
  const thread = idAt(1)
  await desk.handlers['open-thread']({ kind: 'open-thread', room, thread })
  const eve = 'e'.repeat(16) as UserId
  const answer = (seq: number) => ({
    ...{ id: idAt(seq), room, seq, version: seq, author: eve, at: seq, text: `line ${seq}`, format: 'plain' as const },
    ...{ thread, mentions: [], attachments: [], reactions: [] },
  })
  const joined = { v: 1, kind: 'member.joined', id: idAt(2), at: 2, user: eve, role: 'member', by: ana } as const
  await learn({ messages: [answer(3)], notices: [{ room, seq: 2, at: 2, event: joined }] })
  expect(textsIn(thread)).toEqual(['line 3 stored'])
  expect(asked()).toBe(1)
  tell(4, { kind: 'message.posted', text: 'line 4', format: 'plain', thread }, eve)
  await clock.advance(1_000)
  expect(textsIn(thread)).toEqual(['line 3 stored', 'line 4 stored'])
  const other = { ...answer(5), thread: undefined }
  const before = asked()
  await learn({ messages: [other], notices: [] })
  expect(asked(), 'nothing of a thread').toBe(before)
})

/** What I follow is being asked for, and is answered once `answer` is called. */
async function startAsking() {
  const started = startDesk()
  const thread = idAt(1)
  await started.post(1, {}, me)
  started.follow(thread)
  const answer = started.hold()
  await started.post(2, { thread })
  expect(started.asked()).toBe(1)
  return { ...started, thread, answer }
}

test('who follows a thread, or leaves it, sees that at once, whatever is being asked', async () => {
  const { desk, clock, follow, asked, followed, thread, answer } = await startAsking()
  follow(undefined)
  const left = desk.handlers['follow-thread']({ kind: 'follow-thread', room, thread, on: false })
  await clock.advance(0)
  answer()
  await left
  expect([asked(), followed(thread)]).toEqual([2, undefined])
})

test('what is removed while it is being asked what I follow is asked about once more', async () => {
  const { remove, clock, asked, thread, answer } = await startAsking()
  await remove(3, thread)
  answer()
  await clock.advance(2_000)
  expect(asked()).toBe(2)
})
