import { resolve } from 'node:path'
import { parseServerConfig } from '../server-config.ts'
import { runBackup } from './run-backup.ts'

// `npm run backup -- DIR`: keys, claims, archive and streams, while Natter runs. Ends with 1 and what helps where it
// could not be done whole.
const [folder, ...rest] = process.argv.slice(2)
const config = parseServerConfig(process.env, process.cwd())
if (folder === undefined || rest.length > 0 || !config.ok) {
  for (const line of config.ok ? ['Usage: npm run backup -- DIR   (a new folder)'] : config.error) console.error(line)
  process.exitCode = 1
} else {
  const to = resolve(folder)
  const saved = await runBackup(config.value, to)
  if (!saved.ok) {
    for (const line of saved.error) console.error(line)
    process.exitCode = 1
  } else {
    const { files, throughAt, storeAt, store } = saved.value
    const bytes = files.reduce((sum, file) => sum + file.bytes, 0)
    console.log(`Saved ${files.length} files, ${(bytes / 2 ** 20).toFixed(1)} MiB, in ${to}.`)
    console.log(`Every message acknowledged before ${new Date(throughAt).toISOString()} is in it,`)
    console.log(`accounts and rooms as of ${new Date(storeAt).toISOString()}.`)
    if (store === 'mongo') console.log('MongoDB is not in it: save it with mongodump BEFORE each of these backups.')
    if (config.value.files.kind === 's3') console.log('Files in S3 are not in it: let that keep versions of its own.')
    console.log('It holds the keys: whoever has it can sign in as anybody. Keep it encrypted.')
  }
}
