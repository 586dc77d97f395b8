import type { RoomId, UserId } from './ids.ts'
import { parseUserId, roomPattern, userPattern } from './ids.ts'

/**
 * Every NATS subject Natter uses, spelled here and nowhere else. Who publishes what: docs/protocol.md#subjects.
 * A room is two tokens (`<shard>.<rest>`), a user one, so all subjects have fixed positions.
 */
export type Author = UserId | 'system'
/** What the control plane tells a user on `user.<user>.<topic>`: hints to ask again over HTTPS, never the truth itself. */
export const userTopics = ['rooms', 'contacts', 'credentials', 'settings', 'notices', 'saved', 'inbox'] as const
export type UserTopic = (typeof userTopics)[number]

export const subjects = {
  sendEvent: (room: RoomId, author: Author) => `send.${room}.${author}.event`,
  /** What `sendEvent` becomes while a shard is mended: nobody but the archiver finds the stream there. */
  repairEvent: (room: RoomId, author: Author) => `repair.${room}.${author}.event`,
  sendRead: (room: RoomId, user: UserId) => `send.${room}.${user}.read`,
  sendPresence: (user: UserId) => `send.presence.${user}`,
  roomEvent: (room: RoomId, author: Author) => `room.${room}.${author}.event`,
  roomTyping: (room: RoomId, user: UserId) => `room.${room}.${user}.live.typing`,
  roomCall: (room: RoomId, user: UserId) => `room.${room}.${user}.live.call`,
  /** Who is there, as the presence role says it. */
  roomPresence: (room: RoomId) => `room.${room}.system.presence`,
  roomHead: (room: RoomId) => `room.${room}.system.head`,
  /** All that happens in a room, for those who may hear it. */
  roomAll: (room: RoomId) => `room.${room}.>`,
  userTopic: (user: UserId, topic: UserTopic) => `user.${user}.${topic}`,
  userAll: (user: UserId) => `user.${user}.>`,
  inboxPrefix: (user: UserId) => `_INBOX.${user}`,
} as const

/** Inside `BACKBONE` only: between copies of the server, behind no door. */
export const backboneSubjects = {
  archiverCopies: 'backbone.archiver.copies',
  /** Asked with rooms, answered with who is there. */
  presence: 'backbone.presence',
  archivedTo: (shard: number) => `backbone.archived.${shard}`,
} as const

/** What passes between the accounts: one service in, two streams out. There must never be a third door. */
export const doors = { serviceIn: 'send.>', roomsOut: 'room.>', usersOut: 'user.>' } as const

export const streams = {
  events: (shard: number) => `EVENTS-${shard}`,
  reads: (shard: number) => `READS-${shard}`,
  /** What a younger stream has and the archive lacks, while the shard is mended. */
  rescue: (shard: number) => `RESCUE-${shard}`,
  /** How far each shard was archived once, as the broker remembers it: a store that knows less was restored. */
  archived: 'ARCHIVED',
  eventsSubject: (shard: number) => `send.${shard}.*.*.event`,
  repairSubject: (shard: number) => `repair.${shard}.*.*.event`,
  /** As what the stream keeps what came by `repairSubject`. */
  repairedSubject: (shard: number) => `send.${shard}.{{wildcard(1)}}.{{wildcard(2)}}.event`,
  readsSubject: (shard: number) => `send.${shard}.*.*.read`,
  /** All that one person said in a shard. */
  saidBy: (shard: number, user: UserId) => `send.${shard}.*.${user}.event`,
  /** One room's events, for a consumer or a look-up. */
  eventsOfRoom: (room: RoomId) => `send.${room}.*.event`,
  republishEvents: (shard: number) => `room.${shard}.{{wildcard(1)}}.{{wildcard(2)}}.event`,
  republishReads: (shard: number) => `room.${shard}.{{wildcard(1)}}.{{wildcard(2)}}.read`,
} as const

/** The shard whose events a stream of this name keeps. */
export function parseEventsStream(name: string): number | undefined {
  const shard = /^EVENTS-(0|[1-9]\d{0,5})$/.exec(name)?.[1]
  return shard === undefined ? undefined : Number(shard)
}

export type RoomLane = 'event' | 'read' | 'typing' | 'call' | 'presence' | 'head'

/** Where something was said and by whom, as the subject states it: the broker vouches for it, the body cannot. */
export type RoomSubject = { readonly room: RoomId; readonly author: Author; readonly lane: RoomLane }

/** A pattern of a whole id, as a part of another. */
const within = ({ source }: RegExp) => source.slice(1, -1)
const roomSubject = new RegExp(`^(room|send)\\.(${within(roomPattern)})\\.(system|${within(userPattern)})\\.([a-z.]+)$`)

/** Reads `room.…` (what members hear) and `send.…` (what the streams keep). Anything else is undefined. */
export function parseRoomSubject(subject: string): RoomSubject | undefined {
  // In one go: this is asked of all that is heard.
  const tokens = roomSubject.exec(subject)
  if (tokens === null) return undefined
  const [, root, room, who, said = ''] = tokens
  // The pattern has seen to it that they are.
  const author = who as Author
  const lane = parseLane(said, root === 'room' ? 'room' : 'send')
  if (lane === undefined) return undefined
  const isOfSystem = lane === 'head' || lane === 'presence'
  if (isOfSystem ? author !== 'system' : author === 'system' && lane !== 'event') return undefined
  return { room: room as RoomId, author, lane }
}

function parseLane(lane: string, root: 'room' | 'send'): RoomLane | undefined {
  if (lane === 'event' || lane === 'read') return lane
  if (root === 'send') return undefined
  if (lane === 'live.typing') return 'typing'
  if (lane === 'live.call') return 'call'
  return lane === 'presence' || lane === 'head' ? lane : undefined
}

export function parseUserSubject(subject: string): { readonly user: UserId; readonly topic: UserTopic } | undefined {
  const tokens = subject.split('.')
  const user = parseUserId(tokens[1])
  const topic = userTopics.find((known) => known === tokens[2])
  if (tokens[0] !== 'user' || tokens.length !== 3 || user === undefined || topic === undefined) return undefined
  return { user, topic }
}
