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

export const errorTable = {
  'request-invalid': { status: 400, retry: 'never', sentence: 'The request is not in the form this call takes.' },
  'request-too-large': { status: 413, retry: 'never', sentence: 'The request is larger than this call takes.' },
  'media-type-unsupported': { status: 415, retry: 'never', sentence: 'This call takes application/json.' },
  'route-unknown': { status: 404, retry: 'never', sentence: 'There is no such call. See /api/docs.' },
  'sign-in-required': { status: 401, retry: 'after-refresh', sentence: 'Sign in to go on.' },
  'session-ended': { status: 401, retry: 'never', sentence: 'This device was signed out. Sign in again.' },
  'sign-in-refused': { status: 401, retry: 'never', sentence: 'Handle or password is not right.' },
  'account-suspended': {
    status: 403,
    retry: 'never',
    sentence: 'This account is suspended. Ask an admin of this server.',
  },
  'registration-closed': {
    status: 403,
    retry: 'never',
    sentence: 'This server takes no new accounts. Ask an admin for an invitation.',
  },
  'invite-invalid': { status: 410, retry: 'never', sentence: 'This invitation is no longer good. Ask for a new one.' },
  'request-unknown': {
    status: 404,
    retry: 'never',
    sentence: 'There is no such request. It may have been answered already.',
  },
  'contact-unknown': { status: 404, retry: 'never', sentence: 'That person is not among your contacts.' },
  'message-unknown': { status: 404, retry: 'never', sentence: 'There is no such message here.' },
  'member-banned': {
    status: 409,
    retry: 'never',
    sentence: 'That person is banned from this room. Lift the ban first.',
  },
  'reset-invalid': { status: 410, retry: 'never', sentence: 'This code is no longer good. Ask for a new one.' },
  'mail-off': {
    status: 409,
    retry: 'never',
    sentence: 'This server sends no mail. Ask one of its administrators.',
  },
  'image-unreadable': {
    status: 422,
    retry: 'never',
    sentence: 'This picture cannot be read. Choose a PNG, JPEG or WebP.',
  },
  'report-unknown': { status: 404, retry: 'never', sentence: 'There is no such report.' },
  'last-admin': {
    status: 409,
    retry: 'never',
    sentence: 'A server needs an administrator. Make someone else one first.',
  },
  'settings-changed': {
    status: 409,
    retry: 'never',
    sentence: 'Another device changed the settings at the same time. Its settings count.',
  },
  'admin-required': { status: 403, retry: 'never', sentence: 'Only an administrator of this server can do that.' },
  'not-allowed': { status: 403, retry: 'never', sentence: 'Your role in this room does not allow that.' },
  'handle-taken': { status: 409, retry: 'never', sentence: 'That handle is taken. Choose another.' },
  'email-taken': {
    status: 409,
    retry: 'never',
    sentence: 'There is an account with that e-mail already. Sign in instead.',
  },
  'user-unknown': { status: 404, retry: 'never', sentence: 'There is nobody with that handle.' },
  'room-unknown': { status: 404, retry: 'never', sentence: 'There is no such room, or you are not in it.' },
  'member-unknown': { status: 404, retry: 'never', sentence: 'That person is not in this room.' },
  'device-unknown': { status: 404, retry: 'never', sentence: 'There is no such device.' },
  'room-full': {
    status: 409,
    retry: 'never',
    sentence: 'This room is full. Someone has to leave first, or an admin raises the limit.',
  },
  'rooms-too-many': { status: 409, retry: 'never', sentence: 'One account can be in 1,000 rooms. Leave one first.' },
  'last-owner': { status: 409, retry: 'never', sentence: 'A room needs an owner. Make someone else owner first.' },
  'room-changed': {
    status: 409,
    retry: 'later',
    sentence: 'The room was changed by someone else at the same time. Try again.',
  },
  'room-direct': {
    status: 409,
    retry: 'never',
    sentence: 'A direct conversation has exactly two people. Make a room to add more.',
  },
  'proof-refused': {
    status: 403,
    retry: 'never',
    sentence: 'The key was not proven. The signature must be over the access token, with that key.',
  },
  'key-taken': { status: 409, retry: 'never', sentence: 'That key belongs to another device. Make a new one.' },
  'too-many-requests': {
    status: 429,
    retry: 'later',
    sentence: 'That was asked for too often. Wait a while, or let the other person begin.',
  },
  'rate-limited': { status: 429, retry: 'later', sentence: 'Too many tries. Wait a moment and try again.' },
  busy: { status: 503, retry: 'later', sentence: 'The server is busy. It is tried again by itself.' },
  'store-unavailable': {
    status: 503,
    retry: 'later',
    sentence: 'The server cannot reach its database. It is tried again by itself.',
  },
  'nats-unavailable': {
    status: 503,
    retry: 'later',
    sentence: 'The server cannot reach its message broker. It is tried again by itself.',
  },
  'network-unreachable': {
    status: 0,
    retry: 'later',
    sentence: 'No connection to the server. It is tried again by itself.',
  },
  'publish-refused': {
    status: 403,
    retry: 'after-refresh',
    sentence: 'The message was refused: you may not write here.',
  },
  'publish-timeout': {
    status: 0,
    retry: 'later',
    sentence: 'The server did not answer in time. It is tried again by itself.',
  },
  'engine-restarted': {
    status: 0,
    retry: 'later',
    sentence: 'Natter had to start anew here before it was done. Try again.',
  },
  'version-outdated': {
    status: 0,
    retry: 'never',
    sentence: 'A newer Natter runs in another window. Load this page again.',
  },
  'event-refused': {
    status: 409,
    retry: 'never',
    sentence: 'It came too late or was not allowed, so nobody sees it.',
  },
  'edit-outdated': {
    status: 409,
    retry: 'never',
    sentence: 'The message was changed elsewhere meanwhile. Your words are kept here.',
  },
  'stream-full': {
    status: 507,
    retry: 'later',
    sentence: 'The server has no room for more messages. What you wrote is kept here.',
  },
  'message-too-large': {
    status: 413,
    retry: 'never',
    sentence: 'The message is too long: 100,000 characters at most.',
  },
  'event-malformed': { status: 422, retry: 'never', sentence: 'The event is not in the form Natter speaks.' },
  'storage-unavailable': {
    status: 0,
    retry: 'never',
    sentence: 'This browser keeps no data for Natter, so nothing could be saved. Allow storage for this site.',
  },
  'browser-unfit': {
    status: 0,
    retry: 'never',
    sentence: 'This browser cannot share one connection between tabs. Use a current Firefox, Chrome, Edge or Safari.',
  },
  'storage-newer': {
    status: 0,
    retry: 'never',
    sentence: 'A newer version of Natter has kept its data here. Load the page again to get that version.',
  },
  'storage-blocked': {
    status: 0,
    retry: 'never',
    sentence: 'Another page of Natter holds what is kept here and does not let go. Close it and load this page again.',
  },
  'page-insecure': {
    status: 0,
    retry: 'never',
    sentence: 'Natter needs a page that came over https. Ask whoever runs this server.',
  },
  'app-not-started': {
    status: 0,
    retry: 'never',
    sentence: 'Natter could not start in this browser. Load the page again.',
  },
  'app-not-running': { status: 0, retry: 'never', sentence: 'Natter is not running here.' },
  'app-fault': {
    status: 0,
    retry: 'never',
    sentence: 'Something went wrong in Natter itself. Load the page again.',
  },
  'signed-in-already': { status: 0, retry: 'never', sentence: 'Sign out first.' },
  'message-unfit': { status: 0, retry: 'never', sentence: 'That cannot be sent as it is.' },
  'send-under-way': { status: 0, retry: 'never', sentence: 'It is on its way already and cannot be taken back.' },
  internal: { status: 500, retry: 'later', sentence: 'Something went wrong on the server. It has been noted.' },
} as const satisfies Record<string, ErrorEntry>

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
