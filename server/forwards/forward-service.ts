import { appError } from '../../common/app-error.ts'
import type { ForwardBody } from '../../common/http-contract/forward-contract.ts'
import type { FileId, MessageId, RoomId, UserId } from '../../common/ids.ts'
import type { Message } from '../../common/message.ts'
import type { Result } from '../../common/result.ts'
import { err, ok } from '../../common/result.ts'
import type { Attachment, LinkPreview, SealedForward } from '../../common/wire-event.ts'
import { findSeen, type SeenPorts } from '../reach/seen-message.ts'
import { mostVersions } from '../store/archive-store.ts'
import type { ForwardSeals } from './forward-seals.ts'

/**
 * Vouches for words that are passed on: that they stand, or stood before an edit, in a message that the caller may see now, by the
 * author that is named. One that is a forward itself hands on whose words it passes on. What one may not see is as none.
 */
export type SealForward = (caller: UserId, room: RoomId, wanted: ForwardBody) => Promise<Result<SealedForward>>

export type ForwardPorts = SeenPorts & {
  readonly seals: Pick<ForwardSeals, 'seal'>
  readonly loadVersions: (room: RoomId, id: MessageId, limit: number) => Promise<readonly { readonly text: string }[]>
  /** What is in a file of that person and room, undefined where there is none; without a person, whosever it is. */
  readonly digestOf: (
    file: FileId,
    of?: { readonly user: UserId; readonly room: RoomId },
  ) => Promise<string | undefined>
}

const unknown = err(appError('message-unknown'))
const changed = err(appError('forward-changed'))

export function buildForwardService(ports: ForwardPorts): SealForward {
  /** Once the archive has what was said and taken back until now: whoever is in the room has heard of both a moment before. */
  async function findStanding(caller: UserId, place: ForwardBody['from']): Promise<Result<Message>> {
    const found = await findSeen(ports, caller, place)
    if (!found.ok) return found.error.code === 'room-unknown' ? unknown : found
    return found.value.removedAt === undefined ? found : unknown
  }

  async function isSaid({ room, id, text, editedAt }: Message, said: string): Promise<boolean> {
    if (text === said) return true
    if (editedAt === undefined) return false
    return (await ports.loadVersions(room, id, mostVersions)).some((version) => version.text === said)
  }

  async function isCopy(own: FileId, of: FileId, owner: { user: UserId; room: RoomId }): Promise<boolean> {
    const digest = await ports.digestOf(own, owner)
    return digest !== undefined && digest === (await ports.digestOf(of))
  }

  /** Each of one that is described alike. A file is looked up once, however often it stands there: twenty of twenty are no four hundred. */
  async function areCopies(
    own: readonly Attachment[],
    of: readonly Attachment[],
    owner: { user: UserId; room: RoomId },
  ): Promise<boolean> {
    const [digestOfOwn, digestOf] = [once((file) => ports.digestOf(file, owner)), once((file) => ports.digestOf(file))]
    for (const one of own) {
      const digest = await digestOfOwn(one.file)
      const like = of.filter((other) => isSameFile(one, other))
      const digests = await Promise.all(like.map(({ file }) => digestOf(file)))
      if (digest === undefined || !digests.includes(digest)) return false
    }
    return true
  }

  return async (caller, room, wanted) => {
    const { scope } = await ports.loadReach(caller, room)
    if (scope === 'none') return err(appError('room-unknown'))
    if (scope !== 'room') return err(appError('not-allowed'))
    const found = await findStanding(caller, wanted.from)
    if (!found.ok) return found
    const original = found.value
    if (wanted.format !== original.format || !(await isSaid(original, wanted.text))) return changed
    const owner = { user: caller, room }
    const { attachments = [], preview } = wanted
    if (attachments.length > original.attachments.length) return changed
    if (!(await areCopies(attachments, original.attachments, owner))) return changed
    if (preview !== undefined && !isSamePreview(preview, original.preview)) return changed
    if (preview?.image !== undefined && original.preview?.image !== undefined) {
      if (!(await isCopy(preview.image, original.preview.image, owner))) return changed
    }
    const forwarded = original.forwarded ?? { room: original.room, message: original.id, author: original.author }
    return ok({ ...forwarded, seal: ports.seals.seal({ ...wanted, by: caller, room, forwarded }) })
  }
}

type Look = (file: FileId) => Promise<string | undefined>

function once(look: Look): Look {
  const known = new Map<FileId, ReturnType<Look>>()
  return (file) => {
    const found = known.get(file) ?? look(file)
    known.set(file, found)
    return found
  }
}

/** In all that is said of it: a name is words too. */
function isSameFile(one: Attachment, other: Attachment): boolean {
  const names = ['name', 'mediaType', 'sizeBytes', 'width', 'height', 'durationMs', 'thumbhash', 'caption'] as const
  return names.every((name) => one[name] === other[name])
}

function isSamePreview(one: LinkPreview, other: LinkPreview | undefined): boolean {
  if (other === undefined || (one.image !== undefined && other.image === undefined)) return false
  return one.url === other.url && one.title === other.title && one.text === other.text
}
