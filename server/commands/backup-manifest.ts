import { createHash } from 'node:crypto'
import { createReadStream, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import type { Result } from '../../common/result.ts'
import { err, ok } from '../../common/result.ts'

/** What a backup holds. Written last: a folder without it is no backup. */
export const manifestName = 'manifest.json'

/** In it two files a stream: as the broker wrote it down, and what it said of it. */
export const streamsFolder = 'streams'
export const streamFile = (folder: string, name: string) => join(folder, streamsFolder, `${name}.snapshot`)
export const streamHeadFile = (folder: string, name: string) => join(folder, streamsFolder, `${name}.json`)

const manifestSchema = z.object({
  format: z.literal(1),
  /** Every message that was acknowledged before this is in it, and every account and setting of before `storeAt`. */
  throughAt: z.int(),
  storeAt: z.int(),
  store: z.enum(['sqlite', 'mongo']),
  streams: z.array(z.object({ name: z.string().regex(/^[A-Z0-9-]{1,64}$/), lastSeq: z.int().min(0) })),
  files: z.array(
    z.object({
      path: z.string().regex(/^[a-z]+(\/[\w-][\w.-]*)+$/i),
      bytes: z.int().min(0),
      sha256: z.string().regex(/^[0-9a-f]{64}$/),
    }),
  ),
})
export type Manifest = z.output<typeof manifestSchema>

/** The manifest of all that lies in the folder. */
export async function buildManifest(folder: string, about: Omit<Manifest, 'format' | 'files'>): Promise<Manifest> {
  const files: Manifest['files'] = []
  for (const path of listFiles(folder)) {
    const file = join(folder, path)
    files.push({ path, bytes: statSync(file).size, sha256: await digestFile(file) })
  }
  return { format: 1, ...about, files }
}

export function writeManifest(folder: string, manifest: Manifest): void {
  writeFileSync(join(folder, manifestName), `${JSON.stringify(manifest, null, 2)}\n`, { mode: 0o600, flag: 'wx' })
}

/** The manifest, once every file was found to be what it says; else all that is wrong. */
export async function verifyBackup(folder: string): Promise<Result<Manifest, readonly string[]>> {
  const parsed = readManifest(folder)
  if (!parsed.ok) return parsed
  const faults: string[] = []
  for (const { path, bytes, sha256 } of parsed.value.files) {
    const file = join(folder, path)
    const stat = statSync(file, { throwIfNoEntry: false })
    if (stat === undefined) faults.push(`${path} is missing.`)
    else if (stat.size !== bytes || (await digestFile(file)) !== sha256) faults.push(`${path} is not what was saved.`)
  }
  return faults.length === 0 ? parsed : err(faults)
}

function readManifest(folder: string): Result<Manifest, readonly string[]> {
  const file = join(folder, manifestName)
  if (statSync(file, { throwIfNoEntry: false }) === undefined) {
    return err([`There is no ${file}: this is no backup, or one that was not finished.`])
  }
  try {
    const parsed = manifestSchema.safeParse(JSON.parse(readFileSync(file, 'utf8')))
    return parsed.success ? ok(parsed.data) : err([`${file} is of another version of Natter, or broken.`])
  } catch {
    return err([`${file} is broken.`])
  }
}

function listFiles(folder: string): string[] {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true })
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(folder.length + 1)
        .replaceAll('\\', '/'),
    )
    .sort()
}

async function digestFile(file: string): Promise<string> {
  const hash = createHash('sha256')
  for await (const part of createReadStream(file)) hash.update(part)
  return hash.digest('hex')
}
