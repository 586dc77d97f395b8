import { existsSync, readFileSync, statfsSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { type CertificateFiles, loadCertificate } from '../certificate-files.ts'
import { parseSeed } from '../nats/nkey.ts'
import { keysFolder, listKeyFiles } from '../secrets/nats-keys.ts'
import { type Finding, note, trouble, well } from './doctor-finding.ts'

const leastFreeBytes = 2 ** 30
const leastFreeShare = 0.05

/** Room on the disk that holds the data: a full one stops the streams and the archive at once. */
export function checkDisk(dataDir: string): Finding {
  let folder = dataDir
  while (!existsSync(folder)) folder = dirname(folder)
  const { bavail, blocks, bsize } = statfsSync(folder)
  return judgeDisk(dataDir, bavail * bsize, blocks * bsize)
}

export function judgeDisk(dataDir: string, freeBytes: number, wholeBytes: number): Finding {
  const text = `disk of ${dataDir}: ${(freeBytes / 2 ** 30).toFixed(1)} GiB free of ${(wholeBytes / 2 ** 30).toFixed(1)}`
  const isShort = freeBytes < leastFreeBytes || freeBytes < leastFreeShare * wholeBytes
  return isShort
    ? trouble(
        text,
        'Make room, or move the data to a larger disk and name it in NATTER_DATA; logs/ may go at any time.',
      )
    : well(text)
}

/** All that is kept secret: there, readable as what it is, and for nobody else. Makes nothing. */
export function checkKeys(dataDir: string): readonly Finding[] {
  const folder = keysFolder(dataDir)
  if (!existsSync(folder)) return [note(`no keys in ${folder} yet: the first start makes them`)]
  const files = [
    ...listKeyFiles(dataDir).map(({ file, kind }) => ({
      file,
      isRight: (text: string) => parseSeed(kind, text) !== undefined,
    })),
    { file: join(folder, 'access-token.pem'), isRight: (text: string) => text.includes('PRIVATE KEY') },
    { file: join(folder, 'refresh-token.secret'), isRight: (text: string) => text.trim().length >= 43 },
  ]
  const faults = [checkMode(folder, 0o700), ...files.map(({ file, isRight }) => checkKeyFile(file, isRight))].filter(
    (one) => one !== undefined,
  )
  return faults.length > 0 ? faults : [well(`keys: ${files.length} files in ${folder}, readable by their owner only`)]
}

function checkKeyFile(file: string, isRight: (text: string) => boolean): Finding | undefined {
  const help = 'Restore it from a backup of the keys (npm run restore); a new one would lock everybody out.'
  if (!existsSync(file)) return trouble(`${file} is missing`, help)
  try {
    if (!isRight(readFileSync(file, 'utf8'))) return trouble(`${file} holds no key`, help)
  } catch (fault) {
    const why = fault instanceof Error ? fault.message : String(fault)
    return trouble(`${file} cannot be read: ${why}`, 'Run this as the user that Natter runs as, or give it the file.')
  }
  return checkMode(file, 0o600)
}

function checkMode(path: string, mode: number): Finding | undefined {
  // Windows has no such modes: there the folder's own rights count.
  if (process.platform === 'win32') return undefined
  const found = statSync(path).mode & 0o777
  if ((found & ~mode) === 0) return undefined
  return trouble(`${path} has mode ${found.toString(8)}: others may read it`, `chmod ${mode.toString(8)} ${path}`)
}

const endsSoonMs = 14 * 86_400_000

/** Of the certificate that is set; that it can be used at all was looked at with the settings. */
export function checkCertificateFiles(files: CertificateFiles | undefined, now: number): readonly Finding[] {
  if (files === undefined) return []
  const loaded = loadCertificate(files, now)
  if (!loaded.ok) return loaded.error.map((fault) => trouble(fault, 'README.md lists the settings.'))
  const { expiresAt, names } = loaded.value
  const text = `certificate for ${names.join(', ') || 'no host name'}: until ${new Date(expiresAt).toISOString().slice(0, 10)}`
  if (expiresAt - now > endsSoonMs) return [well(text)]
  return [trouble(text, 'Renew it; what is put in its place is taken without a restart.')]
}
