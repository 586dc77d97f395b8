import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { parseServerConfig, type ServerConfig } from '../server-config.ts'
import { manifestName } from './backup-manifest.ts'
import { type BackupConfig, runBackup } from './run-backup.ts'
import { parseSealKey, sealFolder } from './sealed-backup.ts'

// `npm run backup -- DIR`: keys, claims, archive and streams, while Natter runs. `-- FILE --to KEY`: sealed, in one file. Ends with
// 1 and what helps where it could not be done whole.
const usage =
  'Usage: npm run backup -- DIR   (a new folder), or npm run backup -- FILE --to KEY   (sealed, of npm run backup-key)'
const [place, option, key, ...rest] = process.argv.slice(2)
const config = parseServerConfig(process.env, process.cwd())
const to = option === '--to' && key !== undefined ? parseSealKey(key) : undefined
const isUnderstood = place !== undefined && rest.length === 0 && (option === undefined || to !== undefined)
if (!isUnderstood || !config.ok) {
  fail(config.ok ? [usage] : config.error)
} else if (to === undefined) {
  await save(config.value, resolve(place))
} else {
  const file = resolve(place)
  if (existsSync(file)) fail([`${file} is there; name a new file for each backup.`])
  else {
    // Beside it, since it may be larger than what is left elsewhere; for its owner alone, and gone when this ends.
    const draft = mkdtempSync(join(dirname(file), '.natter-backup-'))
    try {
      const saved = await save(config.value, draft)
      if (saved !== undefined) {
        await sealFolder(draft, [manifestName, ...saved.files.map(({ path }) => path)], file, to)
        console.log(`Sealed in ${file}: only the private half of that key opens it.`)
      }
    } finally {
      rmSync(draft, { recursive: true, force: true })
    }
  }
}

async function save(about: BackupConfig & Pick<ServerConfig, 'files'>, folder: string) {
  const saved = await runBackup(about, folder)
  if (!saved.ok) {
    fail(saved.error)
    return undefined
  }
  const { files, throughAt, storeAt, store } = saved.value
  const bytes = files.reduce((sum, file) => sum + file.bytes, 0)
  console.log(`Saved ${files.length} files, ${(bytes / 2 ** 20).toFixed(1)} MiB, in ${folder}.`)
  console.log(`Every message acknowledged before ${new Date(throughAt).toISOString()} is in it,`)
  console.log(`accounts and rooms as of ${new Date(storeAt).toISOString()}.`)
  if (store === 'mongo') console.log('MongoDB is not in it: save it with mongodump BEFORE each of these backups.')
  if (about.files.kind === 's3') console.log('Files in S3 are not in it: let that keep versions of its own.')
  if (to === undefined) console.log('It holds the keys: whoever has it can sign in as anybody. Keep it encrypted.')
  return saved.value
}

function fail(lines: readonly string[]): void {
  for (const line of lines) console.error(line)
  process.exitCode = 1
}
