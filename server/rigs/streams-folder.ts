import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestNats } from './nats-test-server.ts'

/** For tests: what a broker has on disk, as it was once. */
export type SavedStreams = {
  /** Ends the broker, puts the folder back as it was, and starts it again. */
  readonly restore: () => Promise<void>
  readonly remove: () => void
}

/** Ends the broker (`kill -9`), copies the folder of its streams, and starts it again. */
export async function saveStreamsFolder(nats: TestNats): Promise<SavedStreams> {
  const folder = join(nats.dataDir, 'nats', 'jetstream')
  const kept = mkdtempSync(join(tmpdir(), 'natter-saved-'))
  await nats.kill()
  cpSync(folder, kept, { recursive: true })
  await nats.restart()
  return {
    restore: async () => {
      await nats.kill()
      rmSync(folder, { recursive: true, force: true })
      cpSync(kept, folder, { recursive: true })
      await nats.restart()
    },
    remove: () => rmSync(kept, { recursive: true, force: true }),
  }
}
