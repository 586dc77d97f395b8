import { expect, test } from 'vitest'
import type { UserId } from '../../common/ids.ts'
import type { Message, RoomMember } from '../../common/message.ts'
import type { StoredEvent } from '../../common/wire-decode.ts'
import { buildMessage, newRoom, newUser } from '../rigs/conformance/store-samples.ts'
import { listConcerns, listTold, resolveConcerns } from './inbox-rows.ts'

const room = newRoom()
const [ana, ben, stranger] = [newUser(), newUser(), newUser()]
const memberOf = (user: UserId): [UserId, RoomMember] => [user, { user, role: 'member', joinedSeq: 1 }]
const both = new Map([ana, ben].map(memberOf))
const root = buildMessage({ room, seq: 4, author: ana })

async function toldOf(message: Message, members = both) {
  const { id, seq, author, at } = message
  const event = { v: 1, kind: 'message.posted', id, at, text: '', format: 'plain' } as StoredEvent['event']
  const concerns = listConcerns({ event, author, seq, storedAt: at }, undefined, message, { members })
  const changes = await resolveConcerns(concerns, [message], async () => [root])
  return listTold(changes, () => [ana, ben])
}

test('an answer concerns whose message it answers, and nobody where that is their own or they have left', async () => {
  const answerBy = (author: UserId) => buildMessage({ room, seq: 9, author, replyTo: root.id })
  expect(await toldOf(answerBy(ben))).toEqual([ana])
  expect(await toldOf(answerBy(ana))).toEqual([])
  expect(await toldOf(answerBy(ben), new Map([memberOf(ben)]))).toEqual([])
})

test('a message concerns whom it names, once each, and neither its author nor anybody from outside', async () => {
  const naming = (...mentions: Message['mentions']) => buildMessage({ room, seq: 9, author: ben, mentions })
  expect(await toldOf(naming(ana, ben, stranger, ana))).toEqual([ana])
  expect(await toldOf(naming('room'))).toEqual([ana, ben])
  expect(await toldOf(buildMessage({ room, seq: 9, author: ben }))).toEqual([])
})
