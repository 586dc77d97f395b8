import { readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, type Page, test } from '@playwright/test'
import { makeRoom, openRoom, say } from '../people-in-browsers.ts'
import { endDesktops, linesOf, makeAccount, makeDataFolder, startOnServer } from './desktop-person.ts'
import { buildKeychain } from './electron-stand-in.ts'

endDesktops()

/** No room is seen. */
async function openRoomElsewhere(page: Page): Promise<void> {
  await page.evaluate(() => location.assign('#/'))
  await expect(page.getByRole('heading', { level: 1, name: 'Harbour rebuild' })).toHaveCount(0)
}

/** All files that the shell has written itself, with what is in them. */
async function keptFiles(folder: string): Promise<string[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.json'))
  return Promise.all(names.map((name) => readFile(join(folder, name), 'utf8')))
}

test('stays signed in over a restart, with secrets that nobody reads from the folder', async ({ browser }) => {
  const dataFolder = await makeDataFolder()
  const keychain = buildKeychain()
  const first = await startOnServer({ browser, dataFolder, keychain })
  const page = await first.page()
  const handle = await makeAccount(page, 'Ana')
  const texts = (await keptFiles(dataFolder)).join('\n')
  expect(texts).toContain('/refresh')
  expect(texts).not.toMatch(/SU[A-Z2-7]{50}/)
  expect((await stat(join(dataFolder, 'secrets.json'))).mode & 0o777).toBe(0o600)
  const seen = await page.evaluate(async () => {
    const refreshed = await fetch('/api/v1/auth/refresh', {
      method: 'POST',
      body: '{}',
      headers: { 'content-type': 'application/json' },
    })
    const databases = await indexedDB.databases()
    return {
      refreshed: Object.keys(await refreshed.json()).sort(),
      cookie: document.cookie,
      databases: databases.length > 0,
    }
  })
  expect(seen).toEqual({ refreshed: ['accessToken', 'user'], cookie: '', databases: true })
  await page.reload()
  await expect(page.getByText(`@${handle}`)).toBeVisible()
  expect(linesOf(first)).toEqual([])
})

test('has a tray that hides the window, explained once, and counts what is for me', async ({ browser }) => {
  const ana = await startOnServer({ browser })
  const page = await ana.page()
  const anaHandle = await makeAccount(page, 'Ana')
  const ben = await startOnServer({ browser })
  const other = await ben.page()
  await makeAccount(other, 'Ben')
  await makeRoom(other, 'Harbour rebuild', [anaHandle])
  await expect(page.getByRole('button', { name: /Harbour rebuild/ })).toBeVisible()

  const [window] = ana.windows
  ana.answers.boxes.push(0)
  window?.close()
  await expect.poll(() => window?.isVisible()).toBe(false)
  expect(ana.record.box).toMatchObject([{ message: 'Natter stays up there' }])
  await say(other, `@${anaHandle} could you look at the drawing?`)
  await expect.poll(() => ana.record.badge?.at(-1)).toBe(1)
  expect(ana.tray()?.tooltip).toBe('Natter: 1 for you')
  await expect.poll(() => ana.notes.map(({ title }) => title)).toEqual(['Ben in Harbour rebuild'])

  // The click brings the window back, at the room.
  await openRoomElsewhere(page)
  ana.notes[0]?.click()
  await expect.poll(() => window?.isVisible()).toBe(true)
  await expect(page.getByRole('heading', { level: 1, name: 'Harbour rebuild' })).toBeVisible()
  await expect.poll(() => ana.record.badge?.at(-1)).toBe(0)

  // The second time nothing is explained; the menu's first line opens the window again.
  window?.close()
  expect([window?.isVisible(), ana.record.box?.length]).toEqual([false, 1])
  const menu = ana.tray()?.menu ?? []
  menu[0]?.click?.()
  expect(window?.isVisible()).toBe(true)

  // Do not disturb: counted, and not told.
  menu.find(({ label }) => label === 'Do not disturb')?.click?.()
  expect(ana.tray()?.tooltip).toBe('Natter: do not disturb')
  window?.close()
  await openRoomElsewhere(page)
  await say(other, `@${anaHandle} and another one`)
  await expect.poll(() => ana.record.badge?.at(-1)).toBe(1)
  expect(ana.notes).toHaveLength(1)
})

test('opens links, those that started it too, and sleeps and wakes with the machine', async ({ browser }) => {
  const shell = await startOnServer({ browser })
  const page = await shell.page()
  await makeAccount(page, 'Ana')
  await makeRoom(page, 'Harbour rebuild')
  const room = await page.evaluate(() => location.hash.replace('#/room/', ''))
  await makeRoom(page, 'Quay')
  shell.app.emit('second-instance', {}, ['natter', '--', `natter://room/${room}`])
  await expect(page.getByRole('heading', { level: 1, name: 'Harbour rebuild' })).toBeVisible()
  await openRoom(page, 'Quay')
  for (const link of ['natter://room/../x', `natter://room/${room}?x=1`, 'file:///etc/passwd', '--inspect']) {
    shell.app.emit('second-instance', {}, ['natter', link])
  }
  await expect(page.getByRole('heading', { level: 1, name: 'Quay' })).toBeVisible()
  // A page that loads again hears what came meanwhile.
  await page.reload({ waitUntil: 'commit' })
  shell.app.emit('open-url', { preventDefault: () => undefined }, `natter://room/${room}`)
  await expect(page.getByRole('heading', { level: 1, name: 'Harbour rebuild' })).toBeVisible()

  shell.powerMonitor.emit('suspend')
  await expect(page.getByText('No connection', { exact: false }).first()).toBeVisible()
  shell.powerMonitor.emit('resume')
  await expect(page.getByText('No connection', { exact: false })).toHaveCount(0)
  await say(page, 'Awake again.')
  await expect(page.locator('[data-message]').getByTitle('Sent')).toBeVisible()
})

test('has several accounts, each with its own store, and counts them together', async ({ browser }, info) => {
  const shell = await startOnServer({ browser })
  const first = await shell.page()
  await makeAccount(first, 'Ana')
  await makeRoom(first, 'Harbour rebuild')
  await first.getByRole('button', { name: 'Settings' }).click()
  await first.getByRole('button', { name: 'Account', exact: true }).click()
  await first.getByRole('button', { name: 'Add an account' }).click()
  await expect.poll(async () => (await shell.page()) === first).toBe(false)
  const setUp = await shell.page()
  await setUp.getByRole('button', { name: 'Back' }).click()
  await expect.poll(async () => (await shell.page()) === first).toBe(true)
  await first.evaluate(() => Reflect.get(window, 'natterDesktop').addAnother())
  const again = await shell.page()
  await again.getByLabel('Address of the server').fill(process.env.NATTER_TEST_URL ?? '')
  await again.getByRole('button', { name: 'Go on' }).click()
  await expect.poll(async () => (await shell.page()) === again).toBe(false)
  const second = await shell.page()
  await makeAccount(second, 'Studio')
  await expect(second.getByText('No rooms yet')).toBeVisible()
  const accounts = () => second.evaluate(() => Reflect.get(window, 'natterDesktop').listAccounts())
  await expect.poll(accounts).toMatchObject([
    { user: { displayName: 'Ana' }, isShown: false },
    { user: { displayName: 'Studio' }, isShown: true },
  ])
  await second.screenshot({ path: info.outputPath('second-account.png') })
  await second.getByRole('navigation', { name: 'Accounts on this computer' }).getByRole('button').first().click()
  await expect.poll(async () => (await shell.page()) === first).toBe(true)
  await expect(first.getByRole('heading', { level: 1, name: 'Harbour rebuild' })).toBeVisible()
})
