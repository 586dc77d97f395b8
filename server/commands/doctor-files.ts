import { existsSync } from 'node:fs'
import { fileKey } from '../files/file-records.ts'
import { openFileStorage } from '../files/open-file-storage.ts'
import type { ServerConfig } from '../server-config.ts'
import type { RecordStore } from '../store/record-store.ts'
import { type Finding, note, trouble, well } from './doctor-finding.ts'

/** Looked at one by one; more of them take long, and say the same. */
const mostLookedAt = 100

/** Whether the bytes of files can be reached, and are where the store says. Writes nothing. */
export async function checkFiles(
  place: ServerConfig['files'],
  records: Pick<RecordStore, 'loadRecords'>,
): Promise<readonly Finding[]> {
  const where = place.kind === 'folder' ? place.folder : `s3://${place.bucket}/${place.prefix}`
  if (place.kind === 'folder' && !existsSync(place.folder)) return [note('files: none yet')]
  const help =
    place.kind === 'folder'
      ? 'See that the folder is ours to read and write.'
      : 'Put NATTER_FILES_URL and the AWS variables right, and see that the storage runs.'
  const storage = openFileStorage(place)
  try {
    await storage.read('probe/doctor')
    const kept = await records.loadRecords({ kind: 'file', limit: mostLookedAt })
    let missing = 0
    for (const { id } of kept) {
      const stream = await storage.read(fileKey(id), { from: 0, to: 0 })
      if (stream === undefined) missing++
      else stream.destroy()
    }
    const text = `files: ${where} answers`
    if (missing === 0) return [well(`${text}; ${kept.length} looked at are there`)]
    return [
      trouble(
        `${text}, but ${missing} of ${kept.length} looked at are not there`,
        'Bring the files back from a backup.',
      ),
    ]
  } catch (fault) {
    return [trouble(`files: ${fault instanceof Error ? fault.message : 'unknown'}`, help)]
  }
}
