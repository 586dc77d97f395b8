import { type Browser, expect, type Page } from '@playwright/test'
import { test } from './browser-test.ts'
import { inviteFrom } from './invites-of-somebody.ts'
import { natterUrl } from './natter-under-test.ts'
import { composer, messages, password } from './people-in-browsers.ts'

/** How long it takes is printed and not judged: the machine decides that. */
const mostClicks = 6

/** A browser that has never been here, and counts what is clicked in it. */
async function startCounted(browser: Browser) {
  const page = await browser.newPage()
  const startedAt = Date.now()
  let clicks = 0
  await page.exposeFunction('countClick', () => {
    clicks += 1
  })
  await page.addInitScript(() => {
    addEventListener('pointerdown', () => (globalThis as unknown as { countClick: () => void }).countClick(), true)
  })
  const tell = (what: string) => {
    console.log(`${what}: ${clicks} clicks, ${((Date.now() - startedAt) / 1_000).toFixed(1)} s`)
    return clicks
  }
  return { page, tell }
}

/** Each screen puts the cursor where the words go; nobody clicks for that. */
async function typeAccount(page: Page, name: string) {
  await expect(page.getByLabel('Name')).toBeFocused()
  await page.keyboard.type(name)
  await page.keyboard.press('Tab')
  await page.keyboard.press('Tab')
  await expect(page.getByLabel('Password')).toBeFocused()
  await page.keyboard.type(password)
  await page.keyboard.press('Enter')
}

async function sayFirstWords(page: Page) {
  await expect(composer(page)).toBeFocused()
  await page.keyboard.type('First words')
  await page.keyboard.press('Enter')
  await expect(messages(page).getByText('First words')).toBeVisible()
  await expect(messages(page).getByTitle('Sent')).toBeVisible()
}

test('a first message takes at most six clicks from an empty browser', async ({ browser }) => {
  const { page, tell } = await startCounted(browser)
  await page.goto(natterUrl())
  await page.getByRole('button', { name: 'Make an account' }).click()
  await typeAccount(page, 'Cleo Martin')
  await page.getByRole('button', { name: 'Make a room' }).click()
  await expect(page.getByRole('dialog').getByLabel('Name')).toBeFocused()
  await page.keyboard.type('Notes')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { level: 1, name: 'Notes' })).toBeVisible()
  await sayFirstWords(page)
  expect(tell('first message in a room of one’s own')).toBeLessThanOrEqual(mostClicks)
})

test('with an invitation it takes no more, and nothing is typed twice', async ({ browser }) => {
  const { url } = await inviteFrom('Ben Okafor', 'Harbour rebuild')
  const { page, tell } = await startCounted(browser)
  await page.goto(url)
  await page.getByRole('button', { name: 'Go on here' }).click()
  await typeAccount(page, 'Mei Tanaka')
  await expect(page.getByRole('heading', { level: 1, name: 'Harbour rebuild' })).toBeVisible()
  await sayFirstWords(page)
  expect(tell('first message where an invitation leads')).toBeLessThanOrEqual(mostClicks)
})
