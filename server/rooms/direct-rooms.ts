import { randomBytes, randomInt } from 'node:crypto'
import { buildRoomId, idRandomBytes, type RoomId, type UserId } from '../../common/ids.ts'
import type { RoomState } from '../../common/message.ts'
import type { Result } from '../../common/result.ts'
import { ok } from '../../common/result.ts'
import type { RoomStore } from '../store/room-store.ts'
import type { RoomChanger } from './room-changer.ts'
import type { RoomFact } from './room-rights.ts'

/** The rooms of two, as far as the two decide about them: `server/contacts/` says what is to stand there. */
export type DirectRooms = {
  readonly newId: () => RoomId
  /** Brings the room to how the two stand: made where it is missing and they are contacts. Harmless to repeat. */
  readonly settle: (want: {
    readonly room: RoomId
    readonly users: readonly [UserId, UserId]
    /** Absent: they are contacts. */
    readonly ended: 'listen' | 'hear' | undefined
  }) => Promise<Result<void>>
}

export type DirectRoomsDependencies = {
  readonly changer: Pick<RoomChanger, 'create' | 'change'>
  readonly rooms: Pick<RoomStore, 'loadRoom'>
  readonly shards: number
}

export function buildDirectRooms({ changer, rooms, shards }: DirectRoomsDependencies): DirectRooms {
  return {
    newId: () => buildRoomId(randomInt(shards), randomBytes(idRandomBytes)),
    settle: async ({ room, users, ended }) => {
      if ((await rooms.loadRoom(room)) === undefined) {
        // Two who are no contacts have nothing to say to each other there.
        if (ended !== undefined) return ok(undefined)
        const [by] = users
        const members = users.map((user) => ({ user, role: 'member' as const }))
        const fact: RoomFact = { kind: 'room.created', by, roomKind: 'direct', name: '', members }
        const created = await changer.create(room, fact)
        // Somebody else made it a moment ago: there is one room for the two, whoever asks.
        if (!created.ok && created.error.code !== 'room-changed') return created
      }
      const changed = await changer.change(room, (state) => ok(judgeEnd(state, ended)))
      return changed.ok ? ok(undefined) : changed
    },
  }
}

function judgeEnd(state: RoomState, ended: 'listen' | 'hear' | undefined): RoomFact | undefined {
  if (state.limits?.ended === ended) return undefined
  return ended === undefined ? { kind: 'contact.restored' } : { kind: 'contact.ended', reach: ended }
}
