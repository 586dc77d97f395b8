import { expect, type Page } from '@playwright/test'
import { test } from './browser-test.ts'
import { natterUrl } from './natter-under-test.ts'
import { makeRoom, messages, openRoom, say, signUp } from './people-in-browsers.ts'

const roomOf = (page: Page) => new URL(page.url()).hash.replace('#/room/', '')
const heading = (page: Page, name: string) => page.getByRole('heading', { level: 1, name })

test('a link to a message in another room opens that room at the message, from here and from elsewhere', async ({
  browser,
}) => {
  const { page, context } = await signUp(browser, 'Ana')
  await makeRoom(page, 'Quay')
  for (const words of ['The first of them', 'In the middle', 'The last one']) await say(page, words)
  await expect(messages(page)).toHaveCount(3)
  await expect(messages(page).last().getByTitle('Sent')).toBeVisible()
  const quay = roomOf(page)
  const middle = await messages(page).nth(1).getAttribute('data-message')
  await makeRoom(page, 'Pier')
  await say(page, `See natter://room/${quay}/m/${middle} and natter://room/${quay}/m/${'0'.repeat(26)}`)
  const links = messages(page).last().getByRole('link')
  await links.first().click()
  await expect(heading(page, 'Quay')).toBeVisible()
  await expect(messages(page).nth(1)).toBeFocused()

  // Back leads to the room before, and a link to what is not there says so in the room that it leads to.
  await page.goBack()
  await expect(heading(page, 'Pier')).toBeVisible()
  await links.last().click()
  await expect(heading(page, 'Quay')).toBeVisible()
  await expect(page.getByText('That message is not here any more.')).toBeVisible()
  await page.getByRole('button', { name: 'Close', exact: true }).click()
  await expect(page.getByText('That message is not here any more.')).toHaveCount(0)

  const second = await context.newPage()
  await second.goto(`${natterUrl()}/r/${quay}/m/${middle}`)
  await expect(heading(second, 'Quay')).toBeVisible()
  await expect(messages(second).nth(1)).toBeFocused()
  await openRoom(second, 'Pier')
  await openRoom(second, 'Quay')
  await expect(messages(second)).toHaveCount(3)
})
