import { type Browser, expect, type Page, test } from '@playwright/test'
import { makeRoom, messages, openRoom, say } from '../people-in-browsers.ts'
import { endDesktop, endDesktops, makeAccount, makeComputer, startOnServer } from './desktop-person.ts'
import type { StandInOptions } from './electron-stand-in.ts'

endDesktops()

/** A room of forty lines that was left at its end, another one that is open, and the app ended. */
async function leaveTheApp(browser: Browser) {
  const computer = await makeComputer()
  const shell = await startOnServer({ browser, ...computer })
  const page = await shell.page()
  await makeAccount(page, 'Ana')
  await makeRoom(page, 'Harbour rebuild')
  const room = await page.evaluate(() => location.hash.replace('#/room/', ''))
  await say(page, 'The drawing is in the folder.')
  await expect(messages(page).first().getByTitle('Sent')).toBeVisible()
  const message = (await messages(page).first().getAttribute('data-message')) ?? ''
  for (let line = 1; line <= 40; line++) await say(page, `line ${line}`)
  await expect(messages(page).last()).toContainText('line 40')
  await expect(messages(page).last().getByTitle('Sent')).toBeVisible()
  await expect(messages(page).filter({ hasText: 'The drawing' })).not.toBeInViewport()
  await makeRoom(page, 'Quay')
  const [{ id: account }] = await page.evaluate(() => Reflect.get(window, 'natterDesktop').listAccounts())
  await endDesktop(shell)
  const [shard = '', rest = ''] = room.split('.')
  const start = (more: Partial<StandInOptions>) => startOnServer({ browser, ...computer, ...more })
  return {
    link: `natter://room/${room}/m/${message}`,
    noteId: `${account}${shard.padStart(2, '0')}${rest}${message}`,
    start,
  }
}

async function expectMessage(page: Page) {
  await expect(page.getByRole('heading', { level: 1, name: 'Harbour rebuild' })).toBeVisible()
  await expect(messages(page).filter({ hasText: 'The drawing is in the folder.' })).toBeInViewport()
}

test('started by a link or by a notification, the app opens at the very message', async ({ browser }) => {
  const { link, noteId, start } = await leaveTheApp(browser)
  const prevented: string[] = []
  const ways: Readonly<Record<string, Partial<StandInOptions>>> = {
    'the last word of its arguments': { argv: ['--', link] },
    'what macOS says before it is ready': {
      beforeReady: (app) => app.emit('open-url', { preventDefault: () => prevented.push('prevented') }, link),
    },
    'a notification of macOS': { launchInfo: { actionIdentifier: 'x', date: 0, identifier: noteId, userInfo: {} } },
    'a notification of Windows': { activation: { type: 'click', arguments: `type=click&to=${noteId}` } },
  }
  for (const [way, how] of Object.entries(ways)) {
    await test.step(way, async () => {
      const shell = await start(how)
      const page = await shell.page()
      await expectMessage(page)
      expect(shell.windows[0]?.isVisible()).toBe(true)
      await openRoom(page, 'Quay')
      await endDesktop(shell)
    })
  }
  expect(prevented).toEqual(['prevented'])
  // Nothing of it is done again at the next start; what names no account of ours opens the app and no more.
  const stranger = { type: 'click', arguments: `type=click&to=${'a'.repeat(16)}${noteId.slice(16)}` }
  const again = await start({
    argv: [`${link}?x=1`],
    activation: stranger,
    leftNotes: [noteId, 'of another program'],
  })
  const page = await again.page()
  await expect(page.getByRole('heading', { level: 1, name: 'Quay' })).toBeVisible()
  // One that an earlier run has left is heard again, with the window minimised, too.
  again.windows[0]?.minimize()
  again.notes[0]?.click()
  await expectMessage(page)
  expect(again.windows[0]?.isMinimized()).toBe(false)
  await openRoom(page, 'Quay')
  await endDesktop(again)

  // An answer in one goes out, and the room stays closed.
  const reply = { type: 'reply', arguments: `type=reply&to=${noteId}`, reply: 'Found it, thanks.' }
  const last = await (await start({ activation: reply })).page()
  await expect(last.locator('[data-room]', { hasText: 'Harbour rebuild' })).toContainText('Found it, thanks.')
  await expect(last.getByRole('heading', { level: 1, name: 'Quay' })).toBeVisible()
})
