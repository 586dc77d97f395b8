import { expect, type Page, test } from '@playwright/test'
import { composer, messages, say, signUp } from './people-in-browsers.ts'

const rows = (page: Page) => page.getByRole('list', { name: 'People you write with' })

test('two people write to each other in one room, see each other come, and one keeps the other away', async ({
  browser,
}) => {
  const [ana, ben] = await Promise.all([signUp(browser, 'Ana Lindqvist'), signUp(browser, 'Ben Okafor')])

  // Everybody here is everybody's contact: a handle is enough.
  await ana.page.getByRole('button', { name: 'People and requests' }).click()
  await ana.page.getByRole('main').getByRole('button', { name: 'Write to somebody' }).click()
  await ana.page.getByRole('dialog').getByLabel('Handle').fill(ben.handle)
  await ana.page.getByRole('dialog').getByRole('button', { name: 'Write', exact: true }).click()
  await expect(ana.page.getByRole('heading', { level: 1, name: 'Ben Okafor' })).toBeVisible()
  await expect(composer(ana.page)).toBeVisible()
  await say(ana.page, 'Hello Ben.')
  await expect(messages(ana.page).getByTitle('Sent')).toBeVisible()

  // At Ben's the room appears by itself; his way to her leads to the same one.
  await ben.page
    .getByRole('navigation')
    .getByRole('button', { name: /Ana Lindqvist/ })
    .click()
  await expect(messages(ben.page).getByText('Hello Ben.')).toBeVisible()
  await say(ben.page, 'Hello Ana.')
  await expect(messages(ana.page).getByText('Hello Ana.')).toBeVisible()
  await expect(ana.page.getByRole('main').getByText('Here', { exact: true })).toBeVisible()
  await expect(rows(ana.page).getByRole('button')).toHaveCount(1)

  // A name of her own, in the list and over the messages.
  await ana.page.getByRole('list', { name: 'Messages' }).getByText('Ben Okafor', { exact: true }).first().click()
  await ana.page.getByRole('button', { name: 'More about Ben Okafor' }).click()
  await ana.page.getByRole('menuitem', { name: 'Name them' }).click()
  await ana.page.getByLabel('Your name for them').fill('Boss')
  await ana.page.keyboard.press('Enter')
  await expect(ana.page.getByRole('heading', { level: 1, name: 'Boss' })).toBeVisible()

  // Kept away: neither writes, and Ben sees an end and no more.
  await ana.page.getByRole('button', { name: 'Block Boss' }).click()
  await ana.page.getByRole('button', { name: 'Block', exact: true }).click()
  await expect(ana.page.getByText('You have blocked')).not.toHaveCount(0)
  await expect(composer(ben.page)).toHaveCount(0)
  await expect(ben.page.getByText('You are no contacts')).toBeVisible()

  await ana.page.keyboard.press('Escape')
  await ana.page.getByRole('button', { name: 'People and requests' }).click()
  await ana.page.getByRole('button', { name: 'Blocked', exact: true }).click()
  await ana.page.getByRole('button', { name: 'Unblock' }).click()
  await expect(composer(ben.page)).toBeVisible()
  await ana.context.close()
  await ben.context.close()
})
