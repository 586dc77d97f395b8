import { describe, expect, it } from 'vitest'
import { syncRoomSchema } from '../../common/http-contract/sync-contract.ts'
import type { UserId } from '../../common/ids.ts'
import type { Message } from '../../common/message.ts'
import { buildMessage, buildRoom, newRoom, newUser, oddTexts } from '../rigs/conformance/store-samples.ts'
import { writeListedLast, writeListedText } from '../store/listed-room.ts'
import { buildMessagePreview } from '../store/message-preview.ts'
import { buildRoomAbout } from '../store/room-about.ts'
import type { ListedRoom } from '../store/sync-store.ts'
import { writeSyncRooms } from './room-text.ts'

type Want = { readonly users: readonly UserId[]; readonly me: UserId; readonly name?: string; readonly last?: Message }

function buildListed({ users, me, name = 'Kitchen', last }: Want): ListedRoom {
  const state = buildRoom({ users, name, topic: name })
  const role = state.members.get(me)?.role ?? 'member'
  return {
    ...{ room: state.room, role, joinedSeq: 3, version: 7, head: 9, receipt: 4, unread: 2, mentions: 1 },
    ...writeListedText(buildRoomAbout(state)),
    ...writeListedLast(last && buildMessagePreview({ ...last, room: state.room })),
  }
}

const write = (rooms: readonly ListedRoom[], me: UserId) => {
  const { texts, named } = writeSyncRooms(rooms, me, ({ room }) => room.startsWith('0.'))
  // Strict: a field too many would be seen.
  return { rooms: texts.map((text) => syncRoomSchema.strict().parse(JSON.parse(text))), texts, named }
}

describe('rooms of a sync, written by hand', () => {
  it('are what the contract says, whatever people wrote', () => {
    const [me, other] = [newUser(), newUser()]
    for (const text of [...oddTexts, '"}],"head":1', '","members":[{"user":"', '\u2028\u0000\\"']) {
      const last = { ...buildMessage({ room: newRoom(), seq: 8, author: other }), text }
      const listed = buildListed({ users: [me, other], me, name: text, last })
      const { rooms, named } = write([listed], me)
      expect(rooms).toEqual([
        {
          room: {
            ...{ id: listed.room, kind: 'group', name: text, topic: text, createdAt: expect.any(Number), version: 7 },
            members: [
              { user: me, role: 'owner' },
              { user: other, role: 'admin' },
            ],
            memberCount: 2,
          },
          lastMessage: { ...last, room: listed.room, reactions: {} },
          ...{ head: 9, complete: listed.room.startsWith('0.'), receipt: 4, unread: 2, mentions: 1 },
        },
      ])
      expect(named).toEqual(new Set([me, other]))
    }
  })

  it('have me among their first members, and name who wrote last though they left', () => {
    const [me, gone] = [newUser(), newUser()]
    const users = [...Array.from({ length: 60 }, newUser), me]
    const { rooms, named } = write(
      [buildListed({ users, me, last: buildMessage({ room: newRoom(), seq: 1, author: gone }) })],
      me,
    )
    const members = rooms[0]?.room.members ?? []
    expect(members[0]).toEqual({ user: me, role: 'owner' })
    expect(members).toHaveLength(10)
    expect(named).toEqual(new Set([...members.map(({ user }) => user), gone]))
  })

  it('carry the newest words of a thousand rooms in little more than a megabyte, however long these are', () => {
    const [me, other] = [newUser(), newUser()]
    // Escaped, each of the 300 characters is six.
    const last = {
      ...buildMessage({ room: newRoom(), seq: 8, author: other, mentions: [me] }),
      text: '\u0001'.repeat(100_000),
    }
    const rooms = Array.from({ length: 1_000 }, () => buildListed({ users: [me], me, last }))
    const written = write(rooms, me)
    expect(written.texts.join().length).toBeLessThan(2_200_000)
    expect(written.rooms[0]?.lastMessage).toMatchObject({ text: '\u0001'.repeat(300), mentions: [me], isCut: true })
    const short = written.rooms.at(-1)?.lastMessage
    expect(short).toMatchObject({ text: '\u0001'.repeat(30), mentions: [], isCut: true, id: last.id, author: other })
  })
})
