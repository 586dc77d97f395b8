import { randomBytes } from 'node:crypto'
import type { Role } from '../../../common/credential-scope.ts'
import {
  buildDeviceId,
  buildEventId,
  buildRoomId,
  buildUserId,
  eventIdRandomBytes,
  type FileId,
  idRandomBytes,
  type PublicNkey,
  type UserId,
} from '../../../common/ids.ts'
import type { Message, RoomState } from '../../../common/message.ts'
import type { ArchiveBatch } from '../../store/archive-store.ts'
import type { SetAsideLimits } from '../../store/safe-set-aside.ts'
import type { Store } from '../../store/store-port.ts'

/** Two doors to one database, as two processes have them, and how often a property is tried on it. */
export type OpenDatabase = {
  readonly first: Store
  readonly second: Store
  readonly drop: () => Promise<void>
}
export type Conformance = {
  readonly open: () => Promise<OpenDatabase>
  readonly runs: number
  /** Where the store was opened with others than the product's. */
  readonly setAsideLimits?: SetAsideLimits
}

// Fresh ids for every test, so that they can share a database and still not meet.
export const newUser = () => buildUserId(randomBytes(idRandomBytes))
export const newFile = () => newUser() as string as FileId
export const newDevice = () => buildDeviceId(randomBytes(idRandomBytes))
export const newRoom = () => buildRoomId(3, randomBytes(idRandomBytes))
export const newEvent = () => buildEventId(1_763_800_000_000, randomBytes(eventIdRandomBytes))
export const newHash = () => randomBytes(32).toString('base64url')
const base32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
export const newNkey = () => `U${[...randomBytes(55)].map((byte) => base32.charAt(byte % 32)).join('')}` as PublicNkey

/** What people type and databases stumble over. NUL and lone surrogates are refused long before (wire-decode.ts). */
export const oddTexts = [
  '__proto__',
  'constructor',
  'toString',
  '.',
  'a.b.c',
  '$',
  '$set',
  '$where',
  '{"$gt": ""}',
  "'; DROP TABLE messages; --",
  '%_?',
  '\u{1F469}\u{200D}\u{1F4BB}',
  'e\u0301 \u00E9 \uFEFF\u202E',
  '\r\n\t\u0001\u007F\uFFFF',
  ' ',
]

export function buildMessage(change: Partial<Message> & Pick<Message, 'room' | 'seq'>): Message {
  return {
    id: newEvent(),
    version: change.seq,
    author: newUser(),
    at: 1_763_800_000_000 + change.seq,
    text: `text ${change.seq}`,
    format: 'plain',
    mentions: [],
    attachments: [],
    reactions: [],
    ...change,
  }
}

export function buildRoom(
  change: Partial<Omit<RoomState, 'members'>> & { readonly users: readonly UserId[] },
): RoomState {
  const { users, ...rest } = change
  const roles: readonly Role[] = ['owner', 'admin', 'member', 'listener']
  const members = users.map((user, index) => {
    return [user, { user, role: roles[index % roles.length] ?? 'member', joinedSeq: index + 1 }] as const
  })
  return {
    room: newRoom(),
    roomKind: 'group',
    name: '$name.__proto__',
    topic: '',
    members: new Map(members),
    createdAt: 1_763_800_000_000,
    createdBy: users[0] ?? newUser(),
    version: 1,
    ...rest,
  }
}

export function buildBatch(change: Partial<ArchiveBatch>): ArchiveBatch {
  return { posted: [], changed: [], rooms: [], setAside: [], notices: [], ...change }
}

/** All at once, each by the one door and the other in turn. */
export function race<T>(
  { first, second }: Pick<OpenDatabase, 'first' | 'second'>,
  times: number,
  act: (store: Store, index: number) => Promise<T>,
): Promise<T[]> {
  return Promise.all(Array.from({ length: times }, (_, index) => act(index % 2 === 0 ? first : second, index)))
}
