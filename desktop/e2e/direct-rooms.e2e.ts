import { expect, type Page } from '@playwright/test'
import { test } from './browser-test.ts'
import { startAnotherNatter } from './natter-under-test.ts'
import { composer, fillSignUp, messages, say } from './people-in-browsers.ts'

const people = (page: Page) => page.getByRole('navigation', { name: 'Rooms and people' })

async function startAs(page: Page, url: string, name: string, handle: string): Promise<void> {
  await page.goto(url)
  await fillSignUp(page, name, handle)
}

async function openCardOf(page: Page, name: string): Promise<void> {
  await page.getByRole('list', { name: 'Messages' }).locator('button').getByText(name, { exact: true }).first().click()
  await expect(page.getByRole('button', { name: `More about ${name}` })).toBeVisible()
}

test('two people ask and agree, talk in the one room of theirs, hide it, and keep each other away', async ({
  browser,
}) => {
  // It starts a server of its own.
  test.setTimeout(240_000)
  const natter = await startAnotherNatter({ NATTER_CONTACTS: 'request' })
  const [ana, ben] = await Promise.all([browser.newPage(), browser.newPage()])
  try {
    await startAs(ana, natter.url, 'Ana Lindqvist', 'ana')
    await startAs(ben, natter.url, 'Ben Okafor', 'ben')

    // Asked with a few words, told to Ben live, and accepted where it stands.
    await ana.getByRole('button', { name: 'People and requests' }).click()
    await ana.getByRole('button', { name: 'Add a contact' }).click()
    await ana.getByRole('dialog').getByLabel('Handle').fill('@Ben')
    await ana.getByRole('dialog').getByLabel('A few words').fill('From the harbour.')
    await ana.keyboard.press('Enter')
    await ben.getByRole('button', { name: 'People and requests, 1 new' }).click()
    const card = ben.getByRole('article', { name: 'Ana Lindqvist' })
    await expect(card).toContainText('From the harbour.')
    await card.getByRole('button', { name: 'Accept' }).click()
    await expect(ben.getByRole('heading', { level: 1, name: 'Ana Lindqvist' })).toBeVisible()
    await say(ben, 'Hello Ana.')

    // At Ana's the room is there by itself, with his face and where he is.
    await people(ana)
      .getByRole('button', { name: /Ben Okafor/ })
      .click()
    await expect(messages(ana).getByText('Hello Ana.')).toBeVisible()
    await say(ana, 'Hello Ben.')
    await expect(messages(ben).getByText('Hello Ben.')).toBeVisible()
    await expect(ana.getByRole('main').getByText('Here', { exact: true })).toBeVisible()

    // Hidden, it is gone from the list; the next message brings it back, unread.
    await openCardOf(ana, 'Ben Okafor')
    await ana.getByRole('button', { name: 'More about Ben Okafor' }).click()
    await ana.getByRole('menuitem', { name: 'Hide until somebody writes' }).click()
    await expect(people(ana).getByRole('button', { name: /Ben Okafor/ })).toHaveCount(0)
    await say(ben, 'Are you there?')
    await expect(people(ana).getByRole('button', { name: /Ben Okafor.*1 unread/ })).toBeVisible()
    await people(ana)
      .getByRole('button', { name: /Ben Okafor/ })
      .click()
    await expect(messages(ana).getByText('Are you there?')).toBeVisible()

    // Blocked: neither writes, and Ben is told of an end and no more.
    await openCardOf(ana, 'Ben Okafor')
    await ana.getByRole('button', { name: 'Block Ben Okafor' }).click()
    await ana.getByRole('group', { name: 'Block Ben Okafor?' }).getByRole('button', { name: 'Block' }).click()
    await expect(composer(ana)).toHaveCount(0)
    await expect(composer(ben)).toHaveCount(0)
    await expect(ben.getByText(/block/i)).toHaveCount(0)

    await ana.keyboard.press('Escape')
    await expect(ana.getByRole('dialog')).toHaveCount(0)
    // Unblocked they are contacts again, in the same room.
    await ana.getByRole('button', { name: 'People and requests' }).click()
    await ana.getByRole('button', { name: 'Blocked', exact: true }).click()
    await ana.getByRole('button', { name: 'Unblock' }).click()
    await expect(composer(ben)).toBeVisible()
    await say(ben, 'Good to be back.')
    await people(ana)
      .getByRole('button', { name: /Ben Okafor/ })
      .click()
    await expect(messages(ana).getByText('Good to be back.')).toBeVisible()
    await expect(messages(ana).getByText('Hello Ben.')).toBeVisible()
  } finally {
    await Promise.all([ana.close(), ben.close()])
    await natter.stop()
  }
})
