import type { Role } from '../../common/credential-scope.ts'
import type { ChangeMeBody } from '../../common/http-contract/account-contract.ts'
import type { InboxKind } from '../../common/http-contract/inbox-contract.ts'
import type { ReportBody } from '../../common/http-contract/report-contract.ts'
import type { ServerSettings } from '../../common/http-contract/server-settings-contract.ts'
import type { DeviceId, EventId, FileId, MessageId, PublicNkey, RoomId, UserId } from '../../common/ids.ts'
import type { LinkPreview, Mention } from '../../common/wire-event.ts'
import type { AdminCommand, DraftView, ForwardSource, TimelinePlace } from '../engine-command.ts'
import type { DraftFile, FileLook } from '../file-command.ts'
import type { ExportDays, ExportWish, RoomCommand, RoomSettings } from '../room-command.ts'
import type { FoundHit, MessageSearch } from '../search-command.ts'
import type { SettingsPatch } from '../settings/settings-patch.ts'
import { askEngine } from './state/engine-link.ts'

/**
 * The verbs a screen may use. Each answers with a `Result`; the sentence of an error can be shown as it is.
 * Where to look and what is open is the window's own matter: state/view-store.ts.
 */
export const register = (account: {
  readonly handle: string
  readonly displayName: string
  readonly password: string
  readonly invite?: string
}) => askEngine({ kind: 'register', ...account })
export const signIn = (handle: string, password: string) => askEngine({ kind: 'sign-in', handle, password })
export const signOut = () => askEngine({ kind: 'sign-out' })
/** By mail, where the server sends any; the answer is the same whoever it is. */
export const askReset = (handle: string) => askEngine({ kind: 'ask-reset', handle })
export const completeReset = (code: string, newPassword: string) =>
  askEngine({ kind: 'complete-reset', code, newPassword })
/** The account, for good. Answers with the receipt by which the report of what went is read. */
export const depart = (password: string, messages: 'keep' | 'erase') =>
  askEngine({ kind: 'depart', password, messages })
export const askEmail = (email: string, password: string) => askEngine({ kind: 'ask-email', email, password })
export const completeEmail = (code: string) => askEngine({ kind: 'complete-email', code })
/** How much has come stands in the state; `null`: it was stopped. */
export const exportMine = () => askEngine({ kind: 'export-mine' })
export const measureExport = (room: RoomId, days: ExportDays) => askEngine({ kind: 'measure-export', room, ...days })
export const exportRoom = (room: RoomId, wish: ExportWish) => askEngine({ kind: 'export-room', room, ...wish })
export const stopExport = () => askEngine({ kind: 'stop-export' })
export const retryConnection = () => askEngine({ kind: 'retry-connection' })

/** `cursor`: of an answer, for what comes below it. */
export const searchMessages = (
  search: MessageSearch,
  page: { readonly cursor?: string; readonly limit?: number } = {},
) => askEngine({ kind: 'search-messages', search, ...page })

/** What was said around a hit; nothing is opened or read by it. */
export const loadSurroundings = ({ room, message, seq }: FoundHit) =>
  askEngine({ kind: 'load-surroundings', room, message, seq })

export const findUser = (handle: string) => askEngine({ kind: 'find-user', handle })
export const listPeople = () => askEngine({ kind: 'list-people' })
/** Rooms of several that somebody is in with me. */
export const listRoomsWith = (user: UserId) => askEngine({ kind: 'list-rooms-with', user })
export type NewRoom = Omit<Extract<RoomCommand, { readonly kind: 'create-room' }>, 'kind'>
export const createRoom = (room: NewRoom) => askEngine({ kind: 'create-room', ...room })
export const changeRoom = (room: RoomId, change: RoomSettings) => askEngine({ kind: 'change-room', room, ...change })
/** Everybody in it anew, with what is known of them. */
export const loadMembers = (room: RoomId) => askEngine({ kind: 'load-members', room })
/** The same for a room that is not open. */
export const listMembers = (room: RoomId) => askEngine({ kind: 'list-members', room })
export const addMember = (room: RoomId, user: UserId) => askEngine({ kind: 'add-member', room, user })
export const changeRole = (room: RoomId, user: UserId, role: Role) =>
  askEngine({ kind: 'add-member', room, user, role })
export const removeMember = (room: RoomId, user: UserId) => askEngine({ kind: 'remove-member', room, user })
/** `until`: ms; null: they may write again. */
export const muteMember = (room: RoomId, user: UserId, until: number | null) =>
  askEngine({ kind: 'mute-member', room, user, until })
export const banMember = (room: RoomId, user: UserId, reason: string) =>
  askEngine({ kind: 'ban-member', room, user, ...(reason === '' ? {} : { reason }) })
export const liftBan = (room: RoomId, user: UserId) => askEngine({ kind: 'lift-ban', room, user })
export const listBans = (room: RoomId) => askEngine({ kind: 'list-bans', room })
export const handOver = (room: RoomId, user: UserId) => askEngine({ kind: 'hand-over', room, user })

export const makeInvite = (room: RoomId, wanted: { readonly expiresInSec?: number; readonly uses?: number }) =>
  askEngine({ kind: 'make-invite', room, ...wanted })
export const listInvites = (room: RoomId) => askEngine({ kind: 'list-invites', room })
export const withdrawInvite = (code: string) => askEngine({ kind: 'withdraw-invite', code })
/** Where a code leads, signed in or not. */
export const previewInvite = (code: string) => askEngine({ kind: 'preview-invite', code })
export const loadInvitePicture = (code: string, version: string) =>
  askEngine({ kind: 'load-invite-picture', code, version })
export const listInstallers = () => askEngine({ kind: 'list-installers' })
export const joinInvite = (code: string) => askEngine({ kind: 'join-invite', code })
export const listPublicRooms = (q: string, cursor?: string) =>
  askEngine({ kind: 'list-public-rooms', q, ...(cursor === undefined ? {} : { cursor }) })
export const joinPublicRoom = (room: RoomId) => askEngine({ kind: 'join-public-room', room })

export const listBots = () => askEngine({ kind: 'list-bots' })
export const makeBot = (handle: string, displayName: string) => askEngine({ kind: 'make-bot', handle, displayName })
/** For good; what it said stays. */
export const removeBot = (bot: UserId) => askEngine({ kind: 'remove-bot', bot })
/** What a program signs in with; made here, the secret half of the key never leaves this device. */
export const issueBotFile = (bot: UserId, keyFrom: 'device' | 'server') =>
  askEngine({ kind: 'issue-bot-file', bot, keyFrom })
export const revokeBotKey = (bot: UserId, publicKey: PublicNkey) =>
  askEngine({ kind: 'revoke-bot-key', bot, publicKey })
export const listWebhooks = (room: RoomId) => askEngine({ kind: 'list-webhooks', room })
export const makeWebhook = (room: RoomId, name: string) => askEngine({ kind: 'make-webhook', room, name })
/** Another address; the one before ends. */
export const rotateWebhook = (room: RoomId, webhook: string) => askEngine({ kind: 'rotate-webhook', room, webhook })
export const removeWebhook = (room: RoomId, webhook: string) => askEngine({ kind: 'remove-webhook', room, webhook })
/** What the server keeps, signed in or not. */
export const loadErasure = (receipt: string) => askEngine({ kind: 'load-erasure', receipt })
export const loadKeptData = () => askEngine({ kind: 'load-kept-data' })

export const loadReach = (room: RoomId) => askEngine({ kind: 'load-reach', room })
/** With this device's own credential, on the connection in use. */
export const proveReach = (room: RoomId) => askEngine({ kind: 'prove-reach', room })

export const loadRoomPicture = (room: RoomId, version: string) =>
  askEngine({ kind: 'load-room-picture', room, version })
/** A square. */
export const putRoomPicture = (room: RoomId, picture: Blob) => askEngine({ kind: 'put-room-picture', room, picture })
export const removeRoomPicture = (room: RoomId) => askEngine({ kind: 'remove-room-picture', room })
export const leaveRoom = (room: RoomId) => askEngine({ kind: 'leave-room', room })

/** For owners: everybody is taken out. */
export const closeRoomForAll = (room: RoomId) => askEngine({ kind: 'close-room-for-all', room })
export const dismissGoneRoom = (room: RoomId) => askEngine({ kind: 'dismiss-gone-room', room })

export const openRoom = (room: RoomId) => askEngine({ kind: 'open-room', room })
/** This window does not show it any more. */
export const closeRoom = (room: RoomId) => askEngine({ kind: 'close-room', room })
export const loadOlder = (room: RoomId) => askEngine({ kind: 'load-older', room })
export const loadNewer = (room: RoomId) => askEngine({ kind: 'load-newer', room })
export const loadAround = (room: RoomId, place: TimelinePlace) => askEngine({ kind: 'load-around', room, place })
export const markAllRead = (room: RoomId) => askEngine({ kind: 'mark-all-read', room })
/** From this message on all counts as unread. */
export const markUnreadFrom = (room: RoomId, seq: number) => askEngine({ kind: 'mark-unread-from', room, seq })
export const markRead = (room: RoomId, seq: number) => askEngine({ kind: 'mark-read', room, seq })

export const openThread = (room: RoomId, thread: MessageId) => askEngine({ kind: 'open-thread', room, thread })
export const closeThread = (thread: MessageId) => askEngine({ kind: 'close-thread', thread })
export const loadOlderAnswers = (thread: MessageId) => askEngine({ kind: 'load-older-answers', thread })
export const markThreadRead = (room: RoomId, thread: MessageId, seq: number) =>
  askEngine({ kind: 'mark-thread-read', room, thread, seq })
export const readAllThreads = () => askEngine({ kind: 'read-all-threads' })
export const followThread = (room: RoomId, thread: MessageId, on: boolean) =>
  askEngine({ kind: 'follow-thread', room, thread, on })
/** The thread that alone shows the message. */
export const findThread = (room: RoomId, message: MessageId) => askEngine({ kind: 'find-thread', room, message })

export const refreshInbox = () => askEngine({ kind: 'refresh-inbox' })
export const seeInbox = () => askEngine({ kind: 'see-inbox' })
export const loadInbox = (of: InboxKind | undefined, cursor: string | undefined) =>
  askEngine({
    kind: 'load-inbox',
    ...(of === undefined ? {} : { of }),
    ...(cursor === undefined ? {} : { cursor }),
  })
/** As they stood at `upTo`; without `ids` everything up to there. */
export const dismissInbox = (upTo: number, ids?: readonly string[]) =>
  askEngine({ kind: 'dismiss-inbox', upTo, ...(ids === undefined ? {} : { ids }) })
/** What was dismissed last. */
export const restoreInbox = () => askEngine({ kind: 'restore-inbox' })

export const loadVersions = (room: RoomId, message: MessageId) => askEngine({ kind: 'load-versions', room, message })
export const setSaved = (room: RoomId, message: MessageId, on: boolean) =>
  askEngine({ kind: 'set-saved', room, message, on })
/** All of the list, anew. */
export const refreshSaved = () => askEngine({ kind: 'refresh-saved' })
export const setPin = (room: RoomId, message: MessageId, on: boolean) =>
  askEngine({ kind: 'set-pin', room, message, on })

export type NewMessage = {
  readonly text: string
  readonly format: 'plain' | 'markdown'
  readonly replyTo?: MessageId
  /** The message that it hangs on. */
  readonly thread?: MessageId
  readonly mentions?: readonly Mention[]
  readonly files?: readonly DraftFile[]
  readonly preview?: LinkPreview
}
export const sendMessage = (room: RoomId, message: NewMessage) => askEngine({ kind: 'send-message', room, ...message })
/** With its files, under one's own name or with that of who said it. */
export const forwardMessage = (room: RoomId, source: ForwardSource, withAuthor: boolean) =>
  askEngine({ kind: 'forward-message', room, source, withAuthor })
/** What is not named stays as it is. */
export type MessageEdit = Pick<NewMessage, 'text'> & Partial<Pick<NewMessage, 'format' | 'mentions'>>
export const editMessage = (room: RoomId, message: MessageId, edit: MessageEdit) =>
  askEngine({ kind: 'edit-message', room, message, ...edit })
export const removeMessage = (room: RoomId, message: MessageId) => askEngine({ kind: 'remove-message', room, message })
export const setReaction = (room: RoomId, message: MessageId, emoji: string, on: boolean) =>
  askEngine({ kind: 'set-reaction', room, message, emoji, on })
export const retrySends = (room: RoomId) => askEngine({ kind: 'retry-sends', room })
export const discardSend = (room: RoomId, entry: EventId) => askEngine({ kind: 'discard-send', room, entry })
/** Kept here once it answers; it goes up from then on. */
export const addFile = (room: RoomId, file: FileId, bytes: File, isOriginal: boolean) =>
  askEngine({ kind: 'add-file', room, file, name: bytes.name, bytes, ...(isOriginal ? { isOriginal } : {}) })
export const describeFile = (file: FileId, look: FileLook, picture: Blob | undefined) =>
  askEngine({ kind: 'describe-file', file, look, ...(picture === undefined ? {} : { picture }) })
/** As it lies here. */
export const loadFile = (file: FileId) => askEngine({ kind: 'load-file', file })
export const setOriginal = (file: FileId, isOriginal: boolean) => askEngine({ kind: 'set-original', file, isOriginal })
export const removeFile = (file: FileId) => askEngine({ kind: 'remove-file', file })
export const retryFile = (file: FileId) => askEngine({ kind: 'retry-file', file })
/** A message that waits goes without that file. */
export const sendWithout = (room: RoomId, entry: EventId, file: FileId) =>
  askEngine({ kind: 'send-without', room, entry, file })
export const saveDraft = (room: RoomId, draft: DraftView, thread?: MessageId) =>
  askEngine({ kind: 'save-draft', room, draft, ...(thread === undefined ? {} : { thread }) })
export const sayTyping = (room: RoomId, typing: boolean) => askEngine({ kind: 'say-typing', room, typing })

/** What is left out stays. */
export const changeMe = (change: ChangeMeBody) => askEngine({ kind: 'change-me', change })
export const changePassword = (currentPassword: string, newPassword: string) =>
  askEngine({ kind: 'change-password', currentPassword, newPassword })
export const measureKept = () => askEngine({ kind: 'measure-kept' })
/** Of one room, or of all: it is fetched again when somebody looks. */
export const clearKept = (room?: RoomId) => askEngine({ kind: 'clear-kept', ...(room === undefined ? {} : { room }) })
export const listDevices = () => askEngine({ kind: 'list-devices' })
export const revokeDevice = (device: DeviceId) => askEngine({ kind: 'revoke-device', device })
/** A change of what I have set for all my devices; `null` takes away. */
export const changeSettings = (patch: SettingsPatch) => askEngine({ kind: 'change-settings', patch })
export const revokeOtherDevices = () => askEngine({ kind: 'revoke-other-devices' })

/** What they say of themselves, from then on in the state. */
export const loadProfile = (user: UserId) => askEngine({ kind: 'load-profile', user })
export const loadPicture = (user: UserId, version: string) => askEngine({ kind: 'load-picture', user, version })
/** A square. */
export const putPicture = (picture: Blob) => askEngine({ kind: 'put-picture', picture })
export const removePicture = () => askEngine({ kind: 'remove-picture' })
/** Where both have asked, or the server's contacts are open, they are contacts at once. */
export const askContact = (handle: string, note = '') => askEngine({ kind: 'ask-contact', handle, note })
export const acceptRequest = (request: string) => askEngine({ kind: 'accept-request', request })
export const declineRequest = (request: string) => askEngine({ kind: 'decline-request', request })
export const withdrawRequest = (request: string) => askEngine({ kind: 'withdraw-request', request })
export const endContact = (user: UserId) => askEngine({ kind: 'end-contact', user })
export const setNickname = (user: UserId, nickname: string) => askEngine({ kind: 'set-nickname', user, nickname })
export const blockUser = (user: UserId) => askEngine({ kind: 'block-user', user })
export const unblockUser = (user: UserId) => askEngine({ kind: 'unblock-user', user })
export const loadServerSettings = () => askEngine({ kind: 'load-server-settings' })
export const changeServerSettings = (change: Partial<ServerSettings>) =>
  askEngine({ kind: 'change-server-settings', change })
export const sendReport = (report: ReportBody) => askEngine({ kind: 'send-report', report })
export const listReports = () => askEngine({ kind: 'list-reports' })

export const listNotifyDecisions = () => askEngine({ kind: 'list-notify-decisions' })
/** How far a message of mine has come, as this device knows it. */
export const traceMessage = (room: RoomId, message: MessageId, seq: number | undefined) =>
  askEngine({ kind: 'trace-message', room, message, ...(seq === undefined ? {} : { seq }) })
/** How much of the room is here without a hole. */
export const measureRoom = (room: RoomId) => askEngine({ kind: 'measure-room', room })
export const completeRoom = (room: RoomId) => askEngine({ kind: 'complete-room', room })
export const whyNotified = (room: RoomId, message: MessageId) => askEngine({ kind: 'why-notified', room, message })

/** The answer is as the server said it: whoever asks reads it by the contract. */
export const askServerAdmin = (call: Omit<AdminCommand, 'kind'>) => askEngine({ kind: 'ask-admin', ...call })
/** What is known of it now: whether it is still there and to be seen, too. */
export const loadSentFileInfo = (file: FileId) => askEngine({ kind: 'load-sent-file-info', file })
/** As a whole, to be saved. */
export const loadSentFile = (file: FileId) => askEngine({ kind: 'load-sent-file', file })
export const loadSentPreview = (file: FileId) => askEngine({ kind: 'load-sent-file', file, preview: true })
export const previewLink = (room: RoomId, url: string) => askEngine({ kind: 'preview-link', room, url })
/** With files, pictures or links, the newest first. */
export const listShared = (room: RoomId, has: 'file' | 'image' | 'link', words: string, cursor?: string) =>
  askEngine({ kind: 'list-shared', room, has, words, ...(cursor === undefined ? {} : { cursor }) })
export const countShared = (room: RoomId) => askEngine({ kind: 'count-shared', room })
