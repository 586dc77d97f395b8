import { join } from 'node:path'
import { type Page, test } from '@playwright/test'
import * as fixtures from './fixture-state.ts'
import { shotFolder, showFixture as show } from './show-fixture.ts'

const atHarbour = `#/room/${fixtures.harbour}`
const shoot = (page: Page, name: string) => page.screenshot({ path: join(shotFolder, `${name}.png`) })
const sizes = { desk: [1280, 800], wide: [1440, 900], narrow: [800, 600], phone: [390, 844] } as const

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(colorScheme, () => {
    test.use({ colorScheme, viewport: { width: 1280, height: 800 } })
    test('conversation', async ({ page }) => {
      await show(page, fixtures.full, atHarbour)
      await page.getByText('Pushed, and the drawing is in.').last().hover()
      await shoot(page, `conversation-${colorScheme}`)
    })
    test('who has read it', async ({ page }) => {
      await show(page, fixtures.full, atHarbour)
      await page.getByText('On it.').hover()
      await page.getByRole('button', { name: 'Read by 2' }).click()
      await page.getByRole('dialog').hover()
      await shoot(page, `read-by-${colorScheme}`)
    })
    test('offline', async ({ page }) => {
      await show(page, fixtures.offline, atHarbour)
      await page.getByText('Try now').waitFor()
      await shoot(page, `offline-${colorScheme}`)
    })
    test('empty room, no rooms, sign-in', async ({ page }) => {
      await show(page, fixtures.emptyRoom, atHarbour)
      await page.getByText('This is the start of').waitFor()
      await shoot(page, `empty-${colorScheme}`)
    })
    test('no rooms', async ({ page }) => {
      await show(page, fixtures.noRooms)
      await page.getByText('No rooms yet').waitFor()
      await shoot(page, `norooms-${colorScheme}`)
    })
    test('sign-in', async ({ page }) => {
      await show(page, fixtures.signedOut)
      await page.getByLabel('Handle or e-mail').fill('eva')
      await shoot(page, `signin-${colorScheme}`)
      await page.getByRole('button', { name: 'Make an account' }).click()
      await page.getByRole('button', { name: 'Make account' }).click()
      await shoot(page, `register-${colorScheme}`)
    })
    test('switcher, new room, settings, keyboard', async ({ page }) => {
      await show(page, fixtures.full, atHarbour)
      await page.getByRole('button', { name: 'New room' }).waitFor()
      await page.keyboard.press('Control+k')
      await page.getByRole('combobox').fill('har')
      await page.waitForTimeout(200)
      await shoot(page, `switcher-${colorScheme}`)
      await page.keyboard.press('Escape')
      await page.getByRole('button', { name: 'New room' }).click()
      await page.getByLabel('Name').fill('Pier seven')
      await page.getByLabel('People', { exact: true }).fill('@ana')
      await page.keyboard.press('Enter')
      await page.getByLabel('People', { exact: true }).fill('nobody')
      await page.keyboard.press('Enter')
      await page.waitForTimeout(200)
      await shoot(page, `newroom-${colorScheme}`)
      await page.keyboard.press('Escape')
      await page.getByRole('button', { name: 'Settings' }).click()
      for (const name of ['Profile', 'Appearance', 'Devices', 'Account']) {
        await page.getByRole('button', { name, exact: true }).click()
        await shoot(page, `settings-${name.toLowerCase()}-${colorScheme}`)
      }
      await page.keyboard.press('Escape')
      await page.getByRole('list', { name: 'Messages' }).focus()
      await page.keyboard.press('?')
      await page.waitForTimeout(200)
      await shoot(page, `keyboard-${colorScheme}`)
    })
    test('hostile and loading', async ({ page }) => {
      await show(page, fixtures.hostile, atHarbour)
      await page.getByText('edited words').waitFor()
      await shoot(page, `hostile-${colorScheme}`)
    })
    test('loading', async ({ page }) => {
      await show(page, fixtures.loading, atHarbour)
      await page.waitForTimeout(600)
      await shoot(page, `loading-${colorScheme}`)
    })
    test('mentions, reply, emoji', async ({ page }) => {
      await show(page, fixtures.full, atHarbour)
      await page.getByText('No rush').hover()
      await page.getByRole('button', { name: 'Reply' }).click()
      await page.keyboard.type('Good, @')
      await page.waitForTimeout(100)
      await shoot(page, `mention-${colorScheme}`)
      await page.keyboard.press('Escape')
      await page.getByRole('button', { name: 'Emoji' }).click()
      await page.waitForTimeout(200)
      await shoot(page, `emoji-${colorScheme}`)
    })
    test('closing a room, a room that is gone, signing out', async ({ page }) => {
      for (const [name, width] of [
        ['desk', 1280],
        ['small', 480],
      ] as const) {
        await page.setViewportSize({ width, height: 800 })
        await show(page, fixtures.owning, atHarbour)
        await page.getByRole('button', { name: 'About this room' }).click()
        await page.getByRole('tab', { name: 'Settings' }).click()
        await page.getByRole('button', { name: 'Close room' }).waitFor()
        await shoot(page, `owner-about-${name}-${colorScheme}`)
        await page.getByRole('button', { name: 'Close room' }).click()
        await page.waitForTimeout(200)
        await shoot(page, `close-room-${name}-${colorScheme}`)
        await page.keyboard.press('Escape')
        await page.getByRole('button', { name: 'Leave' }).click()
        await page.waitForTimeout(200)
        await shoot(page, `only-owner-${name}-${colorScheme}`)
        await page.keyboard.press('Escape')
        await page.keyboard.press('Control+,')
        await page.getByRole('button', { name: 'Account', exact: true }).click()
        await page.getByRole('button', { name: 'Sign out' }).click()
        await page.waitForTimeout(200)
        await shoot(page, `sign-out-${name}-${colorScheme}`)
        await show(page, fixtures.closed, `#/room/${fixtures.sailing}`)
        await page.getByRole('button', { name: 'Show them' }).waitFor()
        await shoot(page, `gone-bar-${name}-${colorScheme}`)
        await page.getByRole('button', { name: 'Show them' }).click()
        await page.getByRole('list', { name: 'Not sent' }).waitFor()
        await shoot(page, `gone-room-${name}-${colorScheme}`)
      }
    })
    test('sizes', async ({ page }) => {
      await show(page, fixtures.full, atHarbour)
      for (const [name, [width, height]] of Object.entries(sizes)) {
        await page.setViewportSize({ width, height })
        await page.waitForTimeout(150)
        await shoot(page, `conversation-${name}-${colorScheme}`)
      }
      await page.getByRole('button', { name: 'Back to the list' }).click()
      await page.waitForTimeout(150)
      await shoot(page, `list-phone-${colorScheme}`)
      await page.setViewportSize({ width: 1440, height: 900 })
      await page.evaluate((hash) => {
        location.hash = hash
      }, atHarbour)
      await page.getByRole('button', { name: 'About this room' }).click()
      await page.waitForTimeout(150)
      await shoot(page, `about-${colorScheme}`)
    })
  })
}
