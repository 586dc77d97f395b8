import { writeFileSync } from 'node:fs'
import { createSealKey } from './sealed-backup.ts'

// `npm run backup-key -- FILE`: a key pair for sealed backups. The private half goes into the file, the public one is said.
const [file, ...rest] = process.argv.slice(2)
if (file === undefined || rest.length > 0) {
  console.error('Usage: npm run backup-key -- FILE   (a new file, to be kept where neither server nor backups are)')
  process.exitCode = 1
} else {
  const { publicKey, privatePem } = createSealKey()
  writeFileSync(file, privatePem, { mode: 0o600, flag: 'wx' })
  console.log(
    `Without ${file} no backup that is sealed for this key can be opened. Keep it in two places, none of them here.`,
  )
  console.log(`npm run backup -- FILE --to ${publicKey}`)
}
