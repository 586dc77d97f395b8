import { mkdirSync, rmSync } from 'node:fs'
import { resolve } from 'node:path'
import { readOpeningKey, unsealFile } from './sealed-backup.ts'

// `npm run unseal -- FILE KEY DIR`: a sealed backup into a new folder, with the private half of its key; then `npm run restore -- DIR`.
const [file, keyFile, folder, ...rest] = process.argv.slice(2)
if (file === undefined || keyFile === undefined || folder === undefined || rest.length > 0) {
  console.error('Usage: npm run unseal -- FILE KEY DIR   (KEY: the file of npm run backup-key; DIR: a new folder)')
  process.exitCode = 1
} else {
  const to = resolve(folder)
  mkdirSync(to, { mode: 0o700 })
  const key = readOpeningKey(resolve(keyFile))
  const opened = key.ok ? await unsealFile(resolve(file), to, key.value) : key
  if (opened.ok)
    console.log(`Opened in ${to}. It holds the keys: remove it once it is restored (npm run restore -- ${to}).`)
  else {
    // Half of it is nothing to restore from.
    rmSync(to, { recursive: true, force: true })
    console.error(opened.error)
    process.exitCode = 1
  }
}
