import { resolve } from 'node:path'
import { z } from 'zod'
import { type CertificateFiles, findAuthorityFault, loadCertificate } from './certificate-files.ts'

/** Where certificates are; read alike for the server and for the broker. */
export const tlsSchemas = {
  NATTER_TLS_CERT: z.string().optional(),
  NATTER_TLS_KEY: z.string().optional(),
  NATTER_TLS_CA: z.string().optional(),
}

export type TlsSettings = {
  /** What our own ports show; none: they speak in the clear. */
  readonly certificate: (CertificateFiles & CertificateKnown) | undefined
  /** Authorities that our own connections believe instead of those of the system. */
  readonly caFile: string | undefined
}
type CertificateKnown = { readonly names: readonly string[]; readonly provesClient: boolean }

type GivenTls = { readonly [Setting in keyof typeof tlsSchemas]?: string | undefined }

/** With a look at the files: what is wrong with one is told before anything starts, not to the first browser. */
export function readTlsSettings(
  given: GivenTls,
  baseFolder: string,
  now: number,
): { readonly settings: TlsSettings; readonly faults: readonly string[] } {
  const { NATTER_TLS_CERT: cert, NATTER_TLS_KEY: key, NATTER_TLS_CA: ca } = given
  const caFile = ca === undefined ? undefined : resolve(baseFolder, ca)
  const caFault = caFile === undefined ? undefined : findAuthorityFault(caFile, now)
  const caFaults = caFault === undefined ? [] : [caFault]
  const none = { certificate: undefined, caFile }
  if (cert === undefined && key === undefined) return { settings: none, faults: caFaults }
  if (cert === undefined || key === undefined) {
    const [there, missing] = key === undefined ? ['CERT', 'KEY'] : ['KEY', 'CERT']
    const fault = `NATTER_TLS_${missing} is not set, and NATTER_TLS_${there} is; give both, or neither.`
    return { settings: none, faults: [fault, ...caFaults] }
  }
  const files = { certFile: resolve(baseFolder, cert), keyFile: resolve(baseFolder, key) }
  const loaded = loadCertificate(files, now)
  if (!loaded.ok) return { settings: none, faults: [...loaded.error, ...caFaults] }
  const { names, provesClient } = loaded.value
  return { settings: { certificate: { ...files, names, provesClient }, caFile }, faults: caFaults }
}
