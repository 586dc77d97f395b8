import type { FileId } from '../../../common/ids.ts'
import { buildUserId, idRandomBytes } from '../../../common/ids.ts'

/** What a file is called on this device, until the server has named it: an id like any other. */
export function newFileId(): FileId {
  return buildUserId(crypto.getRandomValues(new Uint8Array(idRandomBytes))) as string as FileId
}
