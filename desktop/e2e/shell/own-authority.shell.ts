import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { createServer } from 'node:tls'
import { promisify } from 'node:util'
import { expect, test } from '@playwright/test'
import { findFreePort } from '../../../test-kit/free-port.ts'
import { startAnotherNatter } from '../natter-under-test.ts'
import { makeRoom, messages, say } from '../people-in-browsers.ts'
import { startConnectProxy } from './connect-proxy.ts'
import { endDesktops, makeAccount, makeDataFolder, startDesktop } from './desktop-person.ts'
import { relayFlag } from './stand-in-relay.ts'

endDesktops()

const command = join(import.meta.dirname, '..', '..', '..', 'build', 'server', 'commands', 'certificates-main.js')
const host = 'chat.harbour.test'
const unknown = 'Nobody this computer knows vouches for the server’s certificate.'

/** An authority of its own, and a certificate that it signed. */
async function makeCertificates() {
  const folder = await makeDataFolder()
  await promisify(execFile)(process.execPath, [command, folder, `chat=${host},127.0.0.1`])
  const path = (name: string) => join(folder, name)
  const [cert, key] = await Promise.all(['chat.pem', 'chat.key'].map((name) => readFile(path(name), 'utf8')))
  return { path, cert: cert ?? '', key: key ?? '' }
}

/** Answers in the server's place, by a certificate for its name; and what it is told. */
async function startImpostor({ cert, key }: { readonly cert: string; readonly key: string }) {
  const seen = { knocks: 0, words: 0 }
  const server = createServer({ cert, key }, (socket) => {
    socket.on('data', ({ length }) => (seen.words += length))
    socket.on('error', () => socket.destroy())
  })
  server.on('connection', () => seen.knocks++)
  server.on('tlsClientError', () => undefined)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return { seen, port: (server.address() as AddressInfo).port, stop: () => void server.close() }
}

test('behind a proxy, a server with a certificate of its team’s own is trusted by the file of its authority: its API and its broker', async ({
  playwright,
  launchOptions,
}, info) => {
  const [ours, others, relay] = [await makeCertificates(), await makeCertificates(), await makeCertificates()]
  const args = [...(launchOptions.args ?? []), relayFlag(relay)]
  const browser = await playwright.chromium.launch({ ...launchOptions, args })
  const proxy = await startConnectProxy()
  const brokerPort = await findFreePort()
  const natter = await startAnotherNatter({
    NATTER_TLS_CERT: ours.path('chat.pem'),
    NATTER_TLS_KEY: ours.path('chat.key'),
    NATTER_NATS_WS_PORT: String(brokerPort),
    NATTER_NATS_WS_URL: `wss://${host}:${brokerPort}`,
  })
  const impostor = await startImpostor(others)
  try {
    const address = natter.url.replace('127.0.0.1', host)
    // The house knows the name by its proxy alone; what is on this machine goes by none.
    const isOurs = (url: string) => new URL(url).hostname === host
    const shell = await startDesktop({ browser, relay, proxy: (url) => (isOurs(url) ? proxy.name : 'DIRECT') })
    const setUp = await shell.page()
    await setUp.getByLabel('Address of the server').fill(address)
    await expect(setUp.getByText(unknown)).toBeVisible()
    const choose = setUp.getByRole('button', { name: 'Trust a certificate from a file' })
    shell.answers.files.push([others.path('ca.pem')])
    await choose.click()
    await expect(setUp.getByText('Trusted for this server:')).toBeVisible()
    await expect(setUp.getByText(unknown)).toBeVisible()
    await expect(setUp.getByRole('button', { name: 'Go on' })).toBeDisabled()
    shell.answers.files.push([ours.path('ca.pem')])
    await choose.click()
    await expect(setUp.getByText('answers in')).toBeVisible()
    await setUp.screenshot({ path: info.outputPath('own-authority.png') })
    await setUp.getByRole('button', { name: 'Go on' }).click()
    await expect.poll(async () => (await shell.page()) === setUp).toBe(false)
    const page = await shell.page()
    await makeAccount(page, 'Ana')
    await makeRoom(page, 'Harbour rebuild')
    await say(page, 'Over our own authority.')
    await expect(messages(page).getByTitle('Sent')).toBeVisible()
    expect(new Set(proxy.asked)).toEqual(new Set([new URL(address).host, `${host}:${brokerPort}`]))

    // Somebody in the middle, whose certificate for the same name another authority signed, hears nothing.
    proxy.misdirect(brokerPort, impostor.port)
    await expect(page.getByText('No connection', { exact: false }).first()).toBeVisible()
    await expect.poll(() => impostor.seen.knocks).toBeGreaterThan(1)
    await say(page, 'To nobody else.')
    expect(impostor.seen.words).toBe(0)
    proxy.mend()
    await expect(messages(page).filter({ hasText: 'To nobody else.' }).getByTitle('Sent')).toBeVisible()
    expect(impostor.seen.words).toBe(0)

    // Another account knows nothing of it.
    await page.evaluate(() => Reflect.get(window, 'natterDesktop').addAnother())
    await expect.poll(async () => (await shell.page()) === page).toBe(false)
    const again = await shell.page()
    await again.getByLabel('Address of the server').fill(address)
    await expect(again.getByText(unknown)).toBeVisible()
  } finally {
    impostor.stop()
    await browser.close()
    await natter.stop()
    await proxy.stop()
  }
})

test('a proxy that wants a password is told as one, and what is on this machine does not ask it', async ({
  browser,
}) => {
  const proxy = await startConnectProxy()
  proxy.askPassword()
  const isNear = (url: string) => new URL(url).hostname === '127.0.0.1'
  const shell = await startDesktop({ browser, proxy: (url) => (isNear(url) ? 'DIRECT' : proxy.name) })
  const setUp = await shell.page()
  const field = setUp.getByLabel('Address of the server')
  await field.fill(host)
  await expect(setUp.getByText('The proxy of this network wants a name and a password')).toBeVisible()
  expect(new Set(proxy.asked)).toEqual(new Set([`${host}:443`]))
  const before = proxy.asked.length
  await field.fill(process.env.NATTER_TEST_URL ?? '')
  await expect(setUp.getByText('answers in')).toBeVisible()
  expect(proxy.asked).toHaveLength(before)
  await proxy.stop()
  await field.fill(`${host}:8443`)
  await expect(setUp.getByText('The proxy of this network does not let Natter through.')).toBeVisible()
})
