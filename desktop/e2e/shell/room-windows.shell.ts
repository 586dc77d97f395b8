import { expect, type Page, test } from '@playwright/test'
import { composer, makeRoom, messages, openRoom, say } from '../people-in-browsers.ts'
import { endDesktops, linesOf, makeAccount, makeDataFolder, startOnServer } from './desktop-person.ts'
import { buildKeychain, type StandIn } from './electron-stand-in.ts'

endDesktops()

const pageOf = (shell: StandIn, at: number): Promise<Page> => {
  const view = shell.windows[at]?.views[0]
  if (view === undefined) throw new Error(`there is no window ${at}`)
  return view.webContents.loaded
}

test('a room has a window of its own, with one engine and one connection, over a new start too', async ({
  browser,
}, info) => {
  const dataFolder = await makeDataFolder()
  const keychain = buildKeychain()
  const shell = await startOnServer({ browser, dataFolder, keychain })
  const page = await shell.page()
  const anaHandle = await makeAccount(page, 'Ana')
  const ben = await startOnServer({ browser })
  const other = await ben.page()
  await makeAccount(other, 'Ben')
  await makeRoom(other, 'Harbour rebuild', [anaHandle])
  const room = await other.evaluate(() => location.hash.replace('#/room/', ''))
  await makeRoom(page, 'Pier')
  const row = page.getByRole('navigation', { name: 'Rooms and people' }).getByRole('button', { name: 'Harbour' })
  await row.click({ modifiers: ['ControlOrMeta'] })
  await expect.poll(() => shell.windows.length).toBe(2)
  const own = await pageOf(shell, 1)
  await expect(own.getByRole('heading', { level: 1, name: 'Harbour rebuild' })).toBeVisible()
  await own.screenshot({ path: info.outputPath('own-window.png') })
  // The second time it is the same one.
  await row.click({ button: 'middle' })
  await expect(page.getByRole('heading', { level: 1, name: 'Pier' })).toBeVisible()
  expect(shell.windows).toHaveLength(2)
  const workers = () =>
    page
      .context()
      .browser()
      ?.contexts()
      .flatMap((each) => each.pages()).length
  expect(workers()).toBeGreaterThan(0)
  const locksOf = (window: Page) =>
    window.evaluate(async () => (await navigator.locks.query()).held?.map(({ name }) => name).sort())
  // One is asked after the other: what is held for a moment only may be in one of the answers alone.
  await expect(async () => expect(await locksOf(page)).toEqual(await locksOf(own))).toPass({ timeout: 15_000 })

  // What is read in the window of the room is not told; what is in none is.
  await composer(own).focus()
  await say(other, `@${anaHandle} could you look?`)
  await expect(messages(own)).toHaveCount(1)
  await expect.poll(() => shell.record.badge?.at(-1) ?? 0).toBe(0)
  expect(shell.notes).toHaveLength(0)

  // A link from it leads to the account's own page; a link to its room leads into it.
  await own.keyboard.press('Control+k')
  await own.getByRole('combobox').fill('Pier')
  await expect(own.getByRole('option').first()).toContainText('Pier')
  await own.keyboard.press('Enter')
  await expect(own.getByRole('heading', { level: 1, name: 'Harbour rebuild' })).toBeVisible()
  await openRoom(page, 'Harbour rebuild')

  // The main window goes to the tray, and the room's stays.
  shell.answers.boxes.push(0)
  shell.windows[0]?.close()
  await expect.poll(() => shell.windows[0]?.isVisible()).toBe(false)
  expect(shell.windows[1]?.isVisible()).toBe(true)
  await say(own, 'Looking.')
  await expect(
    messages(own)
      .last()
      .getByTitle(/Sent|Read/),
  ).toBeVisible()
  expect(linesOf(shell)).toEqual([])
  await shell.stop()

  const again = await startOnServer({ browser, dataFolder, keychain })
  await expect.poll(() => again.windows.length).toBe(2)
  const reopened = await pageOf(again, 1)
  expect(new URL(reopened.url()).search).toBe(`?room=${room}`)
  again.windows[1]?.close()
  await again.stop()
  const last = await startOnServer({ browser, dataFolder, keychain })
  await last.page()
  expect(last.windows).toHaveLength(1)
})
