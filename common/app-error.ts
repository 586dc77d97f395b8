/**
 * The closed table of expected failures: what HTTP says, whether trying again helps, and the sentence a person reads.
 * Nothing in Natter decides on the text of an error; it decides on its `code`.
 */
type ErrorEntry = {
  readonly status: number
  /** `later`: the same call may succeed by itself. `after-refresh`: once the access token or credential is renewed. */
  readonly retry: 'never' | 'later' | 'after-refresh'
  readonly sentence: string
}

const entry =
  <Retry extends ErrorEntry['retry']>(retry: Retry) =>
  <Status extends number>(status: Status, sentence: string) => ({ status, retry, sentence })
const never = entry('never')
const later = entry('later')
const afterRefresh = entry('after-refresh')

export const errorTable = {
  'request-invalid': never(400, 'The request is not in the form this call takes.'),
  'request-too-large': never(413, 'The request is larger than this call takes.'),
  'media-type-unsupported': never(415, 'This call takes application/json.'),
  'route-unknown': never(404, 'There is no such call. See /api/docs.'),
  'sign-in-required': afterRefresh(401, 'Sign in to go on.'),
  'session-ended': never(401, 'This device was signed out. Sign in again.'),
  'sign-in-refused': never(401, 'Handle or password is not right.'),
  'account-suspended': never(403, 'This account is suspended. Ask an admin of this server.'),
  'registration-closed': never(403, 'This server takes no new accounts. Ask an admin for an invitation.'),
  'invite-invalid': never(410, 'This invitation is no longer good. Ask for a new one.'),
  'request-unknown': never(404, 'There is no such request. It may have been answered already.'),
  'contact-unknown': never(404, 'That person is not among your contacts.'),
  'message-unknown': never(404, 'There is no such message here.'),
  'forward-changed': never(409, 'The message was changed meanwhile. Forward it as it stands now.'),
  'member-banned': never(409, 'That person is banned from this room. Lift the ban first.'),
  'reset-invalid': never(410, 'This code is no longer good. Ask for a new one.'),
  'mail-off': never(409, 'This server sends no mail. Ask one of its administrators.'),
  'file-unknown': never(404, 'There is no such file, or you may not see it.'),
  'file-too-large': never(413, 'This file is larger than this server takes.'),
  'quota-exceeded': never(413, 'There is no room left for more of your files. Remove some first.'),
  'upload-unfit': never(400, 'The upload is not in the form of tus 1.0.'),
  'upload-moved': later(409, 'The upload is at another place than was said.'),
  'upload-version': never(412, 'The upload needs the header Tus-Resumable: 1.0.0.'),
  'upload-busy': later(423, 'Another part of this upload is still under way. Try again in a moment.'),
  'range-unfit': never(416, 'The file does not have those bytes.'),
  'files-unavailable': later(503, 'The server cannot reach its files. Try again in a moment.'),
  'preview-unavailable': never(422, 'There is no preview of that address.'),
  'image-unreadable': never(422, 'This picture cannot be read. Choose a PNG, JPEG or WebP.'),
  'report-unknown': never(404, 'There is no such report.'),
  'bot-unknown': never(404, 'There is no such bot of yours.'),
  'webhook-unknown': never(404, 'There is no such webhook, or it has ended.'),
  'bots-too-many': never(409, 'You have as many bots as one may have. Delete one first.'),
  'bot-bound': never(403, 'A bot goes where its maker goes, and never further.'),
  'last-admin': never(409, 'A server needs an administrator. Make someone else one first.'),
  'saved-too-many': never(409, 'You have saved as many messages as one may. Remove some from your saved ones first.'),
  'settings-changed': never(409, 'Another device changed the settings at the same time. Its settings count.'),
  'announcements-too-many': never(409, 'As many announcements stand as may at once. Withdraw one first.'),
  'token-unknown': never(404, 'There is no such token.'),
  'token-invalid': never(401, 'This token is not good, or not good any more. Ask whoever gave it to you for another.'),
  'scope-missing': never(403, 'This token may not do that: it lacks the scope that the call needs.'),
  'key-reused': never(422, 'This Idempotency-Key came with another call before. Take a new one for each.'),
  'key-under-way': later(
    409,
    'The same call with this Idempotency-Key is still under way, or its outcome is not known. See what there is.',
  ),
  'announcement-unknown': never(404, 'There is no such announcement.'),
  'report-resolved': never(409, 'This report has been resolved already.'),
  'token-refused': never(403, 'No token may do that. An administrator has to, signed in.'),
  'admin-required': never(403, 'Only an administrator of this server can do that.'),
  'not-allowed': never(403, 'Your role in this room does not allow that.'),
  'handle-taken': never(409, 'That handle is taken. Choose another.'),
  'email-taken': never(409, 'There is an account with that e-mail already. Sign in instead.'),
  'user-unknown': never(404, 'There is nobody with that handle.'),
  'room-unknown': never(404, 'There is no such room, or you are not in it.'),
  'member-unknown': never(404, 'That person is not in this room.'),
  'device-unknown': never(404, 'There is no such device.'),
  'room-full': never(409, 'This room is full. Someone has to leave first, or an admin raises the limit.'),
  'rooms-too-many': never(409, 'One account can be in 1,000 rooms. Leave one first.'),
  'last-owner': never(409, 'A room needs an owner. Make someone else owner first.'),
  'room-changed': later(409, 'The room was changed by someone else at the same time. Try again.'),
  'room-direct': never(409, 'A direct conversation has exactly two people. Make a room to add more.'),
  'proof-refused': never(403, 'The key was not proven. The signature must be over the access token, with that key.'),
  'key-taken': never(409, 'That key belongs to another device. Make a new one.'),
  'too-many-requests': later(429, 'That was asked for too often. Wait a while, or let the other person begin.'),
  'rate-limited': later(429, 'Too many tries. Wait a moment and try again.'),
  busy: later(503, 'The server is busy. It is tried again by itself.'),
  'store-unavailable': later(503, 'The server cannot reach its database. It is tried again by itself.'),
  'nats-unavailable': later(503, 'The server cannot reach its message broker. It is tried again by itself.'),
  'network-unreachable': later(0, 'No connection to the server. It is tried again by itself.'),
  'publish-refused': afterRefresh(403, 'The message was refused: you may not write here.'),
  'publish-timeout': later(0, 'The server did not answer in time. It is tried again by itself.'),
  'engine-restarted': later(0, 'Natter had to start anew here before it was done. Try again.'),
  'version-outdated': never(0, 'A newer Natter runs in another window. Load this page again.'),
  'event-refused': never(409, 'It came too late or was not allowed, so nobody sees it.'),
  'edit-outdated': never(409, 'The message was changed elsewhere meanwhile. Your words are kept here.'),
  'stream-full': later(507, 'The server has no room for more messages. What you wrote is kept here.'),
  'message-too-large': never(413, 'The message is too long: 100,000 characters at most.'),
  'event-malformed': never(422, 'The event is not in the form Natter speaks.'),
  'storage-unavailable': never(
    0,
    'This browser keeps no data for Natter, so nothing could be saved. Allow storage for this site.',
  ),
  'browser-unfit': never(
    0,
    'This browser cannot share one connection between tabs. Use a current Firefox, Chrome, Edge or Safari.',
  ),
  'storage-newer': never(
    0,
    'A newer version of Natter has kept its data here. Load the page again to get that version.',
  ),
  'storage-blocked': never(
    0,
    'Another page of Natter holds what is kept here and does not let go. Close it and load this page again.',
  ),
  'page-insecure': never(0, 'Natter needs a page that came over https. Ask whoever runs this server.'),
  'app-not-started': never(0, 'Natter could not start in this browser. Load the page again.'),
  'app-not-running': never(0, 'Natter is not running here.'),
  'app-fault': never(0, 'Something went wrong in Natter itself. Load the page again.'),
  'signed-in-already': never(0, 'Sign out first.'),
  'message-unfit': never(0, 'That cannot be sent as it is.'),
  'forward-gone': never(0, 'What you forward was removed, or you may not see it any more.'),
  'file-lost': never(0, 'This file is not kept on this device any more. Choose it again.'),
  'send-under-way': never(0, 'It is on its way already and cannot be taken back.'),
  internal: later(500, 'Something went wrong on the server. It has been noted.'),
} satisfies Record<string, ErrorEntry>

export type ErrorCode = keyof typeof errorTable

/**
 * An expected failure. `detail` adds what is particular to this case, in words for a person; `cause` is for the log only.
 * `fields` names inputs at fault (JSON pointer → what is wrong with it); `retryAfterMs` says how long to wait.
 */
export type AppError = {
  readonly code: ErrorCode
  readonly detail?: string
  readonly fields?: Readonly<Record<string, string>>
  readonly retryAfterMs?: number
  /** What the caller needs to go on: further members of the problem document. */
  readonly more?: Readonly<Record<string, unknown>>
  readonly cause?: unknown
}

export function appError(code: ErrorCode, more: Omit<AppError, 'code'> = {}): AppError {
  return { code, ...more }
}

export function statusOf(error: AppError): number {
  return errorTable[error.code].status
}

export function retryOf(error: AppError): 'never' | 'later' | 'after-refresh' {
  return errorTable[error.code].retry
}

/** The sentence a person reads: the particular one where there is one, else the table's. */
export function sentenceOf(error: AppError): string {
  return error.detail ?? errorTable[error.code].sentence
}

export function isErrorCode(value: unknown): value is ErrorCode {
  return typeof value === 'string' && Object.hasOwn(errorTable, value)
}
