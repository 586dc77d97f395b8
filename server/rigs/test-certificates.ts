import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ensureCertificates } from '../secrets/certificate-folder.ts'

/** For tests: an authority of their own and certificates for this machine, made as `npm run certificates` makes them. */
export type TestCertificates = {
  readonly folder: string
  readonly caFile: string
  readonly of: (name: string) => { readonly certFile: string; readonly keyFile: string }
  /** Makes them anew, under the same authority, in the same files. */
  readonly renew: () => Promise<void>
  readonly remove: () => void
}

export async function createTestCertificates(...names: readonly string[]): Promise<TestCertificates> {
  const folder = mkdtempSync(join(tmpdir(), 'natter-certificates-'))
  const ensure = (now: number) =>
    ensureCertificates({
      folder,
      authorityFolder: join(folder, 'authority'),
      hosts: names.map((name) => ({ name, names: [name, 'localhost', '127.0.0.1'] })),
      now,
    })
  await ensure(Date.now())
  const of = (name: string) => ({ certFile: join(folder, `${name}.pem`), keyFile: join(folder, `${name}.key`) })
  return {
    folder,
    caFile: join(folder, 'ca.pem'),
    of,
    renew: async () => {
      for (const name of names) rmSync(of(name).certFile)
      await ensure(Date.now())
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}
