import { createHash } from 'node:crypto'
import { z } from 'zod'
import { avatarSide } from '../../common/http-contract/profile-contract.ts'
import type { RoomId, UserId } from '../../common/ids.ts'
import type { Result } from '../../common/result.ts'
import { ok } from '../../common/result.ts'
import type { PictureReader } from '../pictures/picture-reader.ts'
import { buildRecordBook } from '../store/record-book.ts'
import type { RecordStore } from '../store/record-store.ts'

/** Pictures of people and rooms, one each, as WebP. Who may see one is for whoever asks to know. */
export type AvatarShelf = {
  readonly load: (owner: UserId | RoomId) => Promise<Avatar | undefined>
  /** Made anew from what was sent; the same picture has the same version. */
  readonly put: (owner: UserId | RoomId, sent: Uint8Array) => Promise<Result<Avatar>>
  readonly putBack: (owner: UserId | RoomId, avatar: Avatar | undefined) => Promise<void>
  readonly remove: (owner: UserId | RoomId) => Promise<void>
}
export type Avatar = { readonly version: string; readonly webp: Buffer }

const keptSchema = z.object({ version: z.string(), webp: z.base64() })

export function buildAvatarShelf(records: RecordStore, reader: PictureReader, now: () => number): AvatarShelf {
  const book = buildRecordBook(records, 'avatar', keptSchema, now)
  const keep = (owner: UserId | RoomId, { version, webp }: Avatar) =>
    book.change(owner, () => ok({ detail: { version, webp: webp.toString('base64') }, owners: [owner] }))
  const remove = async (owner: UserId | RoomId) => void (await book.change(owner, () => ok('remove')))
  return {
    load: async (owner) => {
      const kept = (await book.load(owner))?.detail
      return kept && { version: kept.version, webp: Buffer.from(kept.webp, 'base64') }
    },
    put: async (owner, sent) => {
      const made = await reader.readSquare(sent, avatarSide)
      if (!made.ok) return made
      const avatar = { version: versionOf(made.value), webp: made.value }
      const kept = await keep(owner, avatar)
      return kept.ok ? ok(avatar) : kept
    },
    putBack: async (owner, avatar) => {
      if (avatar === undefined) await remove(owner)
      else await keep(owner, avatar)
    },
    remove,
  }
}

function versionOf(webp: Buffer): string {
  return createHash('sha256').update(webp).digest('base64url').slice(0, 16)
}
