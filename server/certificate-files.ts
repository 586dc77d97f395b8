import { createPrivateKey, X509Certificate } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { Result } from '../common/result.ts'
import { err, ok } from '../common/result.ts'

/** Two PEM files: a certificate with its chain, and its key without a passphrase. */
export type CertificateFiles = { readonly certFile: string; readonly keyFile: string }

export type Certificate = {
  readonly cert: string
  readonly key: string
  readonly expiresAt: number
  /** The host names it is for, in its order; `*.example.org` too, no addresses. */
  readonly names: readonly string[]
  /** Whether it may also prove who connects, as the nodes of a cluster want of each other. */
  readonly provesClient: boolean
}

const clientUse = '1.3.6.1.5.5.7.3.2'
const settingOf = { certFile: 'NATTER_TLS_CERT', keyFile: 'NATTER_TLS_KEY' } as const

/** Reads and judges what is on disk now; each fault is a sentence that names the setting, the file and the remedy. */
export function loadCertificate(files: CertificateFiles, now: number): Result<Certificate, readonly string[]> {
  const cert = readPem(settingOf.certFile, files.certFile)
  const key = readPem(settingOf.keyFile, files.keyFile)
  if (!cert.ok || !key.ok) return err([cert, key].flatMap((one) => (one.ok ? [] : [one.error])))
  const parsed = tryTo(() => new X509Certificate(cert.value))
  const parsedKey = tryTo(() => createPrivateKey(key.value))
  const faults = [
    ...(parsed === undefined ? [`${settingOf.certFile}: ${files.certFile} holds no certificate; ${pemRemedy}`] : []),
    ...(parsedKey === undefined
      ? [`${settingOf.keyFile}: ${files.keyFile} holds no key that can be read; name a PEM file without a passphrase.`]
      : []),
  ]
  if (parsed === undefined || parsedKey === undefined) return err(faults)
  const untimely = judgeTimes(parsed, files.certFile, now)
  if (untimely !== undefined) faults.push(untimely)
  if (!parsed.checkPrivateKey(parsedKey)) {
    const remedy = 'name the pair that was made together, and in the file of a chain put the certificate itself first'
    faults.push(
      `${settingOf.keyFile}: ${files.keyFile} is not the key of the certificate in ${files.certFile}; ${remedy}.`,
    )
  }
  if (faults.length > 0) return err(faults)
  // Node's name for the extended key usage; a certificate that says nothing of it is for every use.
  const uses: readonly string[] | undefined = parsed.keyUsage
  return ok({
    cert: cert.value,
    key: key.value,
    expiresAt: Date.parse(parsed.validTo),
    names: [...(parsed.subjectAltName ?? '').matchAll(/\bDNS:([^\s,"]+)/g)].map(([, name = '']) => name),
    provesClient: uses === undefined || uses.includes(clientUse),
  })
}

/** The authorities whose certificates our own connections believe besides those of the system; undefined: all is well. */
export function findAuthorityFault(file: string, now: number): string | undefined {
  const pem = readPem('NATTER_TLS_CA', file)
  if (!pem.ok) return pem.error
  const blocks = pem.value.match(/-----BEGIN CERTIFICATE-----[\s\S]*?-----END CERTIFICATE-----/g) ?? []
  const parsed = blocks.map((block) => tryTo(() => new X509Certificate(block)))
  if (parsed.length === 0 || parsed.includes(undefined)) {
    return `NATTER_TLS_CA: ${file} holds no certificate of an authority; ${pemRemedy}`
  }
  // One that has ended does no harm beside one that has not.
  const left = parsed.filter((one) => one !== undefined && Date.parse(one.validTo) > now)
  if (left.length > 0) return undefined
  return `NATTER_TLS_CA: every authority in ${file} has expired; put the new one there, and certificates that it signed.`
}

const pemRemedy = 'it begins with -----BEGIN CERTIFICATE-----.'

function judgeTimes({ validFrom, validTo }: X509Certificate, file: string, now: number): string | undefined {
  if (Date.parse(validTo) <= now) {
    const day = new Date(validTo).toISOString().slice(0, 10)
    return `NATTER_TLS_CERT: the certificate in ${file} expired on ${day}; put the renewed one there.`
  }
  if (Date.parse(validFrom) > now) {
    const from = new Date(validFrom).toISOString()
    return `NATTER_TLS_CERT: the certificate in ${file} is valid from ${from} on; set this machine's clock right.`
  }
  return undefined
}

function readPem(setting: string, file: string): Result<string, string> {
  try {
    return ok(readFileSync(file, 'utf8'))
  } catch (fault) {
    const why = fault instanceof Error ? fault.message.replace(/, open '.*$/, '') : String(fault)
    return err(`${setting}: ${file} cannot be read (${why}); name a PEM file that the user Natter runs as may read.`)
  }
}

function tryTo<T>(make: () => T): T | undefined {
  try {
    return make()
  } catch {
    return undefined
  }
}
