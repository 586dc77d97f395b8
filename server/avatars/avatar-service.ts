import { appError } from '../../common/app-error.ts'
import type { RoomId, UserId } from '../../common/ids.ts'
import type { Result } from '../../common/result.ts'
import { err, ok } from '../../common/result.ts'
import { createTurns } from '../changes/turns.ts'
import type { Avatar, AvatarShelf } from './avatar-shelf.ts'

/** Pictures of people and rooms: who may set them, and who may see them. */
export type AvatarService = {
  readonly putOwn: (user: UserId, sent: Uint8Array) => Promise<Result<Avatar>>
  readonly removeOwn: (user: UserId) => Promise<Result<void>>
  readonly putOfRoom: (caller: UserId, room: RoomId, sent: Uint8Array) => Promise<Result<Avatar>>
  readonly removeOfRoom: (caller: UserId, room: RoomId) => Promise<Result<void>>
  /** What one may not see and what is not there are one answer. */
  readonly loadOfUser: (caller: UserId, user: UserId) => Promise<Result<Avatar>>
  readonly loadOfRoom: (caller: UserId, room: RoomId) => Promise<Result<Avatar>>
  /** Of the room that an invitation leads to, for whoever holds its code. */
  readonly loadOfInvite: (code: string) => Promise<Result<Avatar>>
}

/** What is said of them: without a version there is no picture, whatever still lies there. */
type Shown = { readonly avatar?: string | undefined }

export type AvatarDependencies = {
  readonly shelf: AvatarShelf
  /** Well where the caller may see who that is. */
  readonly checkUser: (caller: UserId, user: UserId) => Promise<Result<Shown>>
  /** Well where the room is there for the caller: they are in it, or anybody may join. */
  readonly checkRoom: (caller: UserId, room: RoomId) => Promise<Result<Shown>>
  readonly findRoomOfInvite: (code: string) => Promise<Result<(Shown & { readonly room: RoomId }) | undefined>>
  /** Said of the person from now on; undefined: there is none. False where they are no more. */
  readonly sayOfUser: (user: UserId, version: string | undefined) => Promise<boolean>
  /** An event of the room, by the caller's rights; `mayChange` asks for these alone. */
  readonly sayOfRoom: (caller: UserId, room: RoomId, version: string | undefined) => Promise<Result<unknown>>
  readonly mayChangeRoom: (caller: UserId, room: RoomId) => Promise<Result<unknown>>
}

export function buildAvatarService(deps: AvatarDependencies): AvatarService {
  const { shelf } = deps
  const inTurn = createTurns<UserId | RoomId>()
  const found = async (owner: UserId | RoomId, none: Result<never>): Promise<Result<Avatar>> => {
    const avatar = await shelf.load(owner)
    return avatar === undefined ? none : ok(avatar)
  }
  return {
    // The picture first, what is said of it second: whoever hears of it asks at once.
    putOwn: (user, sent) =>
      inTurn(user, async () => {
        const put = await shelf.put(user, sent)
        if (!put.ok || (await deps.sayOfUser(user, put.value.version))) return put
        // Their account was deleted meanwhile, and what they kept here went before this came.
        await shelf.remove(user)
        return err(appError('session-ended'))
      }),
    removeOwn: (user) =>
      inTurn(user, async () => {
        await deps.sayOfUser(user, undefined)
        await shelf.remove(user)
        return ok(undefined)
      }),
    putOfRoom: async (caller, room, sent) => {
      // Before anything is decoded for them.
      const may = await deps.mayChangeRoom(caller, room)
      if (!may.ok) return may
      return inTurn(room, async () => {
        const before = await shelf.load(room)
        const put = await shelf.put(room, sent)
        if (!put.ok) return put
        const said = await deps.sayOfRoom(caller, room, put.value.version)
        if (said.ok) return put
        await shelf.putBack(room, before)
        return said
      })
    },
    removeOfRoom: (caller, room) =>
      inTurn(room, async () => {
        const said = await deps.sayOfRoom(caller, room, undefined)
        if (!said.ok) return said
        await shelf.remove(room)
        return ok(undefined)
      }),
    loadOfUser: async (caller, user) => {
      const seen = await deps.checkUser(caller, user)
      return seen.ok && seen.value.avatar !== undefined ? found(user, noPicture) : noPicture
    },
    loadOfRoom: async (caller, room) => {
      const seen = await deps.checkRoom(caller, room)
      return seen.ok && seen.value.avatar !== undefined ? found(room, noRoomPicture) : noRoomPicture
    },
    loadOfInvite: async (code) => {
      const leads = await deps.findRoomOfInvite(code)
      if (!leads.ok) return leads
      return leads.value?.avatar === undefined ? noRoomPicture : found(leads.value.room, noRoomPicture)
    },
  }
}

const noPicture = err(
  appError('user-unknown', { detail: 'There is no picture of anybody with that id that you know.' }),
)
const noRoomPicture = err(
  appError('room-unknown', { detail: 'There is no picture of a room with that id that you see.' }),
)
