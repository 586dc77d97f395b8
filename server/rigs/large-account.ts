import { randomBytes } from 'node:crypto'
import { buildEventId, buildRoomId, buildUserId, type RoomId, shardOf, type UserId } from '../../common/ids.ts'
import type { Message, RoomState } from '../../common/message.ts'
import type { Store } from '../store/store-port.ts'

export type LargeAccounts = {
  readonly people: readonly UserId[]
  readonly rooms: readonly RoomId[]
  /** The last sequence of each shard. */
  readonly lastSeqs: ReadonlyMap<number, number>
}

/**
 * Puts into a store what a busy organisation has: so many people, all in the same rooms, with messages that nobody has
 * read. Straight into the store, since it is for what is read from there.
 */
export async function seedLargeAccounts(
  store: Store,
  want: {
    readonly people: number
    readonly rooms: number
    readonly messages: number
    readonly shards: number
    readonly passwordHash?: string
  },
): Promise<LargeAccounts> {
  const people = Array.from({ length: want.people }, () => buildUserId(randomBytes(32)))
  for (const [n, id] of people.entries()) {
    const row = {
      id,
      handle: `p${n}-${id}`,
      displayName: `Person ${n}`,
      passwordHash: want.passwordHash ?? 'none',
      admin: false,
    }
    await store.accounts.putUser({ ...row, createdAt: 1 })
  }
  const rooms: RoomId[] = []
  const lastSeqs = new Map<number, number>()
  for (let n = 0; n < want.rooms; n++) {
    const room = buildRoomId(n % want.shards, randomBytes(32))
    const createdSeq = (lastSeqs.get(shardOf(room)) ?? 0) + 1
    const members = new Map(
      people.map((user, index) => {
        const role = index === n % people.length ? ('owner' as const) : ('member' as const)
        return [user, { user, role, joinedSeq: createdSeq }] as const
      }),
    )
    const about = { room, roomKind: 'group', name: `Room ${n}`, topic: 'What we talk about here' } as const
    const state: RoomState = { ...about, members, createdAt: n, createdBy: people[0] as UserId, version: createdSeq }
    await store.rooms.putRoom(state, 0)
    const posted = Array.from({ length: want.messages }, (_, index): Message => {
      const seq = createdSeq + 1 + index
      const text = `Message ${index} of room ${n}, about as long as what people write to each other at work. ${room}`
      const lists = { mentions: [], attachments: [], reactions: [] }
      const author = people[(n + index) % people.length] as UserId
      const id = buildEventId(seq, randomBytes(10))
      return { id, room, seq, version: seq, author, at: 1_795_000_000_000 + seq, text, format: 'plain', ...lists }
    })
    const head = createdSeq + want.messages
    await store.archive.writeBatch({ posted, changed: [], rooms: [{ state, head }], setAside: [], notices: [] })
    lastSeqs.set(shardOf(room), head)
    rooms.push(room)
  }
  return { people, rooms, lastSeqs }
}
