import { expect, test } from 'vitest'
import type { UserId } from '../../common/ids.ts'
import { buildMessage, newEvent, newRoom, newUser } from '../rigs/conformance/store-samples.ts'
import { listFollowers } from './thread-followers.ts'

const room = newRoom()
const [ana, ben, eve, stranger] = [newUser(), newUser(), newUser(), newUser()]
const members: ReadonlySet<UserId> = new Set([ana, ben, eve])
const isMember = (_: unknown, user: UserId) => members.has(user)
const root = buildMessage({ room, seq: 4, author: ana })
const answer = buildMessage({ room, seq: 9, author: ben, thread: root.id, mentions: [eve, stranger, 'room'] })

test('a thread is followed by whoever answers, is named, or wrote what it hangs on, and by nobody from outside', async () => {
  const mark = { room, thread: root.id }
  expect(await listFollowers([answer], async () => [root], isMember)).toEqual([
    { ...mark, user: ben, fromSeq: 9, followSeq: 9 },
    { ...mark, user: eve, fromSeq: 8, followSeq: 9 },
    // From when they wrote it: who has left it since is not brought back by each answer.
    { ...mark, user: ana, fromSeq: 4, followSeq: 4 },
  ])
  const left = (_: unknown, user: UserId) => user === ben
  expect(await listFollowers([answer], async () => [root], left)).toMatchObject([{ user: ben }])
  const loose = { ...answer, thread: newEvent(), mentions: [] }
  expect(await listFollowers([loose, root], async () => [], isMember)).toMatchObject([{ user: ben }])
})
