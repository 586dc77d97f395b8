import { X509Certificate } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { isIP } from 'node:net'
import { join } from 'node:path'
import { createAuthority, createHostCertificate, type PemPair } from './certificate-authority.ts'

/** One host: what its files are called, and the names and addresses it is reached by. */
export type CertificateHost = { readonly name: string; readonly names: readonly string[] }

export type CertificateFolder = {
  /** `ca.pem`, and for each host `<name>.pem` and `<name>.key`. */
  readonly folder: string
  /** `ca.key`: whoever has it can pass for any part. Apart from the folder that all parts are given. */
  readonly authorityFolder: string
  readonly hosts: readonly CertificateHost[]
  readonly now: number
}

const dayMs = 86_400_000
const authorityLifeMs = 3_650 * dayMs
const hostLifeMs = 730 * dayMs
/** Whoever runs this once a quarter is never late. */
const renewBeforeMs = 180 * dayMs

/**
 * Makes the authority and the certificates that are missing, are for other names, or end within half a year; leaves the
 * rest as it is, so that it can run before every start. Says what it made. Throws Node's file errors.
 */
export async function ensureCertificates(options: CertificateFolder): Promise<readonly string[]> {
  const { folder, authorityFolder, hosts, now } = options
  // Whoever runs a part has to find its files; the keys in it are readable by their owner only.
  mkdirSync(folder, { recursive: true, mode: 0o755 })
  mkdirSync(authorityFolder, { recursive: true, mode: 0o700 })
  const made: string[] = []
  const authority = await ensureAuthority(options, made)
  for (const { name, names } of hosts) {
    if (isStillGood(join(folder, `${name}.pem`), names, authority, now)) continue
    const pair = await createHostCertificate(authority, names, { now, lifeMs: hostLifeMs })
    // The key first: whoever looks in between finds a pair that does not match, and looks again.
    put(join(folder, `${name}.key`), pair.key, 0o600)
    put(join(folder, `${name}.pem`), pair.cert, 0o644)
    made.push(`${name}.pem and ${name}.key, for ${names.join(', ')}`)
  }
  return made
}

async function ensureAuthority(options: CertificateFolder, made: string[]): Promise<PemPair> {
  const certFile = join(options.folder, 'ca.pem')
  const keyFile = join(options.authorityFolder, 'ca.key')
  if (existsSync(keyFile) && existsSync(certFile)) {
    return { cert: readFileSync(certFile, 'utf8'), key: readFileSync(keyFile, 'utf8') }
  }
  if (existsSync(keyFile) || existsSync(certFile)) {
    const [there, missing] = existsSync(keyFile) ? [keyFile, certFile] : [certFile, keyFile]
    throw new Error(`${there} is there and ${missing} is not: put it back, or move both away and all is made anew.`)
  }
  const authority = await createAuthority('Natter', { now: options.now, lifeMs: authorityLifeMs })
  put(keyFile, authority.key, 0o600)
  put(certFile, authority.cert, 0o644)
  made.push(`ca.pem, and its key in ${options.authorityFolder}`)
  return authority
}

function isStillGood(file: string, names: readonly string[], authority: PemPair, now: number): boolean {
  if (!existsSync(file)) return false
  const found = new X509Certificate(readFileSync(file, 'utf8'))
  const covers = names.every((name) => (isIP(name) === 0 ? found.checkHost(name) : found.checkIP(name)) !== undefined)
  const isOurs = found.checkIssued(new X509Certificate(authority.cert))
  return covers && isOurs && Date.parse(found.validTo) - now > renewBeforeMs
}

function put(file: string, text: string, mode: number): void {
  writeFileSync(`${file}.draft`, text, { mode })
  renameSync(`${file}.draft`, file)
}
