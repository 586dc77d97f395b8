import { isInlineType } from '../../../common/http-contract/file-contract.ts'
import type { Attachment } from '../../../common/wire-event.ts'

export type PictureFile = Attachment & { readonly width: number; readonly height: number }
/** What of a message is shown where it stands, and what only lies there to be saved. In the order of sending within each. */
export type ShownFiles = {
  readonly pictures: readonly PictureFile[]
  readonly films: readonly Attachment[]
  readonly sounds: readonly Attachment[]
  readonly others: readonly Attachment[]
}
export type FileKind = 'picture' | 'film' | 'sound' | 'other'

/**
 * By what its sender says of it: the server says it anew with the bytes, so a lie shows nothing. Only what the server found
 * to be a picture has a size: what has none could be drawn by nobody, and no room could be kept for it.
 */
export function kindOf({ mediaType, width, height }: Attachment): FileKind {
  if (!isInlineType(mediaType)) return 'other'
  if (mediaType.startsWith('video/')) return 'film'
  if (mediaType.startsWith('audio/')) return 'sound'
  return width === undefined || height === undefined ? 'other' : 'picture'
}

export function sortFiles(files: readonly Attachment[]): ShownFiles {
  const of = (kind: FileKind) => files.filter((file) => kindOf(file) === kind)
  return { pictures: of('picture').filter(isSized), films: of('film'), sounds: of('sound'), others: of('other') }
}

function isSized(file: Attachment): file is PictureFile {
  return file.width !== undefined && file.height !== undefined
}
