import type { FilesPlace } from '../server-config.ts'
import { buildFolderStorage } from './file-storage.folder.ts'
import { buildS3Storage } from './file-storage.s3.ts'
import type { FileStorage } from './file-storage.ts'

/** As `NATTER_FILES_URL` says. */
export function openFileStorage(place: FilesPlace): FileStorage {
  return place.kind === 'folder' ? buildFolderStorage(place.folder) : buildS3Storage(place)
}
