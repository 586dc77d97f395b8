import { expect } from '@playwright/test'
import { test } from './browser-test.ts'
import { cutNetwork, makeRoom, messages, openRoom, signUp } from './people-in-browsers.ts'

test('@here names who is online, who then knows why; how far it is and what of the room is here is told', async ({
  browser,
}) => {
  test.setTimeout(120_000)
  const [ana, ben] = await Promise.all([signUp(browser, 'Ana'), signUp(browser, 'Ben')])
  await makeRoom(ana.page, 'Harbour rebuild', [ben.handle])
  const box = ana.page.getByRole('textbox', { name: 'Message Harbour rebuild' })
  await box.fill('@here the crane comes at three')
  await expect(ana.page.getByText('@here calls 1 person who is online now.')).toBeVisible()
  await box.press('Enter')

  await openRoom(ben.page, 'Harbour rebuild')
  const heard = messages(ben.page).first()
  await expect(heard.locator('bdi[data-me="true"]')).toHaveText('@here')
  await heard.hover()
  await heard.getByRole('button', { name: 'More' }).click()
  await ben.page.getByRole('menuitem', { name: 'Why did this notify?' }).click()
  await expect(ben.page.getByText('It names those who were online (@here)')).toBeVisible()
  await ben.page.keyboard.press('Escape')

  // Ben has looked at it: each station is a fact.
  const said = messages(ana.page).first()
  await expect(said.getByTitle('Read')).toBeVisible()
  await said.hover()
  await said.getByRole('button', { name: 'More' }).click()
  await ana.page.getByRole('menuitem', { name: 'How far it is' }).click()
  const steps = ana.page.getByRole('dialog').getByRole('listitem')
  await expect(steps.nth(0)).toContainText('on this device')
  await expect(steps.nth(1)).toContainText(/#\d+, at .* by the server’s clock/)
  await expect(steps.nth(2)).toContainText('The archive has it: it said so just now.')
  await expect(steps.nth(3)).toContainText('By Ben.')
  await ana.page.keyboard.press('Escape')

  await ana.page.getByRole('button', { name: 'About this room' }).click()
  await ana.page.getByText(/^Complete to #\d+, no gaps$/).click()
  await expect(ana.page.getByText('The archive counts the same 1 message.')).toBeVisible()

  // Without a connection nobody is guessed.
  await cutNetwork(ana)
  await box.fill('@here is anybody there')
  await expect(ana.page.getByText(/^Who is online is not known now/)).toBeVisible({ timeout: 20_000 })
  await expect(ana.page.getByText('No connection: this is what was known last.')).toBeVisible()
})
