import type { z } from 'zod'
import { appError } from '../../../common/app-error.ts'
import type {
  ChangeMeBody,
  ChangePasswordBody,
  Device,
  LoginBody,
  Me,
  RegisterBody,
  Session,
  User,
} from '../../../common/http-contract/account-contract.ts'
import {
  devicesSchema,
  meSchema,
  serverInfoSchema,
  sessionSchema,
  userLookupSchema,
} from '../../../common/http-contract/account-contract.ts'
import { apiPaths } from '../../../common/http-contract/api-paths.ts'
import type { Credential, CredentialBody } from '../../../common/http-contract/credential-contract.ts'
import { credentialSchema } from '../../../common/http-contract/credential-contract.ts'
import type { History } from '../../../common/http-contract/history-contract.ts'
import { historySchema } from '../../../common/http-contract/history-contract.ts'
import type { Installer } from '../../../common/http-contract/installer-contract.ts'
import { installersSchema } from '../../../common/http-contract/installer-contract.ts'
import type { InvitePreview } from '../../../common/http-contract/invite-contract.ts'
import { invitePreviewSchema } from '../../../common/http-contract/invite-contract.ts'
import type { SettingsAnswer } from '../../../common/http-contract/profile-contract.ts'
import { settingsAnswerSchema } from '../../../common/http-contract/profile-contract.ts'
import type { Sync } from '../../../common/http-contract/sync-contract.ts'
import { syncSchema } from '../../../common/http-contract/sync-contract.ts'
import type { DeviceId, RoomId } from '../../../common/ids.ts'
import type { Result } from '../../../common/result.ts'
import { err } from '../../../common/result.ts'
import type { EngineDeps } from '../engine-deps.ts'
import type { TokenSource } from './access-token.ts'
import { type AdminCalls, buildAdminCalls } from './admin-calls.ts'
import type { AnswerSchema, ApiCall, AskApi } from './api-request.ts'
import { callApi } from './api-request.ts'
import { type BotCalls, buildBotCalls } from './bot-calls.ts'
import { buildInboxCalls, type InboxCalls } from './inbox-calls.ts'
import { buildOwnAccountCalls, type OwnAccountCalls } from './own-account-calls.ts'
import { buildPeopleCalls, type PeopleCalls } from './people-calls.ts'
import type { RoomClient } from './room-client.ts'
import { buildRoomClient } from './room-client.ts'
import { buildSavedCalls, type SavedCalls } from './saved-calls.ts'
import { buildSearchCalls, type SearchCalls } from './search-calls.ts'
import { buildSentFileCalls, type SentFileCalls } from './sent-file-calls.ts'
import { buildThreadCalls, type ThreadCalls } from './thread-calls.ts'
import { buildUploadCalls, type UploadCalls } from './upload-client.ts'

export type HistoryQuery = {
  readonly before?: number
  readonly after?: number
  readonly around?: number
  readonly changedAfter?: number
  readonly limit?: number
}
export type ServerInfo = z.output<typeof serverInfoSchema>

/** Every call the engine makes to the control plane. None throws. */
export type ControlPlaneClient = RoomClient &
  PeopleCalls &
  SentFileCalls &
  SearchCalls &
  SavedCalls &
  InboxCalls &
  OwnAccountCalls &
  ThreadCalls &
  AdminCalls &
  UploadCalls &
  BotCalls & {
    serverInfo(): Promise<Result<ServerInfo>>
    installers(): Promise<Result<readonly Installer[]>>
    /** Where a code leads, for whoever holds it: without sign-in. */
    previewInvite(code: string): Promise<Result<InvitePreview>>
    invitePicture(code: string, version: string): Promise<Result<Blob>>
    register(body: RegisterBody): Promise<Result<Session>>
    login(body: LoginBody): Promise<Result<Session>>
    logout(): Promise<Result<unknown>>
    /** What changed since the answer with that cursor; without one, everything. */
    sync(since?: string): Promise<Result<Sync>>
    history(room: RoomId, query: HistoryQuery): Promise<Result<History>>
    /** `sign` gets the access token: the proof is over it, as sent. */
    credential(sign: (accessToken: string) => Promise<CredentialBody>): Promise<Result<Credential>>
    findUser(handle: string): Promise<Result<User | undefined>>
    settings(): Promise<Result<SettingsAnswer>>
    /** Compare-and-set; of "settings-changed" the error's `more.newer` carries what another device has set. */
    putSettings(wanted: SettingsAnswer): Promise<Result<SettingsAnswer>>
    changeMe(body: ChangeMeBody): Promise<Result<Me>>
    changePassword(body: ChangePasswordBody): Promise<Result<unknown>>
    devices(): Promise<Result<readonly Device[]>>
    revokeDevice(device: DeviceId): Promise<Result<unknown>>
    revokeOtherDevices(): Promise<Result<unknown>>
  }

export function buildControlPlaneClient(deps: EngineDeps, tokens: TokenSource): ControlPlaneClient {
  const open: AskApi = (call, schema) => callApi(deps, call, schema)

  async function withToken<T>(
    build: (token: string) => ApiCall | Promise<ApiCall>,
    schema: AnswerSchema<T>,
  ): Promise<Result<T>> {
    for (let chance = 0; chance < 2; chance++) {
      const token = await tokens.takeToken()
      if (!token.ok) return token
      const call = await build(token.value)
      const headers = { ...call.headers, authorization: `Bearer ${token.value}` }
      const answer = await callApi(deps, { ...call, headers }, schema)
      // A refresh has the last word on whether the session is over: an answer may have crossed a renewal.
      if (answer.ok || !needsRefresh.has(answer.error.code)) return answer
      tokens.dropToken(token.value)
    }
    return err(appError('sign-in-required'))
  }
  const asked: AskApi = (call, schema) => withToken(() => call, schema)

  return {
    ...buildRoomClient(asked),
    async installers() {
      const answer = await open({ method: 'GET', path: apiPaths.installers }, installersSchema)
      return answer.ok ? { ok: true, value: answer.value.installers } : answer
    },
    previewInvite: (code) => open({ method: 'GET', path: apiPaths.invite(code) }, invitePreviewSchema),
    invitePicture: (code, version) =>
      open<Blob>({ method: 'GET', path: apiPaths.inviteAvatar(code, version), answer: 'blob' }, undefined),
    ...buildPeopleCalls(asked),
    ...buildSearchCalls(asked),
    ...buildSavedCalls(asked),
    ...buildInboxCalls(asked),
    ...buildUploadCalls(asked),
    ...buildSentFileCalls(asked),
    ...buildOwnAccountCalls(open, asked),
    ...buildThreadCalls(asked),
    ...buildAdminCalls(asked),
    ...buildBotCalls(open, asked),
    serverInfo: () => open({ method: 'GET', path: apiPaths.serverInfo }, serverInfoSchema),
    register: (body) =>
      open({ method: 'POST', path: apiPaths.register, body, timeoutMs: passwordTimeoutMs }, sessionSchema),
    login: (body) => open({ method: 'POST', path: apiPaths.login, body, timeoutMs: passwordTimeoutMs }, sessionSchema),
    // The cookie says whose session ends; an access token need not be fetched for it first.
    logout: () => open({ method: 'POST', path: apiPaths.logout, body: {}, timeoutMs: 5_000 }, undefined),
    sync: (since) => {
      const query = since === undefined ? '' : `?since=${encodeURIComponent(since)}`
      return asked({ method: 'GET', path: `${apiPaths.sync}${query}` }, syncSchema)
    },
    history: (room, query) =>
      asked({ method: 'GET', path: `${apiPaths.messages(room)}?${buildQuery(query)}` }, historySchema),
    credential: (sign) =>
      withToken(
        async (token) => ({ method: 'POST', path: apiPaths.credentials, body: await sign(token) }),
        credentialSchema,
      ),
    async findUser(handle) {
      const found = await asked({ method: 'GET', path: apiPaths.users(handle) }, userLookupSchema)
      return found.ok ? { ok: true, value: found.value.users[0] } : found
    },
    changeMe: (body) => asked({ method: 'PATCH', path: apiPaths.me, body }, meSchema),
    changePassword: (body) =>
      asked({ method: 'POST', path: apiPaths.password, body, timeoutMs: passwordTimeoutMs }, undefined),
    async devices() {
      const answer = await asked({ method: 'GET', path: apiPaths.devices }, devicesSchema)
      return answer.ok ? { ok: true, value: answer.value.devices } : answer
    },
    revokeDevice: (device) => asked({ method: 'DELETE', path: apiPaths.device(device) }, undefined),
    settings: () => asked({ method: 'GET', path: apiPaths.settings }, settingsAnswerSchema),
    putSettings: (wanted) => asked({ method: 'PUT', path: apiPaths.settings, body: wanted }, settingsAnswerSchema),
    revokeOtherDevices: () => asked({ method: 'DELETE', path: apiPaths.devices, timeoutMs: 60_000 }, undefined),
  }
}

/** The server lets only so many hashes run at once. */
const passwordTimeoutMs = 30_000
const needsRefresh: ReadonlySet<string> = new Set(['sign-in-required', 'session-ended', 'account-suspended'])

function buildQuery(query: HistoryQuery): string {
  return Object.entries(query)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name}=${value}`)
    .join('&')
}
