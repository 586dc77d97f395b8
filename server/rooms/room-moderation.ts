import { z } from 'zod'
import { appError } from '../../common/app-error.ts'
import { isLeader } from '../../common/credential-scope.ts'
import { userIdSchema } from '../../common/id-schemas.ts'
import type { MessageId, RoomId, UserId } from '../../common/ids.ts'
import type { Result } from '../../common/result.ts'
import { err, ok } from '../../common/result.ts'
import type { ArchiveStore } from '../store/archive-store.ts'
import { buildRecordBook } from '../store/record-book.ts'
import type { RecordStore } from '../store/record-store.ts'
import type { RoomStore } from '../store/room-store.ts'
import type { RoomService } from './room-service.ts'

/** Why somebody is banned, for those who may lift it. That they are is an event of the room, and says no reason. */
const banNoteSchema = z.object({ by: userIdSchema, reason: z.string().optional() })
export type Ban = { readonly user: UserId; readonly by?: UserId; readonly at?: number; readonly reason?: string }

export type RoomModeration = {
  readonly ban: (caller: UserId, room: RoomId, user: UserId, reason: string | undefined) => Promise<Result<void>>
  readonly unban: (caller: UserId, room: RoomId, user: UserId) => Promise<Result<void>>
  readonly listBans: (caller: UserId, room: RoomId) => Promise<Result<readonly Ban[]>>
  /** The author's own always; of others by owners and admins. */
  readonly removeMessage: (caller: UserId, room: RoomId, message: MessageId) => Promise<Result<void>>
  /** Why they banned others, in their words; how often they did. */
  readonly forgetReasons: (by: UserId) => Promise<number>
}

export type RoomModerationDependencies = {
  readonly records: RecordStore
  readonly rooms: Pick<RoomStore, 'loadRoom'>
  readonly archive: Pick<ArchiveStore, 'loadMessages'>
  readonly change: RoomService['change']
  readonly load: RoomService['load']
  readonly userExists: (user: UserId) => Promise<boolean>
  /** Waits, a second at most, until the archive has what was said so far. */
  readonly catchUp: (room: RoomId) => Promise<void>
  readonly now: () => number
}

export function buildRoomModeration(deps: RoomModerationDependencies): RoomModeration {
  const book = buildRecordBook(deps.records, 'ban', banNoteSchema, deps.now)
  const keyOf = (room: RoomId, user: UserId) => `${room} ${user}`

  return {
    ban: async (caller, room, user, reason) => {
      const seen = await deps.load(caller, room)
      if (!seen.ok) return seen
      if (!isLeader(seen.value.members.get(caller)?.role)) return err(appError('not-allowed'))
      if (!(await deps.userExists(user))) return err(appError('user-unknown'))
      const note = { by: caller, ...(reason === undefined || reason === '' ? {} : { reason }) }
      const noted = await book.change(keyOf(room, user), () => ok({ detail: note, owners: [room, caller] }))
      if (!noted.ok) return noted
      const banned = await deps.change(caller, room, { kind: 'ban', user })
      return banned.ok ? ok(undefined) : banned
    },
    unban: async (caller, room, user) => {
      const changed = await deps.change(caller, room, { kind: 'unban', user })
      if (!changed.ok) return changed
      const forgotten = await book.change(keyOf(room, user), () => ok('remove'))
      return forgotten.ok ? ok(undefined) : forgotten
    },
    listBans: async (caller, room) => {
      const seen = await deps.load(caller, room)
      if (!seen.ok) return seen
      if (!isLeader(seen.value.members.get(caller)?.role)) return err(appError('not-allowed'))
      const notes = new Map((await book.listAll(room)).map((entry) => [entry.id, entry]))
      return ok(
        (seen.value.bans ?? []).map((user) => {
          const note = notes.get(keyOf(room, user))
          return note === undefined ? { user } : { user, at: note.at, ...withoutEmpty(note.detail) }
        }),
      )
    },
    forgetReasons: async (by) => {
      const mine = (await book.listAll(by)).filter(({ detail }) => detail.by === by && detail.reason !== undefined)
      for (const { id } of mine) {
        await book.change(id, (before) => {
          if (before?.detail.by !== by) return ok(undefined)
          return ok({ detail: { by }, owners: before.owners.filter((owner) => owner !== by) })
        })
      }
      return mine.length
    },
    removeMessage: async (caller, room, message) => {
      const unknown = err(appError('message-unknown'))
      const find = async () => (await deps.archive.loadMessages([{ room, id: message }]))[0]
      let found = await find()
      if (found === undefined && (await deps.rooms.loadRoom(room)) !== undefined) {
        await deps.catchUp(room)
        found = await find()
      }
      if (found === undefined) return unknown
      if (found.removedAt !== undefined && found.author === caller) return ok(undefined)
      const { author } = found
      // Whoever is not in the room, and did not write it, is told of no such message.
      if (author !== caller && !(await deps.load(caller, room)).ok) return unknown
      if (found.removedAt !== undefined) return ok(undefined)
      const removed = await deps.change(caller, room, { kind: 'remove-message', message, author })
      return removed.ok ? ok(undefined) : removed
    },
  }
}

function withoutEmpty({ by, reason }: z.output<typeof banNoteSchema>): Pick<Ban, 'by' | 'reason'> {
  return { by, ...(reason === undefined ? {} : { reason }) }
}
