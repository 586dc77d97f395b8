import { expect, type Page } from '@playwright/test'
import { test } from './browser-test.ts'
import { natterUrl } from './natter-under-test.ts'
import { fillSignIn, makeRoom, messages, say, signUp } from './people-in-browsers.ts'
import { type SeverableProxy, startProxy } from './severable-proxy.ts'

let proxy: SeverableProxy
test.beforeAll(async () => {
  proxy = await startProxy()
})
test.afterAll(() => proxy.cut())

const list = (page: Page) => page.getByRole('list', { name: 'Saved messages' })

test('what is saved on one device is on the other, also what was saved without a network, and follows removals', async ({
  browser,
}) => {
  test.setTimeout(120_000)
  const ana = await signUp(browser, 'Ana', { proxy: { server: proxy.url } })
  const { page } = ana
  await makeRoom(page, 'Piles')
  for (const words of ['Berth 7 needs new piles.', 'The crane comes on the 4th.']) await say(page, words)
  await expect(messages(page)).toHaveCount(2)
  await expect(messages(page).last().getByTitle('Sent')).toBeVisible()

  await messages(page).first().hover()
  await messages(page).first().getByRole('button', { name: 'More' }).click()
  await page.getByRole('menuitem', { name: 'Save for yourself' }).click()
  await expect(messages(page).first().getByTitle('Saved', { exact: true })).toBeVisible()

  const other = await (await browser.newContext()).newPage()
  await other.goto(natterUrl())
  await fillSignIn(other, ana.handle)
  await other.getByRole('button', { name: 'Saved messages' }).click()
  await expect(list(other).getByRole('listitem')).toHaveText([/Berth 7 needs new piles/])

  await proxy.cut()
  await page.evaluate(() => dispatchEvent(new Event('offline')))
  await messages(page).last().focus()
  await page.keyboard.press('Control+Shift+S')
  await page.getByRole('button', { name: 'Saved messages' }).click()
  await expect(list(page).getByRole('listitem')).toHaveText([/4th.*Is saved on your other devices/, /Berth 7/])
  await proxy.mend()
  await page.evaluate(() => dispatchEvent(new Event('online')))
  await expect(list(other).getByRole('listitem')).toHaveText([/The crane comes on the 4th/, /Berth 7/])
  await expect(page.getByText('Is saved on your other devices')).toHaveCount(0)

  await list(page)
    .getByRole('button', { name: /Berth 7/ })
    .click()
  await expect(messages(page).first()).toBeFocused()
  await messages(page).first().getByRole('button', { name: 'More' }).click()
  await page.getByRole('menuitem', { name: 'Remove', exact: true }).click()
  await page.getByRole('button', { name: 'Remove', exact: true }).click()
  await expect(list(other).getByText('Berth 7')).toHaveCount(0)
  await expect(list(other).getByText('This message was removed.')).toBeVisible()
  await list(other)
    .getByRole('button', { name: /was removed/ })
    .focus()
  await other.keyboard.press('Delete')
  await expect(list(other).getByRole('listitem')).toHaveCount(1)
})
