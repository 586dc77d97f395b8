import { afterAll, beforeAll, expect, test } from 'vitest'
import type { ErrorCode } from '../../common/app-error.ts'
import { apiPaths } from '../../common/http-contract/api-paths.ts'
import type { DeviceId, FileId, MessageId, PublicNkey, RoomId, UserId } from '../../common/ids.ts'
import type { AccountCommand, SessionCommand } from '../engine-command.ts'
import type { FileCommand } from '../file-command.ts'
import type { InboxCommand } from '../inbox-command.ts'
import type { TestClient } from './engine-test-client.ts'
import { buildTestProfile } from './engine-test-client.ts'
import { until } from './engine-test-server.ts'
import type { EngineTestbed, TestPair } from './engine-testbed.ts'
import { startEngineTestbed } from './engine-testbed.ts'
import { forgetCredential } from './local-store/fact-store.ts'
import { openAccountDatabase } from './local-store/local-database.ts'

/** A 409 in the place of every answer: what was asked is not so, and nothing here may say that it is. */
let testbed: EngineTestbed
let pair: TestPair

beforeAll(async () => {
  testbed = await startEngineTestbed()
  pair = await testbed.startPair()
}, 120_000)
afterAll(() => testbed?.stop())

/** One that passes, one that stands, and two of which something here knows more than the words. */
const conflicts = ['room-changed', 'member-banned', 'settings-changed', 'key-taken'] as const
const conflict = (code: ErrorCode, more: object = {}) => ({
  status: 409,
  body: { type: 'about:blank', title: code, status: 409, code, ...more },
})

type Asking = { readonly room: RoomId; readonly user: UserId }
/** Every command that asks the server for something. */
const asking: { readonly [Kind in AskingKind]: (place: Asking) => Extract<AnyCommand, { kind: Kind }> } = {
  'find-user': () => ({ kind: 'find-user', handle: 'somebody' }),
  'change-me': () => ({ kind: 'change-me', change: { displayName: 'Another' } }),
  'load-profile': ({ user }) => ({ kind: 'load-profile', user }),
  'load-picture': ({ user }) => ({ kind: 'load-picture', user, version: '1' }),
  'put-picture': () => ({ kind: 'put-picture', picture: new Blob(['x'], { type: 'image/png' }) }),
  'remove-picture': () => ({ kind: 'remove-picture' }),
  'change-password': () => ({
    kind: 'change-password',
    currentPassword: 'correct horse',
    newPassword: 'staple battery',
  }),
  'ask-email': () => ({ kind: 'ask-email', email: 'a@b.example', password: 'correct horse' }),
  'complete-email': () => ({ kind: 'complete-email', code: 'code' }),
  'export-mine': () => ({ kind: 'export-mine' }),
  'measure-export': ({ room }) => ({ kind: 'measure-export', room }),
  'export-room': ({ room }) => ({ kind: 'export-room', room, format: 'json', withFiles: true, language: 'en' }),
  'ask-reset': () => ({ kind: 'ask-reset', handle: 'somebody' }),
  'complete-reset': () => ({ kind: 'complete-reset', code: 'code', newPassword: 'staple battery' }),
  depart: () => ({ kind: 'depart', password: 'correct horse', messages: 'keep' }),
  'follow-thread': ({ room }) => ({
    kind: 'follow-thread',
    room,
    thread: `01jd${'0'.repeat(22)}` as MessageId,
    on: true,
  }),
  'load-inbox': () => ({ kind: 'load-inbox', of: 'reply' }),
  'search-messages': ({ room }) => ({ kind: 'search-messages', search: { q: 'x', rooms: [room] } }),
  'load-surroundings': ({ room }) => ({
    kind: 'load-surroundings',
    room,
    message: `01jd${'0'.repeat(22)}` as MessageId,
    seq: 1,
  }),
  'load-versions': ({ room }) => ({ kind: 'load-versions', room, message: `01jd${'0'.repeat(22)}` as MessageId }),
  'list-devices': () => ({ kind: 'list-devices' }),
  'revoke-device': () => ({ kind: 'revoke-device', device: 'd'.repeat(16) as DeviceId }),
  'revoke-other-devices': () => ({ kind: 'revoke-other-devices' }),
  'load-server-settings': () => ({ kind: 'load-server-settings' }),
  'ask-admin': () => ({ kind: 'ask-admin', method: 'GET', path: apiPaths.stats }),
  'change-server-settings': () => ({ kind: 'change-server-settings', change: { memberCap: 7 } }),
  'ask-contact': () => ({ kind: 'ask-contact', handle: 'somebody' }),
  'accept-request': () => ({ kind: 'accept-request', request: 'r' }),
  'decline-request': () => ({ kind: 'decline-request', request: 'r' }),
  'withdraw-request': () => ({ kind: 'withdraw-request', request: 'r' }),
  'end-contact': ({ user }) => ({ kind: 'end-contact', user }),
  'set-nickname': ({ user }) => ({ kind: 'set-nickname', user, nickname: 'Another' }),
  'block-user': ({ user }) => ({ kind: 'block-user', user }),
  'unblock-user': ({ user }) => ({ kind: 'unblock-user', user }),
  'send-report': ({ user }) => ({ kind: 'send-report', report: { user, reason: 'spam' } as never }),
  'list-reports': () => ({ kind: 'list-reports' }),
  'create-room': () => ({ kind: 'create-room', name: 'Another', members: [] }),
  'change-room': ({ room }) => ({ kind: 'change-room', room, name: 'Another', archived: true }),
  'load-room-picture': ({ room }) => ({ kind: 'load-room-picture', room, version: '1' }),
  'put-room-picture': ({ room }) => ({
    kind: 'put-room-picture',
    room,
    picture: new Blob(['x'], { type: 'image/png' }),
  }),
  'remove-room-picture': ({ room }) => ({ kind: 'remove-room-picture', room }),
  'leave-room': ({ room }) => ({ kind: 'leave-room', room }),
  'close-room-for-all': ({ room }) => ({ kind: 'close-room-for-all', room }),
  'load-members': ({ room }) => ({ kind: 'load-members', room }),
  'list-members': ({ room }) => ({ kind: 'list-members', room }),
  'add-member': ({ room, user }) => ({ kind: 'add-member', room, user, role: 'admin' }),
  'remove-member': ({ room, user }) => ({ kind: 'remove-member', room, user }),
  'mute-member': ({ room, user }) => ({ kind: 'mute-member', room, user, until: null }),
  'ban-member': ({ room, user }) => ({ kind: 'ban-member', room, user }),
  'lift-ban': ({ room, user }) => ({ kind: 'lift-ban', room, user }),
  'list-bans': ({ room }) => ({ kind: 'list-bans', room }),
  'hand-over': ({ room, user }) => ({ kind: 'hand-over', room, user }),
  'make-invite': ({ room }) => ({ kind: 'make-invite', room }),
  'list-invites': ({ room }) => ({ kind: 'list-invites', room }),
  'withdraw-invite': () => ({ kind: 'withdraw-invite', code: 'code' }),
  'join-invite': () => ({ kind: 'join-invite', code: 'code' }),
  'preview-invite': () => ({ kind: 'preview-invite', code: 'code' }),
  'load-invite-picture': () => ({ kind: 'load-invite-picture', code: 'code', version: '1' }),
  'list-public-rooms': () => ({ kind: 'list-public-rooms', q: '' }),
  'join-public-room': () => ({ kind: 'join-public-room', room: `0.${'9'.repeat(14)}` as RoomId }),
  'load-reach': ({ room }) => ({ kind: 'load-reach', room }),
  'list-installers': () => ({ kind: 'list-installers' }),
  'load-kept-data': () => ({ kind: 'load-kept-data' }),
  'load-erasure': () => ({ kind: 'load-erasure', receipt: 'receipt' }),
  'list-bots': () => ({ kind: 'list-bots' }),
  'make-bot': () => ({ kind: 'make-bot', handle: 'tea-bot', displayName: 'Tea bot' }),
  'remove-bot': ({ user }) => ({ kind: 'remove-bot', bot: user }),
  'issue-bot-file': ({ user }) => ({ kind: 'issue-bot-file', bot: user, keyFrom: 'device' }),
  'revoke-bot-key': ({ user }) => ({
    kind: 'revoke-bot-key',
    bot: user,
    publicKey: `U${'A'.repeat(55)}` as PublicNkey,
  }),
  'list-webhooks': ({ room }) => ({ kind: 'list-webhooks', room }),
  'make-webhook': ({ room }) => ({ kind: 'make-webhook', room, name: 'Builds' }),
  'rotate-webhook': ({ room }) => ({ kind: 'rotate-webhook', room, webhook: 'w'.repeat(16) }),
  'remove-webhook': ({ room }) => ({ kind: 'remove-webhook', room, webhook: 'w'.repeat(16) }),
  'load-sent-file-info': () => ({ kind: 'load-sent-file-info', file: 'f'.repeat(16) as FileId }),
  'load-sent-file': () => ({ kind: 'load-sent-file', file: 'f'.repeat(16) as FileId }),
  'list-shared': ({ room }) => ({ kind: 'list-shared', room, has: 'file' }),
  'count-shared': ({ room }) => ({ kind: 'count-shared', room }),
  'preview-link': ({ room }) => ({ kind: 'preview-link', room, url: 'https://a.example/' }),
}
type AnyCommand = SessionCommand | AccountCommand
/** The others ask nobody, or what they ask for waits (settings, the outbox, read marks). */
type AskingKind = Exclude<
  AnyCommand['kind'],
  | 'register'
  | 'sign-in'
  | 'sign-out'
  | 'retry-connection'
  | 'stop-export'
  | 'list-people'
  | 'list-rooms-with'
  | 'change-settings'
  | FileCommand['kind']
  | 'dismiss-gone-room'
  | 'prove-reach'
  | 'open-room'
  | 'close-room'
  | 'load-older'
  | 'load-newer'
  | 'load-around'
  | 'mark-read'
  | 'mark-all-read'
  | 'mark-unread-from'
  | 'open-thread'
  | 'close-thread'
  | 'load-older-answers'
  | 'mark-thread-read'
  | 'read-all-threads'
  | 'find-thread'
  | Exclude<InboxCommand['kind'], 'load-inbox'>
  | 'set-pin'
  | 'set-saved'
  | 'refresh-saved'
  | 'send-message'
  | 'forward-message'
  | 'edit-message'
  | 'remove-message'
  | 'set-reaction'
  | 'retry-sends'
  | 'discard-send'
  | 'measure-kept'
  | 'trace-message'
  | 'measure-room'
  | 'complete-room'
  | 'clear-kept'
  | 'save-draft'
  | 'say-typing'
  | 'list-notify-decisions'
  | 'why-notified'
>

/** What the client says of the world; who is here, the connection and what concerns me change by themselves. */
function claims(client: TestClient) {
  const { connection: _, presence: __, inbox: ___, ...claims } = client.state()
  return JSON.parse(JSON.stringify(claims)) as unknown
}

/** What comes by itself with a connection has come. */
function isAtRest(client: TestClient): boolean {
  const { connection, session, roomsLoaded, contactsLoaded, presenceKnown, savedList } = client.state()
  const isServerKnown = session.kind === 'signed-in' && session.server.limits !== undefined
  const isLoaded = isServerKnown && roomsLoaded && contactsLoaded && presenceKnown
  return connection.kind === 'online' && isLoaded && savedList.isKnown && !savedList.isAsking
}

test.each(Object.entries(asking))(
  'a conflict over %s is its answer, and changes nothing here',
  async (_kind, build) => {
    const { ana, ben, room } = pair
    const command = build({ room, user: ben.me() })
    await until('at rest', () => isAtRest(ana))
    const before = claims(ana)
    for (const code of conflicts) {
      ana.answerCalls((call) =>
        / \/api\/v1\/(sync|credentials|auth\/refresh)/.test(call) ? undefined : conflict(code),
      )
      const answer = await ana.ask(command as AccountCommand)
      ana.answerCalls(undefined)
      expect(answer).toMatchObject({ ok: false, error: { code } })
    }
    expect(claims(ana)).toEqual(before)
  },
)

type Own = {
  readonly call: RegExp
  readonly code: ErrorCode
  readonly cause: (client: TestClient, room: RoomId) => unknown
}
const settingsCall = new RegExp(`^PUT ${apiPaths.settings}$`)
/** What the engine asks by itself, and what makes it ask. */
const own: Readonly<Record<string, Own>> = {
  'a sync': { call: / \/api\/v1\/sync/, code: 'room-changed', cause: reconnect },
  'a credential, by a key that is taken': { call: /credentials$/, code: 'key-taken', cause: () => {} },
  'a renewed sign-in': { call: /auth\/refresh$/, code: 'room-changed', cause: () => {} },
  history: { call: /messages$/, code: 'room-changed', cause: openUnread },
  'settings, of which nobody says what stands now': { call: settingsCall, code: 'settings-changed', cause: setSound },
  'settings, by another conflict': { call: settingsCall, code: 'room-changed', cause: setSound },
}

function reconnect(client: TestClient) {
  client.setNetwork(false)
  client.setNetwork(true)
}
/** Nothing of it is on disk. */
async function openUnread(client: TestClient, room: RoomId) {
  await client.get({ kind: 'clear-kept' })
  await client.get({ kind: 'open-room', room })
}
function setSound(client: TestClient) {
  return client.get({ kind: 'change-settings', patch: { notifications: { sound: false } } })
}

test.each(Object.entries(own))('a conflict over %s is waited out, and nothing is lost by it', async (what, own) => {
  const profile = buildTestProfile()
  const { ana, ben, room } = await testbed.startPair(profile)
  await ben.engine.stop()
  // As after a night: neither a token nor a credential.
  const database = await openAccountDatabase(profile.indexedDB, ben.me())
  await forgetCredential(database)
  database.close()
  let count = 0
  const client = await testbed.start(profile, {
    answer(call) {
      if (!own.call.test(call)) return undefined
      count++
      return conflict(own.code)
    },
  })
  await own.cause(client, room)
  await client.get({ kind: 'send-message', room, text: what, format: 'plain' })
  await until('it was asked', () => count > 0)
  expect(client.state().session.kind).toBe('signed-in')
  // A conflict that stands is not asked about as fast as it is answered.
  expect(count).toBeLessThan(10)
  client.answerCalls(undefined)
  await until('it is there', () => ana.texts(room).includes(what), 60_000)
  await until('what was set is', () => own.cause !== setSound || !client.state().settings.notifications.sound)
})
