import { expect } from '@playwright/test'
import { test } from './browser-test.ts'
import { composer, makeRoom, messages, messageWords, openRoom, say, signUp } from './people-in-browsers.ts'

test('a reply and an edit under way are there after a look into another room and after a reload, and go where they belong', async ({
  browser,
}) => {
  const eva = await signUp(browser, 'Eva')
  const { page } = eva
  await makeRoom(page, 'Quay')
  await makeRoom(page, 'Pier')
  await say(page, 'frist')
  await say(page, 'second')
  await expect(messages(page)).toHaveCount(2)

  await composer(page).fill('This is the ans')
  await messages(page).first().hover()
  await page.getByRole('button', { name: 'Reply', exact: true }).click()
  await openRoom(page, 'Quay')
  await composer(page).fill('Of the quay')
  await openRoom(page, 'Pier')
  await expect(page.getByText('Reply to Eva')).toBeVisible()
  await expect(composer(page)).toHaveValue('This is the ans')

  await messages(page).first().hover()
  await page.getByRole('button', { name: 'Edit', exact: true }).click()
  await composer(page).fill('first')
  await openRoom(page, 'Quay')
  await expect(composer(page)).toHaveValue('Of the quay')
  await openRoom(page, 'Pier')
  await expect(page.getByText('Edit your message')).toBeVisible()
  await page.reload()
  await expect(page.getByText('Edit your message')).toBeVisible()
  await expect(composer(page)).toHaveValue('first')
  await composer(page).press('Enter')
  await expect.poll(() => messageWords(page)).toEqual(['first', 'second'])

  await expect(page.getByText('Reply to Eva')).toBeVisible()
  await expect(composer(page)).toHaveValue('This is the ans')
  await composer(page).fill('This is the answer')
  await composer(page).press('Enter')
  await expect(page.getByRole('button', { name: /^Answers Eva ?: first/ })).toBeVisible()
  await expect(composer(page)).toHaveValue('')
})
