import { createHash, generateKeyPairSync, sign } from 'node:crypto'
import { readFile, rm, stat, writeFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import { endDesktops, makeAccount, makeDataFolder, startOnServer } from './desktop-person.ts'

endDesktops()

const { publicKey, privateKey } = generateKeyPairSync('ed25519')
const file = 'Natter-0.2.0-linux-x86_64.AppImage'
const program = Buffer.from('#!/bin/sh\necho newer\n'.repeat(200_000))
/** Where whoever packages the app says where updates are; a build that is not packaged has none. */
const built = join(import.meta.dirname, '..', '..', '..', 'build', 'shell', 'updates.json')
let server: Server
let files: Record<string, string | Buffer>

test.beforeAll(async () => {
  server = createServer((request, response) => {
    const found = files[request.url ?? '']
    response.writeHead(found === undefined ? 404 : 200).end(found)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
  const pem = publicKey.export({ type: 'spki', format: 'pem' })
  await writeFile(built, JSON.stringify({ address, publicKey: pem, channel: 'stable' }))
})
test.afterAll(async () => {
  server.closeAllConnections()
  server.close()
  await rm(built, { force: true })
})

function release(content: Buffer) {
  const claim = JSON.stringify({
    product: 'natter',
    channel: 'stable',
    system: 'linux',
    arch: process.arch === 'arm64' ? 'arm64' : 'x64',
    version: '0.2.0',
    file,
    bytes: program.length,
    sha512: createHash('sha512').update(program).digest('base64'),
  })
  const signature = sign(null, Buffer.from(`natter update 1\n${claim}`), privateKey).toString('base64')
  const arch = process.arch === 'arm64' ? 'arm64' : 'x64'
  files = { [`/latest-stable-linux-${arch}.json`]: JSON.stringify({ claim, signature }), [`/${file}`]: content }
}

test('a newer version is told of, brought and taken in, each on the person’s word', async ({ browser }, info) => {
  const dataFolder = await makeDataFolder()
  const appImage = join(dataFolder, 'Natter.AppImage')
  await writeFile(appImage, 'the older one', { mode: 0o755 })
  release(Buffer.alloc(program.length, 'x'))
  const shell = await startOnServer({ browser, dataFolder, env: { APPIMAGE: appImage } })
  const page = await shell.page()
  await makeAccount(page, 'Ana')
  await page.keyboard.press('Control+,')
  await page.getByRole('button', { name: 'About', exact: true }).click()
  const row = page.getByRole('dialog').getByText('Newer versions').locator('xpath=../..')
  await row.getByRole('button', { name: 'Look for one' }).click()
  await expect(row).toContainText('Version 0.2.0 is there, 4 MB.')
  expect(shell.tray()?.menu[1]?.label).toBe('Natter 0.2.0 is there…')
  await page.screenshot({ path: info.outputPath('update-found.png') })

  // Somebody put another program in its place.
  await row.getByRole('button', { name: 'Download' }).click()
  await expect(row).toContainText('What came is not what was released')
  await page.screenshot({ path: info.outputPath('update-failed.png') })
  release(program)
  await row.getByRole('button', { name: 'Try again' }).click()
  await expect(row).toContainText('Version 0.2.0 is checked and ready')
  await row.getByRole('button', { name: 'Not this one' }).click()
  await expect(row.getByRole('button', { name: 'Not this one' })).toHaveCount(0)
  expect(shell.tray()?.menu.map(({ label }) => label)).not.toContain('Install Natter 0.2.0…')

  // The page's word is not enough: main asks, and Escape is no.
  await row.getByRole('button', { name: 'Install' }).click()
  await expect.poll(() => shell.record.box?.length).toBe(1)
  expect(shell.record.box).toMatchObject([{ message: 'Install Natter 0.2.0 now?' }])
  await expect(row.getByRole('button', { name: 'Install' })).toBeVisible()
  expect(await readFile(appImage, 'utf8')).toBe('the older one')
  shell.answers.boxes.push(0)
  await row.getByRole('button', { name: 'Install' }).click()
  await expect.poll(() => shell.record.quit).toEqual([true])
  expect(shell.record.relaunch).toMatchObject([{ execPath: appImage }])
  expect((await readFile(appImage)).equals(program)).toBe(true)
  expect((await stat(appImage)).mode & 0o777).toBe(0o755)
})
