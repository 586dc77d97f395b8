import { z } from 'zod'
import { type Profile, profileSchema } from '../../../common/http-contract/account-contract.ts'
import { apiPaths } from '../../../common/http-contract/api-paths.ts'
import {
  acceptedSchema,
  askAgainSchema,
  type Contact,
  type Contacts,
  contactSchema,
  contactsSchema,
} from '../../../common/http-contract/contact-contract.ts'
import type { Report, ReportBody } from '../../../common/http-contract/report-contract.ts'
import { reportAnswerSchema, reportsSchema } from '../../../common/http-contract/report-contract.ts'
import type { ServerSettings } from '../../../common/http-contract/server-settings-contract.ts'
import { serverSettingsAnswerSchema } from '../../../common/http-contract/server-settings-contract.ts'
import type { RoomId, UserId } from '../../../common/ids.ts'
import type { Result } from '../../../common/result.ts'
import { ok } from '../../../common/result.ts'
import type { ThreadMarks } from '../../../common/wire-event.ts'
import type { ChosenSettings } from '../../engine-command.ts'
import type { AskApi } from './api-request.ts'

/** Calls about others: who knows whom, what somebody says of themselves, reports. */
export type PeopleCalls = {
  profile(user: UserId): Promise<Result<Profile>>
  /** `version`: as the user's `avatar` says it. */
  picture(user: UserId, version: string): Promise<Result<Blob>>
  putPicture(picture: Blob): Promise<Result<unknown>>
  removePicture(): Promise<Result<unknown>>
  contacts(): Promise<Result<Contacts>>
  askContact(body: {
    readonly handle: string
    readonly note?: string
  }): Promise<Result<z.output<typeof askAgainSchema>>>
  /** Where it leads: the direct room of the two, or the room that I was invited into. */
  acceptRequest(request: string): Promise<Result<RoomId>>
  declineRequest(request: string): Promise<Result<unknown>>
  withdrawRequest(request: string): Promise<Result<unknown>>
  endContact(user: UserId): Promise<Result<unknown>>
  setNickname(user: UserId, nickname: string): Promise<Result<Contact>>
  blockUser(user: UserId): Promise<Result<unknown>>
  unblockUser(user: UserId): Promise<Result<unknown>>
  /** Told to my own devices alone. */
  markRead(room: RoomId, seq: number, threads?: ThreadMarks): Promise<Result<unknown>>
  serverSettings(): Promise<Result<ChosenSettings>>
  changeServerSettings(change: Partial<ServerSettings>): Promise<Result<ChosenSettings>>
  report(body: ReportBody): Promise<Result<Report>>
  reports(): Promise<Result<readonly Report[]>>
}

const contactAnswerSchema = z.object({ contact: contactSchema })

export function buildPeopleCalls(asked: AskApi): PeopleCalls {
  return {
    profile: (user) => asked({ method: 'GET', path: apiPaths.user(user) }, profileSchema),
    picture: (user, version) =>
      asked<Blob>({ method: 'GET', path: apiPaths.userAvatar(user, version), answer: 'blob' }, undefined),
    putPicture: (body) => asked({ method: 'PUT', path: apiPaths.ownAvatar, body, timeoutMs: 60_000 }, undefined),
    removePicture: () => asked({ method: 'DELETE', path: apiPaths.ownAvatar }, undefined),
    async contacts() {
      let all: Contacts = { contacts: [], requests: [], blocks: [], users: [] }
      for (let cursor: string | undefined; ; ) {
        const page = await asked({ method: 'GET', path: apiPaths.contactPage(cursor) }, contactsSchema)
        if (!page.ok) return page
        all = joinPages(all, page.value)
        cursor = page.value.cursor
        if (cursor === undefined) return ok(all)
      }
    },
    askContact: (body) => asked({ method: 'POST', path: apiPaths.contactRequests, body }, askAgainSchema),
    async acceptRequest(request) {
      const path = apiPaths.acceptRequest(request)
      const accepted = await asked({ method: 'POST', path, body: {} }, acceptedSchema)
      if (!accepted.ok) return accepted
      return ok('room' in accepted.value ? accepted.value.room.id : accepted.value.contact.room)
    },
    declineRequest: (request) => asked({ method: 'POST', path: apiPaths.declineRequest(request), body: {} }, undefined),
    withdrawRequest: (request) => asked({ method: 'DELETE', path: apiPaths.contactRequest(request) }, undefined),
    endContact: (user) => asked({ method: 'DELETE', path: apiPaths.contact(user) }, undefined),
    async setNickname(user, nickname) {
      const path = apiPaths.contact(user)
      const named = await asked({ method: 'PATCH', path, body: { nickname } }, contactAnswerSchema)
      return named.ok ? ok(named.value.contact) : named
    },
    blockUser: (user) => asked({ method: 'PUT', path: apiPaths.block(user), body: {} }, undefined),
    unblockUser: (user) => asked({ method: 'DELETE', path: apiPaths.block(user) }, undefined),
    markRead: (room, seq, threads) => {
      const body = threads === undefined ? { seq } : { seq, threads }
      return asked({ method: 'PUT', path: apiPaths.read(room), body }, undefined)
    },
    serverSettings: () => asked({ method: 'GET', path: apiPaths.serverSettings }, serverSettingsAnswerSchema),
    changeServerSettings: (body) =>
      asked({ method: 'PATCH', path: apiPaths.serverSettings, body }, serverSettingsAnswerSchema),
    async report(body) {
      const reported = await asked({ method: 'POST', path: apiPaths.reports, body }, reportAnswerSchema)
      return reported.ok ? ok(reported.value.report) : reported
    },
    async reports() {
      const mine = await asked({ method: 'GET', path: apiPaths.reports }, reportsSchema)
      return mine.ok ? ok(mine.value.reports) : mine
    },
  }
}

function joinPages(all: Contacts, { contacts, requests, blocks, users }: Contacts): Contacts {
  return {
    contacts: [...all.contacts, ...contacts],
    requests: [...all.requests, ...requests],
    blocks: [...all.blocks, ...blocks],
    users: [...all.users, ...users],
  }
}
