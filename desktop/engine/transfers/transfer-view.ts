import type { AppError } from '../../../common/app-error.ts'
import type { File } from '../../../common/http-contract/file-contract.ts'
import type { Attachment } from '../../../common/wire-event.ts'
import { attachmentSchema } from '../../../common/wire-event.ts'
import type { FileLook, TransferView } from '../../file-command.ts'
import type { KeptFile } from '../local-store/file-store.ts'

type Going = {
  readonly state: TransferView['state']
  readonly sentBytes: number
  readonly bytesPerSec?: number | undefined
  readonly error?: AppError | undefined
}

/** What screens see of a file on its way. */
export function buildTransferView(kept: KeptFile, { state, sentBytes, bytesPerSec, error }: Going): TransferView {
  const { upload: _, stored, addedAt: __, ...shown } = kept
  const look = definedOf(shown) as Omit<TransferView, 'state' | 'sentBytes'>
  return {
    ...look,
    state,
    sentBytes,
    ...(state === 'sending' && bytesPerSec !== undefined ? { bytesPerSec } : {}),
    ...(error === undefined || state === 'sending' || state === 'whole' ? {} : { error }),
    ...(stored === undefined || state !== 'whole' ? {} : { storedAs: stored.attachment.file }),
  }
}

/**
 * What a message says of it: under its name here as long as it is here alone. Of what the server knows its word counts; a
 * film's measures it does not take, so those are ours.
 */
export function attachmentOf(kept: KeptFile, found?: File): Attachment {
  if (found === undefined) {
    if (kept.stored !== undefined) return kept.stored.attachment
    const { file, name, mediaType, sizeBytes, width, height, durationMs, thumbhash } = kept
    return definedOf({ file, name, mediaType, sizeBytes, width, height, durationMs, thumbhash }) as Attachment
  }
  const { id: file, name, mediaType, sizeBytes, width, height, durationMs, thumbhash } = found
  const said = { file, name, mediaType, sizeBytes, durationMs, thumbhash }
  const size = width !== undefined && height !== undefined ? { width, height } : {}
  return withLook(definedOf({ ...said, ...size }) as Attachment, kept)
}

/** What was seen of it here, also after the server had it: the server's word goes before. */
export function withLook(attachment: Attachment, seen: FileLook): Attachment {
  // What the server could not read as a picture is none for anybody, whatever it looked like here.
  if (!/^(?:image|video|audio)\//.test(attachment.mediaType)) return attachment
  const { width = seen.width, height = seen.height } = attachment
  const { durationMs = seen.durationMs, thumbhash = seen.thumbhash } = attachment
  return definedOf({ ...attachment, width, height, durationMs, thumbhash }) as Attachment
}

/** Without what is not known. */
export function definedOf<T extends object>(value: T): Partial<T> {
  return Object.fromEntries(Object.entries(value).filter(([, one]) => one !== undefined)) as Partial<T>
}

const fallbackType = 'application/octet-stream'

/** As the browser says it, where that has the form of a type. */
export function cleanMediaType(type: string): string {
  const [plain = ''] = type.split(';')
  return attachmentSchema.shape.mediaType.safeParse(plain.trim()).success ? plain.trim() : fallbackType
}

/** As it is called here, in the form that a message takes. */
export function cleanLocalName(name: string): string {
  const cleaned = [...name.toWellFormed().replace(/\p{Cc}/gu, ' ')].slice(0, 255).join('').trim()
  return cleaned === '' ? 'file' : cleaned
}
