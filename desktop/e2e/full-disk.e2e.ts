import { expect, type Page } from '@playwright/test'
import { test } from './browser-test.ts'
import { loadKept } from './kept-on-disk.ts'
import { natterUrl } from './natter-under-test.ts'
import {
  composer,
  cutNetwork,
  makeRoom,
  messages,
  messageWords,
  openRoom,
  readDown,
  say,
  signUp,
  signUpOn,
} from './people-in-browsers.ts'

const bar = (page: Page) => page.getByRole('status').filter({ hasText: 'no room left' })

/** Room for so many bytes and no more (Chromium takes 0 for "as much as there is"); undefined: as before. Ends with the page. */
async function giveRoom(page: Page): Promise<(bytes: number | undefined) => Promise<void>> {
  const origin = natterUrl()
  const session = await page.context().newCDPSession(page)
  return async (quotaSize) => {
    await session.send('Storage.overrideQuotaForOrigin', { origin, ...(quotaSize !== undefined && { quotaSize }) })
  }
}

/** Words that nothing makes smaller. */
const tall = (name: string) =>
  `${name} ${Array.from({ length: 700 }, () => Math.random().toString(36).slice(2)).join(' ')}`

test('with no room on the disk at all it is said, and everything works from memory', async ({ browser }) => {
  const ben = await signUp(browser, 'Ben')
  const context = await browser.newContext()
  const page = await context.newPage()
  await (await giveRoom(page))(1)
  await signUpOn(page, 'Ana')
  await makeRoom(page, 'Bow', [ben.handle])
  await makeRoom(page, 'Stern', [])
  await expect(bar(page)).toBeVisible()
  await composer(page).fill('Half a thought')
  await openRoom(page, 'Bow')
  for (const words of ['one', 'two', 'three']) await say(page, words)
  await expect(messages(page)).toHaveCount(3)
  await expect(
    messages(page)
      .last()
      .getByTitle(/Waiting|Sending/),
  ).toHaveCount(0)
  await openRoom(ben.page, 'Bow')
  await expect.poll(() => messageWords(ben.page)).toEqual(['one', 'two', 'three'])
  await say(ben.page, 'four')
  await expect(messages(page)).toHaveCount(4)
  await openRoom(page, 'Stern')
  await expect(composer(page)).toHaveValue('Half a thought')
  await expect(bar(page)).toBeVisible()
})

test('where the disk fills up while somebody writes without a network nothing is lost, and room again is used', async ({
  browser,
}) => {
  // A disk that fills, half a minute until Chromium asks again, and all of it read from the top.
  test.setTimeout(150_000)
  const ben = await signUp(browser, 'Ben')
  // What the service worker keeps counts too.
  const context = await browser.newContext({ serviceWorkers: 'block' })
  const page = await context.newPage()
  const setRoom = await giveRoom(page)
  await setRoom(260_000)
  const handle = await signUpOn(page, 'Ana')
  const ana = { name: 'Ana', handle, context, page }
  await makeRoom(page, 'Bow', [ben.handle])
  await openRoom(ben.page, 'Bow')
  await cutNetwork(ana)
  const names: string[] = []
  while (names.length < 60 && !(await bar(page).isVisible())) {
    names.push(`line-${names.length + 1}`)
    await say(page, tall(names.at(-1) ?? ''))
  }
  await expect(bar(page)).toBeVisible()
  names.push('last')
  await say(page, tall('last'))
  await composer(page).fill('Half a thought')
  // Another window of the same installation sees what only memory has.
  const other = await context.newPage()
  await context.setOffline(false)
  await other.goto(natterUrl())
  await openRoom(other, 'Bow')
  await expect(composer(other)).toHaveValue('Half a thought')
  await expect.poll(() => firstWords(ben.page), { timeout: 30_000 }).toContain('last')
  await expect(messages(page).last().getByTitle('Waiting to go out')).toHaveCount(0)
  await setRoom(undefined)
  // Chromium asks how much room there is each half minute.
  await composer(page).fill('Half a thought more')
  await expect.poll(() => loadKept(page, 'drafts'), { timeout: 60_000 }).toEqual([{ text: 'Half a thought more' }])
  await expect(bar(page)).toHaveCount(0)
  // Read from the top: each once, in its order.
  expect(await readDown(ben.page, names, firstWord)).toEqual(names)
})

const firstWord = (words: string) => words.split(' ')[0] ?? ''
const firstWords = async (page: Page) => (await messageWords(page)).map(firstWord)
