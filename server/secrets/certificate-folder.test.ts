import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connect, createServer } from 'node:tls'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { ensureCertificates } from './certificate-folder.ts'

const now = Date.now()
const yearMs = 365 * 86_400_000
let root: string
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'natter-authority-'))
})
afterEach(() => rmSync(root, { recursive: true, force: true }))

const ensure = (at = now, names = ['nats-1', 'localhost', '127.0.0.1']) =>
  ensureCertificates({
    folder: join(root, 'tls'),
    authorityFolder: join(root, 'authority'),
    hosts: [
      { name: 'nats-1', names },
      { name: 'nats-2', names: ['nats-2'] },
    ],
    now: at,
  })
const read = (name: string) => readFileSync(join(root, 'tls', name), 'utf8')

it('certificates of one authority prove both ends to each other, under their names only', async () => {
  await ensure()
  const both = { ca: read('ca.pem'), requestCert: true, rejectUnauthorized: true }
  const server = createServer({ ...both, cert: read('nats-1.pem'), key: read('nats-1.key') }, (socket) =>
    socket.end(socket.authorized ? 'known' : 'unknown'),
  )
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const address = server.address()
  const port = address !== null && typeof address === 'object' ? address.port : 0
  const ask = (servername: string) =>
    new Promise<string>((answer) => {
      const own = { ca: read('ca.pem'), cert: read('nats-2.pem'), key: read('nats-2.key') }
      const socket = connect({ host: '127.0.0.1', port, servername, ...own })
      socket.on('data', (data) => answer(String(data)))
      socket.on('error', (fault) => answer('code' in fault ? String(fault.code) : fault.message))
    })
  expect(await ask('nats-1')).toBe('known')
  expect(await ask('nats-2')).toBe('ERR_TLS_CERT_ALTNAME_INVALID')
  await new Promise((done) => server.close(done))
})

it('nothing changes while all are good, and what is near its end or for other names is made anew', async () => {
  expect(await ensure()).toHaveLength(3)
  expect(readdirSync(join(root, 'tls')).sort()).toEqual([
    'ca.pem',
    'nats-1.key',
    'nats-1.pem',
    'nats-2.key',
    'nats-2.pem',
  ])
  if (process.platform !== 'win32') {
    for (const file of [join(root, 'tls', 'nats-1.key'), join(root, 'authority', 'ca.key')]) {
      expect(statSync(file).mode & 0o777).toBe(0o600)
    }
  }
  const before = read('nats-1.pem')
  expect(await ensure()).toEqual([])
  expect(read('nats-1.pem')).toBe(before)
  expect(await ensure(now, ['nats-1', 'nats-1.example.org'])).toEqual([expect.stringContaining('nats-1.example.org')])
  expect(await ensure(now + 1.8 * yearMs, ['nats-1'])).toHaveLength(2)
})

it('an authority of which half is gone is not made anew behind everybody’s back', async () => {
  await ensure()
  rmSync(join(root, 'authority', 'ca.key'))
  await expect(ensure()).rejects.toThrow(/ca\.pem is there and .*ca\.key is not/)
})
