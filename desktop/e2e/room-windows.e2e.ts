import { expect as expectSoon } from '@playwright/test'
import { test } from './browser-test.ts'
import { composer, makeRoom, messages, messageWords, openRoom, say, signUp } from './people-in-browsers.ts'

/** A window that was just opened loads the whole app. */
const expect = expectSoon.configure({ timeout: 45_000 })

test('a room opens in a window of its own, on the same engine', async ({ browser }) => {
  // Three pages, each loaded from the server.
  test.slow()
  const ana = await signUp(browser, 'Ana')
  await makeRoom(ana.page, 'Harbour rebuild')
  const room = new URL(ana.page.url()).hash.replace('#/room/', '')
  await makeRoom(ana.page, 'Pier')
  const row = ana.page.getByRole('navigation', { name: 'Rooms and people' }).getByRole('button', { name: 'Harbour' })
  const opened = ana.context.waitForEvent('page')
  await row.click({ modifiers: ['ControlOrMeta'] })
  const own = await opened
  await expect(own.getByRole('heading', { level: 1, name: 'Harbour rebuild' })).toBeVisible()
  await expect(own.getByRole('navigation', { name: 'Rooms and people' })).toHaveCount(0)
  expect(ana.context.pages()).toHaveLength(2)
  // The other window stays where it was.
  await expect(ana.page.getByRole('heading', { level: 1, name: 'Pier' })).toBeVisible()

  await expect(composer(own)).toBeFocused()
  await say(own, 'From its own window.')
  await expect(messages(own).getByTitle('Sent')).toBeVisible()
  await openRoom(ana.page, 'Harbour rebuild')
  await expect.poll(() => messageWords(ana.page)).toEqual(['From its own window.'])
  // One engine: what is typed here is typed there.
  await composer(own).fill('Half a sent')
  await expect(composer(ana.page)).toHaveValue('Half a sent')

  // Again: the one that is there, by the menu of the row.
  await own.evaluate(() => Object.assign(window, { isStillHere: true }))
  await openRoom(ana.page, 'Pier')
  await row.click({ button: 'right' })
  await ana.page.getByRole('menuitem', { name: 'Open in its own window' }).click()
  expect(ana.context.pages()).toHaveLength(2)
  // As it was, and not loaded anew.
  expect(await own.evaluate(() => Reflect.get(window, 'isStillHere'))).toBe(true)

  // Another room is not for this window; the name of it stays what it is.
  await own.keyboard.press('Control+k')
  await own.getByRole('combobox').fill('Pier')
  await expect(own.getByRole('option').first()).toContainText('Pier')
  await openRoom(ana.page, 'Harbour rebuild')
  await own.keyboard.press('Enter')
  await expect(ana.page.getByRole('heading', { level: 1, name: 'Pier' })).toBeVisible()
  expect(ana.context.pages()).toHaveLength(2)
  await expect(own.getByRole('heading', { level: 1, name: 'Harbour rebuild' })).toBeVisible()
  await own.reload()
  await expect(own.getByRole('heading', { level: 1, name: 'Harbour rebuild' })).toBeVisible()
  expect(new URL(own.url()).search).toBe(`?room=${room}`)
})
