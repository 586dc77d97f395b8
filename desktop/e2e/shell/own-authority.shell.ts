import { execFile } from 'node:child_process'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from '@playwright/test'
import { startAnotherNatter } from '../natter-under-test.ts'
import { makeRoom, messages, say } from '../people-in-browsers.ts'
import { endDesktops, makeAccount, makeDataFolder, startDesktop } from './desktop-person.ts'

endDesktops()

const command = join(import.meta.dirname, '..', '..', '..', 'build', 'server', 'commands', 'certificates-main.js')
/** An authority of its own, and a certificate that it signed. */
async function makeCertificates(): Promise<(name: string) => string> {
  const folder = await makeDataFolder()
  await promisify(execFile)(process.execPath, [command, folder, 'chat=localhost,127.0.0.1'])
  return (name) => join(folder, name)
}

test('a server with a certificate of its team’s own is trusted by the file of its authority, and by no other', async ({
  playwright,
  launchOptions,
}, info) => {
  // Main judges what it asks itself. The broker's certificate is Chromium's to judge, which cannot be told what main was.
  const args = [...(launchOptions.args ?? []), '--ignore-certificate-errors']
  const browser = await playwright.chromium.launch({ ...launchOptions, args })
  const [ours, others] = [await makeCertificates(), await makeCertificates()]
  const natter = await startAnotherNatter({ NATTER_TLS_CERT: ours('chat.pem'), NATTER_TLS_KEY: ours('chat.key') })
  try {
    expect(natter.url).toMatch(/^https:/)
    const shell = await startDesktop({ browser })
    const setUp = await shell.page()
    await setUp.getByLabel('Address of the server').fill(natter.url)
    await expect(setUp.getByText('Nobody this computer knows vouches for the server’s certificate.')).toBeVisible()
    const choose = setUp.getByRole('button', { name: 'Trust a certificate from a file' })
    shell.answers.files.push([others('ca.pem')])
    await choose.click()
    await expect(setUp.getByText('Trusted for this server:')).toBeVisible()
    await expect(setUp.getByText('Nobody this computer knows vouches for the server’s certificate.')).toBeVisible()
    await expect(setUp.getByRole('button', { name: 'Go on' })).toBeDisabled()
    shell.answers.files.push([ours('ca.pem')])
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

    // Another account knows nothing of it.
    await page.evaluate(() => Reflect.get(window, 'natterDesktop').addAnother())
    await expect.poll(async () => (await shell.page()) === page).toBe(false)
    const again = await shell.page()
    await again.getByLabel('Address of the server').fill(natter.url)
    await expect(again.getByText('Nobody this computer knows vouches for the server’s certificate.')).toBeVisible()
  } finally {
    await natter.stop()
    await browser.close()
    await rm(ours('.'), { recursive: true, force: true })
  }
})
