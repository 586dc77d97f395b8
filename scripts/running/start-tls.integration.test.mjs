// `npm start` with a certificate: the real nats-server and the real server, over https and wss.
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { request } from 'node:https'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connect } from 'node:tls'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { inRepo } from '../repo-paths.mjs'
import { runTool } from '../run-command.mjs'
import { waitUntil } from '../wait-until.mjs'
import { PATIENCE_MS, startReal } from './start-test-run.mjs'

const makeCertificates = inRepo('build', 'server', 'commands', 'certificates-main.js')
/** `npm test` builds first; without a build these tests are skipped. */
const canRun = process.platform !== 'win32' && existsSync(makeCertificates)
let certificates
let real

const inCertificates = (name) => join(certificates, name)
const make = () => runTool(makeCertificates, [certificates, 'chat=localhost,127.0.0.1'])

beforeAll(async () => {
  if (!canRun) return
  certificates = mkdtempSync(join(tmpdir(), 'natter-tls-files-'))
  const made = await make()
  if (made.code !== 0) throw new Error(made.stderr)
  real = await startReal({ NATTER_TLS_CERT: inCertificates('chat.pem'), NATTER_TLS_KEY: inCertificates('chat.key') })
}, 180_000)

afterAll(async () => {
  if (!canRun) return
  await real?.stop()
  rmSync(certificates, { recursive: true, force: true })
})

/** Believes the authority and nothing else. */
function ask(method, path, { body, token, headers = {} } = {}) {
  return new Promise((answer, refuse) => {
    const options = {
      method,
      ca: readFileSync(inCertificates('ca.pem')),
      headers: {
        ...headers,
        ...(token ? { authorization: `Bearer ${token}` } : {}),
        ...(body ? { 'content-type': 'application/json' } : {}),
      },
    }
    const asked = request(`https://localhost:${real.ports.web}${path}`, options, (response) => {
      let text = ''
      response.on('data', (piece) => {
        text += piece
      })
      response.on('end', () => answer({ status: response.statusCode, headers: response.headers, text }))
    })
    asked.on('error', refuse)
    asked.end(body ? JSON.stringify(body) : undefined)
  })
}

function serialAt(port) {
  return new Promise((answer) => {
    const socket = connect({ port, host: '127.0.0.1', rejectUnauthorized: false }, () => {
      answer(socket.getPeerCertificate().serialNumber)
      socket.destroy()
    })
    socket.on('error', () => answer(undefined))
  })
}

describe.skipIf(!canRun)('Natter with a certificate', () => {
  test('serves the app over https, with cookies for it alone, and names the broker by wss', async () => {
    expect(real.run.output).toContain(`Natter is ready at https://127.0.0.1:${real.ports.web}\n`)
    const page = await ask('GET', '/', { headers: { accept: 'text/html' } })
    expect([page.status, page.text.includes('<html')]).toEqual([200, true])
    expect(page.headers['content-security-policy']).toContain(`wss://127.0.0.1:${real.ports.ws}`)
    const signedUp = await ask('POST', '/api/v1/auth/register', {
      body: { handle: 'ann', displayName: 'Ann', password: 'correct horse battery' },
    })
    expect([signedUp.status, String(signedUp.headers['set-cookie'])]).toEqual([201, expect.stringMatching(/; Secure/)])
    await expect(fetch(`http://127.0.0.1:${real.ports.web}/healthz`)).rejects.toThrow()
  })

  test('shows a certificate that was renewed, on both ports, without a restart', async () => {
    const before = [await serialAt(real.ports.web), await serialAt(real.ports.ws)]
    expect(before[0]).toBe(before[1])
    rmSync(inCertificates('chat.pem'))
    expect((await make()).code).toBe(0)
    const isNew = async (port) => {
      const serial = await serialAt(port)
      return serial !== undefined && serial !== before[0]
    }
    expect(await waitUntil(() => isNew(real.ports.web), PATIENCE_MS)).toBe(true)
    expect(await waitUntil(() => isNew(real.ports.ws), PATIENCE_MS)).toBe(true)
  })
})
