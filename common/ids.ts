/**
 * Ids as branded strings. Random bytes and clocks are passed in: `common` has neither.
 * Ids are random and carry no meaning, so they reveal nobody: docs/protocol.md#words.
 */
declare const brand: unique symbol
type Branded<Name extends string> = string & { readonly [brand]: Name }

/** 16 characters of [a-z0-9]. */
export const idCharacters = 16
export type UserId = Branded<'user'>
export type DeviceId = Branded<'device'>
/** `<shard>.<14 characters of [a-z0-9]>`: two subject tokens, the first names the stream that keeps the room. */
export type RoomId = Branded<'room'>
/** 16 characters, like a user's. Who made it and for which room can be told from it by the server alone. */
export type FileId = Branded<'file'>
/** A lower-case ULID: 26 characters of Crockford's base 32. */
export type EventId = Branded<'event'>
/** The id of the event `message.posted` that made the message. */
export type MessageId = EventId
/** A device's public nkey: `U` and 55 characters of base 32. */
export type PublicNkey = Branded<'nkey'>
/** What a revocation names: a key, or everybody's. */
export type RevokedKey = PublicNkey | '*'

const alphabet = 'abcdefghijklmnopqrstuvwxyz0123456789'
const crockford = '0123456789abcdefghjkmnpqrstvwxyz'

export const userPattern = /^[a-z0-9]{16}$/
export const devicePattern = userPattern
export const filePattern = userPattern
export const roomPattern = /^[0-9]{1,2}\.[a-z0-9]{14}$/
export const eventPattern = /^[0-7][0-9a-hjkmnp-tv-z]{25}$/
export const nkeyPattern = /^U[A-Z2-7]{55}$/

export function parseUserId(value: unknown): UserId | undefined {
  return typeof value === 'string' && userPattern.test(value) ? (value as UserId) : undefined
}

export function parseDeviceId(value: unknown): DeviceId | undefined {
  return typeof value === 'string' && userPattern.test(value) ? (value as DeviceId) : undefined
}

export function parseRoomId(value: unknown): RoomId | undefined {
  return typeof value === 'string' && roomPattern.test(value) ? (value as RoomId) : undefined
}

export function parseEventId(value: unknown): EventId | undefined {
  return typeof value === 'string' && eventPattern.test(value) ? (value as EventId) : undefined
}

export function parsePublicNkey(value: unknown): PublicNkey | undefined {
  return typeof value === 'string' && nkeyPattern.test(value) ? (value as PublicNkey) : undefined
}

/** How many random bytes `buildUserId` and `buildDeviceId` want. Spare ones make up for those that would bias the choice. */
export const idRandomBytes = 32

export function buildUserId(random: Uint8Array): UserId {
  return buildToken(random, idCharacters) as UserId
}

export function buildDeviceId(random: Uint8Array): DeviceId {
  return buildToken(random, idCharacters) as DeviceId
}

export function buildRoomId(shard: number, random: Uint8Array): RoomId {
  return `${shard}.${buildToken(random, 14)}` as RoomId
}

/** The number in front of the point: which `EVENTS-<shard>` keeps the room. */
export function shardOf(room: RoomId): number {
  return Number(room.slice(0, room.indexOf('.')))
}

export const eventIdRandomBytes = 10

/**
 * A ULID: 48 bits of time, 80 bits of fresh randomness.
 * @param atMs milliseconds since the epoch
 * @param random 10 random bytes, fresh for each id: a guessable id could be claimed first by somebody else
 * Source: https://github.com/ulid/spec
 */
export function buildEventId(atMs: number, random: Uint8Array): EventId {
  let time = ''
  for (let rest = Math.max(0, Math.floor(atMs)), place = 0; place < 10; place++) {
    time = crockford.charAt(rest % 32) + time
    rest = Math.floor(rest / 32)
  }
  let bits = 0n
  for (const byte of random.subarray(0, eventIdRandomBytes)) bits = (bits << 8n) | BigInt(byte)
  let chance = ''
  for (let place = 0; place < 16; place++) {
    chance = crockford.charAt(Number(bits & 31n)) + chance
    bits >>= 5n
  }
  return (time + chance) as EventId
}

/** The sender's clock when the id was made, in ms. It may be wrong, and decides nothing. */
export function timeOfEventId(id: EventId): number {
  let time = 0
  for (const character of id.slice(0, 10)) time = time * 32 + crockford.indexOf(character)
  return time
}

function buildToken(random: Uint8Array, length: number): string {
  let token = ''
  for (const byte of random) {
    // 252 is the largest multiple of 36 in a byte: what lies above it would make the first four letters likelier.
    if (byte < 252) token += alphabet.charAt(byte % 36)
    if (token.length === length) return token
  }
  throw new Error(`too few random bytes for an id of ${length} characters: ${random.length}`)
}
