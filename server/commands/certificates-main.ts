import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { type CertificateHost, ensureCertificates } from '../secrets/certificate-folder.ts'

// `npm run certificates -- DIR host=name,address …`: an authority of one's own and a certificate for each host, by which
// the nodes of the broker, the control planes and the proxy know each other. Changes nothing that is still good.
// `--authority`: where the authority's key lies, if not under DIR; nobody but the one who runs this needs it.
const { values, positionals } = parseArgs({ allowPositionals: true, options: { authority: { type: 'string' } } })
const [folder, ...given] = positionals
const hosts = given.map(parseHost)
if (folder === undefined || hosts.length === 0 || hosts.includes(undefined)) {
  console.error('Usage: npm run certificates -- DIR HOST…   (each like nats-1, or nats-1=nats-1.example.org,10.0.0.1)')
  process.exitCode = 1
} else {
  const to = resolve(folder)
  const made = await ensureCertificates({
    folder: to,
    authorityFolder: values.authority === undefined ? join(to, 'authority') : resolve(values.authority),
    hosts: hosts.filter((host) => host !== undefined),
    now: Date.now(),
  })
  for (const line of made) console.log(`Made ${line}.`)
  if (made.length === 0) console.log(`All certificates in ${to} are good for half a year and more.`)
}

function parseHost(text: string): CertificateHost | undefined {
  const [name = '', names] = text.split('=')
  if (!/^[\w-]+$/.test(name)) return undefined
  const list = [name, ...(names ?? '').split(',')].map((one) => one.trim()).filter((one) => one !== '')
  return list.every((one) => /^[\w.:-]+$/.test(one)) ? { name, names: [...new Set(list)] } : undefined
}
