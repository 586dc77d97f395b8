import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import { appError } from '../../common/app-error.ts'
import type { FileId, RoomId, UserId } from '../../common/ids.ts'
import type { Result } from '../../common/result.ts'
import { err, ok } from '../../common/result.ts'
import type { LinkPreview } from '../../common/wire-event.ts'
import { buildBudgets } from '../budgets/user-budgets.ts'
import type { PictureReader } from '../pictures/picture-reader.ts'
import type { RoomReach } from '../reach/room-reach.ts'
import type { FileIds } from './file-id.ts'
import { previewSide } from './file-maker.ts'
import type { FileQuota } from './file-quota.ts'
import { type FileBook, fileKey, type KeptFile, ownersOfFile, previewKey } from './file-records.ts'
import type { FileStorage } from './file-storage.ts'
import type { GuardedFetch } from './guarded-fetch.ts'
import { readPage } from './page-words.ts'

/** What stands behind an address, read by this server so that nobody who gets the message has to go there. */
export type PreviewLink = (caller: UserId, room: RoomId, url: string) => Promise<Result<LinkPreview>>

export type LinkPreviewPorts = {
  readonly fetch: GuardedFetch
  readonly loadReach: (user: UserId, room: RoomId) => Promise<RoomReach>
  readonly files: FileBook
  readonly storage: Pick<FileStorage, 'write'>
  readonly quota: Pick<FileQuota, 'reserve'>
  readonly ids: FileIds
  readonly pictures: Pick<PictureReader, 'readPicture'>
  readonly now: () => number
}

const mostBytes = 1_000_000
const withinMs = 5_000
const aMinute = 10
/** Whatever it was: who asks learns nothing of what lies behind this server. */
const unavailable = err(appError('preview-unavailable'))

export function buildLinkPreviews(ports: LinkPreviewPorts): PreviewLink {
  const budgets = buildBudgets<UserId>({ burst: aMinute, perSecond: aMinute / 60 })

  async function preview(caller: UserId, room: RoomId, url: string): Promise<Result<LinkPreview>> {
    const signal = AbortSignal.timeout(withinMs)
    const page = await ports.fetch(url, { accept: 'text/html,application/xhtml+xml', mostBytes, signal })
    if (!/^(text\/html|application\/xhtml\+xml)\b/i.test(page.type)) return unavailable
    const { title, text, image } = readPage(page.bytes, page.type)
    if (title === undefined) return unavailable
    const picture =
      image === undefined || !URL.canParse(image, page.url.href)
        ? undefined
        : await keepPicture(caller, room, new URL(image, page.url).href, signal).catch(() => undefined)
    return ok({
      ...{ url, title },
      ...(text === undefined ? {} : { text }),
      ...(picture === undefined ? {} : { image: picture }),
    })
  }

  /** Made anew, so that nothing of the file that was there is ever given to anybody. */
  async function keepPicture(
    user: UserId,
    room: RoomId,
    url: string,
    signal: AbortSignal,
  ): Promise<FileId | undefined> {
    const fetched = await ports.fetch(url, { accept: 'image/*', mostBytes, signal })
    if (fetched.isCut) return undefined
    const read = await ports.pictures.readPicture(async () => fetched.bytes, previewSide)
    if (!read.ok) return undefined
    const { preview: webp, width, height } = read.value
    const id = ports.ids.create(user, room)
    if (!(await ports.quota.reserve(user, id, webp.length)).ok) return undefined
    const shrink = Math.min(1, previewSide / Math.max(width, height))
    await ports.storage.write(fileKey(id), Readable.from([webp]))
    await ports.storage.write(previewKey(id), Readable.from([webp]))
    const detail: KeptFile = {
      ...{ user, room, name: 'preview.webp', mediaType: 'image/webp', sizeBytes: webp.length, hasPreview: true },
      sha256: createHash('sha256').update(webp).digest('hex'),
      width: Math.max(1, Math.round(width * shrink)),
      height: Math.max(1, Math.round(height * shrink)),
      posts: [],
    }
    const kept = await ports.files.change(id, () => ok({ detail, owners: ownersOfFile(detail) }))
    return kept.ok ? id : undefined
  }

  return async (caller, room, url) => {
    const { scope } = await ports.loadReach(caller, room)
    if (scope === 'none') return err(appError('room-unknown'))
    if (scope !== 'room') return err(appError('not-allowed'))
    if (!budgets.spend(caller, 1, ports.now())) return err(appError('rate-limited', { retryAfterMs: 60_000 / aMinute }))
    return preview(caller, room, url).catch(() => unavailable)
  }
}
