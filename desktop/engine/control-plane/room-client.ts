import { z } from 'zod'
import type { Role } from '../../../common/credential-scope.ts'
import type { User } from '../../../common/http-contract/account-contract.ts'
import { apiPaths } from '../../../common/http-contract/api-paths.ts'
import type { Invite } from '../../../common/http-contract/invite-contract.ts'
import { inviteAnswerSchema, invitesSchema } from '../../../common/http-contract/invite-contract.ts'
import { pendingCutSchema } from '../../../common/http-contract/pending-contract.ts'
import type { RoomReachAnswer } from '../../../common/http-contract/reach-contract.ts'
import { roomReachSchema } from '../../../common/http-contract/reach-contract.ts'
import type { PublicRooms, Room } from '../../../common/http-contract/room-contract.ts'
import {
  bansSchema,
  createdRoomSchema,
  invitedSchema,
  publicRoomsSchema,
  roomAnswerSchema,
} from '../../../common/http-contract/room-contract.ts'
import type { RoomId, UserId } from '../../../common/ids.ts'
import type { Result } from '../../../common/result.ts'
import type { MemberOutcome, RoomSettings } from '../../room-command.ts'
import type { AskApi } from './api-request.ts'

export type RoomAnswer = { readonly room: Room; readonly users: readonly User[] }
export type NewRoom = {
  readonly name: string
  readonly members: readonly UserId[]
  readonly topic?: string
  readonly visibility?: 'private' | 'public'
  readonly history?: 'all' | 'joined'
}

/** What the control plane is asked of rooms. None throws. */
export type RoomClient = {
  /** With all its members. */
  room(room: RoomId): Promise<Result<RoomAnswer>>
  createRoom(body: NewRoom): Promise<Result<z.output<typeof createdRoomSchema>>>
  changeRoom(room: RoomId, body: RoomSettings): Promise<Result<unknown>>
  putMember(
    room: RoomId,
    user: UserId,
    wanted: { readonly role?: Role; readonly mutedUntil?: number | null },
  ): Promise<Result<MemberOutcome>>
  removeMember(room: RoomId, user: UserId): Promise<Result<MemberOutcome>>
  /** Takes everybody out, one after the other. */
  closeRoom(room: RoomId): Promise<Result<unknown>>
  handOver(room: RoomId, user: UserId): Promise<Result<unknown>>
  /** `version`: as the room's `avatar` says it. */
  roomPicture(room: RoomId, version: string): Promise<Result<Blob>>
  putRoomPicture(room: RoomId, picture: Blob): Promise<Result<unknown>>
  removeRoomPicture(room: RoomId): Promise<Result<unknown>>
  bans(room: RoomId): Promise<Result<z.output<typeof bansSchema>>>
  ban(room: RoomId, user: UserId, reason: string | undefined): Promise<Result<MemberOutcome>>
  unban(room: RoomId, user: UserId): Promise<Result<unknown>>
  makeInvite(
    room: RoomId,
    body: { readonly expiresInSec?: number; readonly uses?: number },
  ): Promise<Result<{ readonly invite: Invite }>>
  /** The oldest first; from the start, or after a page. */
  invites(room: RoomId, cursor?: string): Promise<Result<z.output<typeof invitesSchema>>>
  withdrawInvite(code: string): Promise<Result<unknown>>
  joinByInvite(code: string): Promise<Result<RoomAnswer>>
  publicRooms(q: string, cursor?: string): Promise<Result<PublicRooms>>
  joinRoom(room: RoomId): Promise<Result<RoomAnswer>>
  reach(room: RoomId): Promise<Result<RoomReachAnswer>>
}

/** 204 has no body; 202 says what is still to come. */
const memberOutcomeSchema: z.ZodType<MemberOutcome> = z.unknown().transform((body): MemberOutcome => {
  if (invitedSchema.safeParse(body).success) return 'invited'
  return pendingCutSchema.safeParse(body).success ? 'pending' : 'done'
})

export function buildRoomClient(ask: AskApi): RoomClient {
  return {
    room: (room) => ask({ method: 'GET', path: apiPaths.room(room) }, roomAnswerSchema),
    createRoom: (body) => ask({ method: 'POST', path: apiPaths.rooms, body }, createdRoomSchema),
    changeRoom: (room, body) => ask({ method: 'PATCH', path: apiPaths.room(room), body }, undefined),
    putMember: (room, user, body) =>
      ask({ method: 'PUT', path: apiPaths.member(room, user), body }, memberOutcomeSchema),
    removeMember: (room, user) => ask({ method: 'DELETE', path: apiPaths.member(room, user) }, memberOutcomeSchema),
    closeRoom: (room) => ask({ method: 'DELETE', path: apiPaths.room(room), timeoutMs: 60_000 }, undefined),
    handOver: (room, user) => ask({ method: 'POST', path: apiPaths.owner(room), body: { user } }, undefined),
    roomPicture: (room, version) =>
      ask<Blob>({ method: 'GET', path: apiPaths.roomAvatar(room, version), answer: 'blob' }, undefined),
    putRoomPicture: (room, body) =>
      ask({ method: 'PUT', path: apiPaths.roomAvatar(room), body, timeoutMs: 60_000 }, undefined),
    removeRoomPicture: (room) => ask({ method: 'DELETE', path: apiPaths.roomAvatar(room) }, undefined),
    bans: (room) => ask({ method: 'GET', path: apiPaths.bans(room) }, bansSchema),
    ban: (room, user, reason) => {
      const body = reason === undefined ? {} : { reason }
      return ask({ method: 'PUT', path: apiPaths.ban(room, user), body }, memberOutcomeSchema)
    },
    unban: (room, user) => ask({ method: 'DELETE', path: apiPaths.ban(room, user) }, undefined),
    makeInvite: (room, body) => ask({ method: 'POST', path: apiPaths.roomInvites(room), body }, inviteAnswerSchema),
    invites: (room, cursor) => {
      const from = cursor === undefined ? '' : `?cursor=${encodeURIComponent(cursor)}`
      return ask({ method: 'GET', path: apiPaths.roomInvites(room) + from }, invitesSchema)
    },
    withdrawInvite: (code) => ask({ method: 'DELETE', path: apiPaths.invite(code) }, undefined),
    joinByInvite: (code) => ask({ method: 'POST', path: apiPaths.joinByInvite(code), body: {} }, roomAnswerSchema),
    publicRooms: (q, cursor) => {
      const after = cursor === undefined ? '' : `&cursor=${encodeURIComponent(cursor)}`
      return ask({ method: 'GET', path: `${apiPaths.publicRooms(q)}${after}` }, publicRoomsSchema)
    },
    joinRoom: (room) => ask({ method: 'POST', path: apiPaths.joinRoom(room), body: {} }, roomAnswerSchema),
    reach: (room) => ask({ method: 'GET', path: apiPaths.roomReach(room) }, roomReachSchema),
  }
}
