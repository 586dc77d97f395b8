import { expect } from '@playwright/test'
import { test } from './browser-test.ts'
import { composer, makeRoom, messages, openRoom, say, signUp } from './people-in-browsers.ts'

test('a message goes on to another room with its author’s name, who is known to some and not to others', async ({
  browser,
}) => {
  // Three people, each with the whole app.
  test.setTimeout(120_000)
  const [ana, ben, cleo] = await Promise.all(['Ana', 'Ben', 'Cleo'].map((name) => signUp(browser, name)))
  if (ana === undefined || ben === undefined || cleo === undefined) throw new Error('three were asked for')
  await makeRoom(ana.page, 'Kitchen', [ben.handle])
  await say(ana.page, 'The kettle is on.')
  await makeRoom(ben.page, 'Garden', [cleo.handle])
  await openRoom(ben.page, 'Kitchen')
  await messages(ben.page).filter({ hasText: 'The kettle is on.' }).first().hover()
  await ben.page.getByRole('button', { name: 'More' }).click()
  await ben.page.getByRole('menuitem', { name: 'Forward…' }).click()
  const box = ben.page.getByRole('combobox', { name: 'Find a room or a person' })
  await box.fill('gard')
  await box.press('Enter')
  await expect(ben.page.getByRole('list', { name: 'Where it goes' })).toContainText('Garden')
  await ben.page.getByLabel('Words of your own, sent before it').fill('Did you hear?')
  await ben.page.keyboard.press('Enter')
  await expect(ben.page.getByRole('dialog')).toHaveCount(0)

  await openRoom(cleo.page, 'Garden')
  await expect(messages(cleo.page)).toContainText(['Did you hear?', 'The kettle is on.'])
  // She shares no room with Ana, and is not in the room that it comes from.
  await expect(cleo.page.getByText('Forwarded · from Someone')).toBeVisible()
  await expect(cleo.page.getByRole('button', { name: /^Forwarded/ })).toHaveCount(0)
  await expect(cleo.page.getByText('Kitchen')).toHaveCount(0)

  await openRoom(ben.page, 'Garden')
  await ben.page.getByRole('button', { name: 'Forwarded · from Ana' }).click()
  await expect(composer(ben.page)).toBeVisible()
  await expect(ben.page.locator('[data-flashed=true]')).toContainText('The kettle is on.')
})
