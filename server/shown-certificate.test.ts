import { writeFileSync } from 'node:fs'
import { connect, createServer } from 'node:tls'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { loadCertificate } from './certificate-files.ts'
import { watchCertificate } from './certificate-watch.ts'
import { createTestCertificates, type TestCertificates } from './rigs/test-certificates.ts'
import { checkCertificate, loadShownCertificate } from './shown-certificate.ts'

let certificates: TestCertificates
beforeEach(async () => {
  certificates = await createTestCertificates('chat')
})
afterEach(() => certificates.remove())

it('a certificate that is replaced on disk is shown without a restart, and a broken one is not', async () => {
  const said: string[] = []
  const log = { info: () => said.push('new'), error: (_: unknown, text: unknown) => said.push(String(text)) }
  const shown = loadShownCertificate(certificates.of('chat'), 20)
  const server = createServer(shown.context, (socket) => socket.end())
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const address = server.address()
  const port = address !== null && typeof address === 'object' ? address.port : 0
  const look = () =>
    new Promise<string>((answer, refuse) => {
      const socket = connect({ port, host: '127.0.0.1', rejectUnauthorized: false }, () => {
        answer(socket.getPeerCertificate().serialNumber)
        socket.destroy()
      })
      socket.on('error', refuse)
    })
  const end = shown.keepFresh(server, log as never)
  try {
    const first = await look()
    await certificates.renew()
    await vi.waitFor(async () => expect(await look()).not.toBe(first), { timeout: 20_000 })
    expect(said).toContain('new')
    const second = await look()
    writeFileSync(certificates.of('chat').keyFile, 'half a ke')
    await vi.waitFor(() => expect(said.at(-1)).toMatch(/the one before stays: NATTER_TLS_KEY: .*holds no key/), 20_000)
    expect(await look()).toBe(second)
    await certificates.renew()
    await vi.waitFor(async () => expect(await look()).not.toBe(second), { timeout: 20_000 })
  } finally {
    end()
    await new Promise((done) => server.close(done))
  }
})

it('what is wrong for longer than a look is said once', async () => {
  vi.useFakeTimers()
  try {
    const onFault = vi.fn()
    const files = certificates.of('chat')
    const loaded = loadCertificate(files, Date.now())
    if (!loaded.ok) throw new Error(loaded.error.join())
    const end = watchCertificate({ files, loaded: loaded.value, everyMs: 1_000, onReplaced: () => {}, onFault })
    writeFileSync(files.keyFile, 'half a ke')
    vi.advanceTimersByTime(1_000)
    expect(onFault).not.toHaveBeenCalled()
    vi.advanceTimersByTime(20_000)
    expect(onFault).toHaveBeenCalledOnce()
    end()
  } finally {
    vi.useRealTimers()
  }
})

it('the last week of a certificate is warned of', () => {
  const now = Date.UTC(2026, 0, 1)
  const day = 86_400_000
  expect(checkCertificate(undefined, now)).toEqual([])
  expect(checkCertificate(now + 8 * day, now)).toEqual([])
  expect(checkCertificate(now + 6 * day, now)).toMatchObject([
    { part: 'tls', gravity: 'warning', error: { detail: expect.stringContaining('ends on 2026-01-07 00:00 UTC') } },
  ])
  expect(checkCertificate(now - day, now)[0]?.error.detail).toMatch(/ended on 2025-12-31/)
})
