import { z } from 'zod'
import type { DeviceId, EventId, FileId, PublicNkey, RoomId, UserId } from './ids.ts'
import { devicePattern, eventPattern, filePattern, nkeyPattern, roomPattern, userPattern } from './ids.ts'

/**
 * zod schemas of the ids, for bodies, paths and answers alike. Plain patterns, so that the OpenAPI document says them too;
 * the cast gives the branded type without a transform, which JSON Schema could not state.
 */
const idSchema = <Id extends string>(pattern: RegExp, what: string) =>
  z.string().regex(pattern, `must be ${what}`) as unknown as z.ZodType<Id, Id>

export const userIdSchema = idSchema<UserId>(userPattern, 'a user id')
export const deviceIdSchema = idSchema<DeviceId>(devicePattern, 'a device id')
export const fileIdSchema = idSchema<FileId>(filePattern, 'a file id')
export const roomIdSchema = idSchema<RoomId>(roomPattern, 'a room id')
export const eventIdSchema = idSchema<EventId>(eventPattern, 'a lower-case ULID')
export const publicNkeySchema = idSchema<PublicNkey>(nkeyPattern, 'a public user nkey')
