import { expect, type Page, test } from '@playwright/test'
import { full, harbour, signedOut } from './fixture-state.ts'
import { showFixture } from './show-fixture.ts'

const atHarbour = `#/room/${harbour}`
const composer = (page: Page) => page.locator('[data-composer]')
/** Its text is the day, its title where a click leads: in either language. */
const dayPill = (page: Page) => page.getByTitle(/^(Go to a day|Zu einem Tag)/).first()

test.use({ viewport: { width: 1280, height: 800 } })

async function openAppearance(page: Page): Promise<void> {
  await page.keyboard.press('Control+,')
  await page.getByRole('button', { name: /^(Appearance|Aussehen)$/ }).click()
}

test.describe('somebody whose browser speaks German', () => {
  test.use({ locale: 'de-AT' })

  test('never sees another language, not even at first', async ({ page }) => {
    // Every text that was in the page at any time, and every name that was in its title.
    await page.addInitScript(() => {
      const seen = new Set<string>()
      Object.assign(globalThis, { seen })
      const look = () => seen.add(document.body?.innerText ?? '')
      new MutationObserver(look).observe(document, { childList: true, subtree: true, characterData: true })
    })
    await showFixture(page, signedOut)
    await expect(page.getByLabel('Kürzel oder E-Mail')).toBeVisible()
    const seen = await page.evaluate(() => [...(globalThis as unknown as { seen: Set<string> }).seen].join('\n'))
    expect(seen).toContain('Anmelden')
    expect(seen).not.toMatch(/Come in|Sign in|Password/)
    await expect(page.locator('html')).toHaveAttribute('lang', 'de-AT')
    await expect(page.locator('html')).toHaveAttribute('dir', 'ltr')
  })

  test('reads days, hours and counts as they are written there', async ({ page }) => {
    await showFixture(page, full, atHarbour)
    await expect(dayPill(page)).toHaveText(/^Heute, Freitag, 20\. November$/)
    await expect(page.getByRole('navigation', { name: 'Räume und Leute' })).toContainText('Ungelesen')
    await expect(page.getByRole('main').getByText(/\d+ Leute/)).toBeVisible()
  })

  test('finds each tab of a room’s panel in sight and in one line, however long its word is', async ({ page }) => {
    await showFixture(page, full, atHarbour)
    await page.getByRole('button', { name: 'Infos zum Raum' }).click()
    const tabs = page.getByRole('tab')
    await expect(tabs).toHaveCount(5)
    const panel = await page.getByRole('tablist').boundingBox()
    const ends = await tabs.evaluateAll((all) => all.map((tab) => tab.getBoundingClientRect().right))
    expect(Math.max(...ends)).toBeLessThanOrEqual((panel?.x ?? 0) + (panel?.width ?? 0))
    const tops = await tabs.evaluateAll((all) => all.map((tab) => tab.getBoundingClientRect().top))
    expect(new Set(tops).size).toBe(1)
    if (process.env.NATTER_SHOTS !== undefined) await page.screenshot({ path: `${process.env.NATTER_SHOTS}/panel.png` })
  })

  test('goes on in English where the words cannot be had', async ({ page }) => {
    await page.route(/\/assets\/de-/, (route) => route.abort())
    await showFixture(page, signedOut)
    await expect(page.getByLabel('Handle or e-mail')).toBeVisible()
    await expect(page.locator('html')).toHaveAttribute('lang', /^en/)
  })
})

test('a language that is chosen is spoken at once, in every window, and after a reload', async ({ page, context }) => {
  await showFixture(page, full, atHarbour)
  const other = await context.newPage()
  await other.goto(page.url())
  await expect(composer(other)).toHaveAccessibleName('Message Harbour rebuild')
  await composer(page).fill('Words that stay')
  await openAppearance(page)
  // Each language by its own name: who looks for it may read no other.
  await page.getByRole('radio', { name: 'Deutsch' }).click()
  await expect(page.getByRole('heading', { name: 'Aussehen' })).toBeVisible()
  await expect(page.locator('html')).toHaveAttribute('lang', 'de')
  await page.keyboard.press('Escape')
  await expect(composer(page)).toHaveAccessibleName('Nachricht an Harbour rebuild')
  await expect(composer(page)).toHaveValue('Words that stay')
  await expect(composer(other)).toHaveAccessibleName('Nachricht an Harbour rebuild')
  await page.reload()
  await expect(composer(page)).toHaveAccessibleName('Nachricht an Harbour rebuild')
  await openAppearance(page)
  await page.getByRole('radio', { name: 'Wie der Browser' }).click()
  await expect(page.getByRole('heading', { name: 'Appearance' })).toBeVisible()
  await expect(page.locator('html')).toHaveAttribute('lang', 'en-GB')
})

test('hours and days follow the computer to another time zone', async ({ browser }) => {
  // A window without a zone of its own: it has the machine's, until that changes.
  const context = await browser.newContext({ locale: 'en-GB', timezoneId: undefined, serviceWorkers: 'block' })
  const page = await context.newPage()
  await showFixture(page, full, atHarbour)
  const messages = page.getByRole('list', { name: 'Messages' })
  const hourThere = messages.getByText('04:12', { exact: true })
  await expect(messages.getByText(/^\d\d:12$/).first()).toBeAttached()
  await expect(hourThere).toHaveCount(0)
  const devtools = await context.newCDPSession(page)
  await devtools.send('Emulation.setTimezoneOverride', { timezoneId: 'Pacific/Kiritimati' })
  // Coming back to the window is when somebody who travelled looks.
  await page.evaluate(() => dispatchEvent(new Event('focus')))
  await expect(hourThere).not.toHaveCount(0)
  await expect(dayPill(page)).toHaveText('Today, Saturday 21 November')
  await context.close()
})
