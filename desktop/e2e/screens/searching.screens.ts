import { expect, type Page, test } from '@playwright/test'
import { full, harbour } from './fixture-state.ts'
import { prepareAnswer, prepareRefusal, showFixture, watchCommands } from './show-fixture.ts'
import { around, found } from './thread-views.ts'

const box = (page: Page) => page.getByRole('combobox', { name: 'Search messages, rooms and people' })
const hits = (page: Page) => page.getByRole('listbox', { name: 'Hits' }).getByRole('option')
const context = (page: Page) => page.getByRole('region', { name: 'Where it was said' })
const chip = (page: Page, name: string) => page.getByRole('button', { name: `Take off “${name}”` })

test.use({ viewport: { width: 1280, height: 800 } })

async function openSearch(page: Page) {
  await showFixture(page, full, '#/search')
  await box(page).waitFor()
  await prepareAnswer(page, 'search-messages', { patch: {}, value: found })
  await prepareAnswer(page, 'load-surroundings', { patch: {}, value: around })
}

test('arrows walk through the hits and what was said around each stands beside them; nothing is opened or read by it', async ({
  page,
}) => {
  await openSearch(page)
  const asked = await watchCommands(page, 'load-surroundings')
  const read = await watchCommands(page, 'mark-read')
  const opened = await watchCommands(page, 'open-room')
  await box(page).fill('drawing')
  await expect(hits(page)).toHaveCount(3)
  await expect(context(page)).toContainText('On it.')
  await page.keyboard.press('ArrowDown')
  const line = context(page).locator('[data-around][data-hit=true]')
  await expect(line).toContainText('I can take the piles.')
  await expect.poll(asked).toMatchObject([{ seq: 8 }, { seq: 4 }])
  // What was looked for is marked in the message itself.
  const marked = () => page.evaluate(() => [...(CSS.highlights.get('natter-hit') ?? [])].map(String))
  await expect.poll(marked).toEqual(['drawing'])
  expect([await read(), await opened()]).toEqual([[], []])
  await expect(box(page)).toBeFocused()

  // What could not be loaded is said, and asked again.
  await prepareRefusal(page, 'load-surroundings', { code: 'busy', retryAfterMs: 1_000 })
  await page.keyboard.press('ArrowDown')
  await expect(context(page).getByText(/could not be loaded/)).toBeVisible()
  await prepareAnswer(page, 'load-surroundings', { patch: {}, value: { messages: [] } })
  await context(page).getByRole('button', { name: 'Try again' }).click()
  await expect(context(page)).toContainText('This message is not there any more.')

  await context(page).getByRole('button', { name: 'Go there' }).click()
  await expect(page.getByRole('textbox', { name: /^Message/ })).toBeVisible()
  expect(page.url()).toContain(harbour)
})

test('where there is no space for it the list has the page, and nobody asks for what is around', async ({ page }) => {
  await page.setViewportSize({ width: 360, height: 740 })
  await openSearch(page)
  const asked = await watchCommands(page, 'load-surroundings')
  await box(page).fill('drawing')
  await expect(hits(page)).toHaveCount(3)
  await page.keyboard.press('ArrowDown')
  await expect(hits(page).nth(1)).toHaveAttribute('aria-selected', 'true')
  await expect(context(page)).toHaveCount(0)
  await page.setViewportSize({ width: 1280, height: 740 })
  await expect(context(page)).toBeVisible()
  await expect.poll(async () => (await asked()).length).toBe(1)
})

test('Escape leaves the page from wherever the focus is on it, and of a menu it leaves the menu alone', async ({
  page,
}) => {
  await openSearch(page)
  await box(page).fill('drawing')
  await expect(hits(page)).toHaveCount(3)
  await page.getByRole('button', { name: 'Has' }).click()
  await expect(page.getByRole('menuitem', { name: 'Voice' })).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('menu')).toHaveCount(0)
  await expect(context(page)).toBeVisible()
  await context(page).getByRole('group').focus()
  await page.keyboard.press('Escape')
  await expect(page).not.toHaveURL(/search/)
})

test('filters are typed, stand together, and go one by one with Backspace', async ({ page }) => {
  await openSearch(page)
  const asked = await watchCommands(page, 'search-messages')
  for (const typed of ['from:ana ', 'in:"Harbour rebuild" ', 'after:yesterday ', 'is:pinned ', 'mentions:me ']) {
    await box(page).fill(typed)
    await expect(box(page)).toHaveValue('')
  }
  await box(page).fill('drawing')
  await expect
    .poll(async () => (await asked()).at(-1))
    .toMatchObject({
      search: { q: 'drawing', rooms: [harbour], has: 'pin', mentions: true, after: expect.any(Number) },
    })
  const names = ['From Ana Lindqvist', 'In Harbour rebuild', 'With: Pinned', 'Mentions me']
  for (const name of names) await expect(chip(page, name)).toBeVisible()
  // In the middle of words it takes letters.
  await box(page).press('Backspace')
  await expect(box(page)).toHaveValue('drawin')
  await expect(chip(page, 'Mentions me')).toBeVisible()
  await box(page).press('Home')
  for (const gone of names.toReversed()) {
    while (await chip(page, gone).isVisible()) await box(page).press('Backspace')
    await expect(chip(page, gone)).toHaveCount(0)
  }
  await expect(page.getByRole('button', { name: /^Take off/ })).toHaveCount(0)
  await box(page).press('Backspace')
  await expect(box(page)).toHaveValue('drawin')
})

test('nothing is said to be nowhere while something was not searched', async ({ page }) => {
  await showFixture(page, full, '#/search')
  await box(page).waitFor()
  for (const coverage of [{ kind: 'behind', rooms: 14, behind: [harbour] }, { kind: 'kept' }]) {
    await prepareAnswer(page, 'search-messages', { patch: {}, value: { hits: [], coverage } })
    await box(page).fill(`drawing ${coverage.kind}`)
    await expect(page.getByRole('main').getByText('No hits so far', { exact: true })).toBeVisible()
    await expect(page.getByText('Nothing was found.')).toHaveCount(0)
  }
  await prepareAnswer(page, 'search-messages', { patch: {}, value: { hits: [], coverage: { kind: 'all' } } })
  await page.getByRole('button', { name: 'Try again' }).click()
  await expect(page.getByText('Nothing was found.')).toBeVisible()
})
