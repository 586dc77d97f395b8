import { expect, test } from '@playwright/test'
import { harbour, message, rows } from './fixture-state.ts'
import { saved, savedMany } from './saved-views.ts'
import { patchFixture, prepareAnswer, prepareRefusal, showFixture, watchCommands } from './show-fixture.ts'

const atHarbour = `#/room/${harbour}`
const survey = message(2, 'ana', 0, '').message.id
const keyOf = (id: string) => `${harbour}/${id}`
const gone = { patch: { saved: { [keyOf(survey)]: null } }, value: null }

test.use({ viewport: { width: 1280, height: 800 }, reducedMotion: 'reduce' })

test('is reached from the list, leads to the message, and Escape leads back to the row; by keys alone', async ({
  page,
}) => {
  await showFixture(page, saved, atHarbour)
  await page.getByRole('button', { name: 'Saved messages' }).focus()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { name: 'Saved messages' })).toBeFocused()
  await expect(page.getByRole('button', { name: 'Saved messages' })).toHaveAttribute('aria-current', 'page')
  const list = page.getByRole('list', { name: 'Saved messages' })
  await page.keyboard.press('Tab')
  await page.keyboard.press('Tab')
  await expect(list.getByRole('button', { name: /needs new piles/ })).toBeFocused()
  await page.keyboard.press('ArrowDown')
  await expect(list.getByRole('button', { name: /big thermos/ })).toBeFocused()
  await page.keyboard.press('End')
  await expect(list.getByRole('button', { name: /Not kept on this device/ })).toBeFocused()
  await page.keyboard.press('Home')
  const around = await watchCommands(page, 'load-around')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('textbox', { name: /^Message/ })).toBeVisible()
  await expect(page.locator(`article[data-message="${survey}"]`)).toBeVisible()
  expect((await around()).length, 'it is there already').toBe(0)
  await expect(page.locator(`article[data-message="${survey}"]`)).toBeFocused()
  await page.keyboard.press('Escape')
  await expect(list.getByRole('button', { name: /needs new piles/ })).toBeFocused()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('textbox', { name: /^Message/ })).toBeVisible()
})

test('what is taken out of the list can be brought back, and the focus stays in the list', async ({ page }) => {
  await showFixture(page, saved, '#/saved')
  const asked = await watchCommands(page, 'set-saved')
  const list = page.getByRole('list', { name: 'Saved messages' })
  await list.getByRole('button', { name: /needs new piles/ }).focus()
  await prepareAnswer(page, 'set-saved', gone)
  await page.keyboard.press('Delete')
  await expect(list.getByText('needs new piles')).toHaveCount(0)
  await expect(list.getByRole('button', { name: /big thermos/ })).toBeFocused()
  const set = { kind: 'set-saved', room: harbour, message: survey }
  await expect.poll(asked).toEqual([{ ...set, on: false }])
  await prepareAnswer(page, 'set-saved', {
    patch: { saved: { [keyOf(survey)]: saved.saved[keyOf(survey) as never] ?? null } },
    value: null,
  })
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(list.getByText('needs new piles')).toBeVisible()
  await expect.poll(asked).toEqual([
    { ...set, on: false },
    { ...set, on: true },
  ])
})

test('a message is saved from its menu or by a key, has its mark, and says why where it cannot be', async ({
  page,
}) => {
  await showFixture(page, { ...saved, saved: {} }, atHarbour)
  const asked = await watchCommands(page, 'set-saved')
  const article = page.locator(`article[data-message="${survey}"]`)
  await article.hover()
  await article.getByRole('button', { name: 'More' }).click()
  await prepareAnswer(page, 'set-saved', { patch: { saved: saved.saved }, value: null })
  await page.getByRole('menuitem', { name: 'Save for yourself' }).click()
  await expect(article.getByTitle('Saved', { exact: true })).toBeVisible()
  await expect(page.getByRole('status').getByText('Saved. It is in your saved messages.')).toBeVisible()
  await article.focus()
  await prepareAnswer(page, 'set-saved', gone)
  await page.keyboard.press('Control+Shift+S')
  await expect(article.getByTitle('Saved', { exact: true })).toHaveCount(0)
  await prepareRefusal(page, 'set-saved', { code: 'saved-too-many' })
  await page.keyboard.press('Control+Shift+S')
  await expect(page.getByRole('status').getByText(/as many messages as one may/)).toBeVisible()
  const wishes = async () => (await asked()).map((command) => 'on' in command && command.on)
  await expect.poll(wishes).toEqual([true, false, true])
})

test('of a thousand only what is in sight is drawn, and the keys go through all of them', async ({ page }) => {
  await showFixture(page, savedMany(1_000), '#/saved')
  const list = page.getByRole('list', { name: 'Saved messages' })
  await list.getByText('line 1 ').first().waitFor()
  expect(await list.getByRole('listitem').count()).toBeLessThan(40)
  await list.getByRole('button').first().focus()
  await page.keyboard.press('End')
  await expect(list.getByRole('button', { name: /line 1000 / })).toBeFocused()
  expect(await list.getByRole('listitem').count()).toBeLessThan(40)
  for (let press = 0; press < 12; press++) await page.keyboard.press('ArrowUp')
  await expect(list.getByRole('button', { name: /line 988 / })).toBeFocused()
  await expect(page.getByText('1,000 messages')).toBeVisible()
})

test('says that it is loading, that it could not be loaded, and how far it can be trusted', async ({ page }) => {
  const asking = { isKnown: false, isAsking: true }
  await showFixture(page, { ...saved, saved: {}, savedList: asking }, '#/saved')
  await expect(page.getByRole('status', { name: 'Loading what you have saved' })).toBeVisible()
  const problem = { code: 'network-unreachable' } as const
  await patchFixture(page, { savedList: { isKnown: false, isAsking: false, problem } })
  await expect(page.getByText('What you have saved could not be loaded')).toBeVisible()
  const asked = await watchCommands(page, 'refresh-saved')
  await page.getByRole('button', { name: 'Try now' }).click()
  await expect.poll(async () => (await asked()).length).toBe(1)
  await patchFixture(page, { saved: saved.saved, savedList: { isKnown: true, isAsking: false, problem } })
  await expect(page.getByText('It may have changed by now.')).toBeVisible()
  await patchFixture(page, { savedList: { isKnown: true, isAsking: false } })
  await expect(page.getByText('Only you see this.')).toBeVisible()
})

test('mirrors nothing of what others said: a removed message has no words left in the list', async ({ page }) => {
  await showFixture(page, saved, '#/saved')
  await expect(page.getByText('needs new piles')).toBeVisible()
  const [, row] = rows
  if (row?.kind !== 'message') throw new Error('no message')
  const entry = { room: harbour, id: survey, at: 1, message: { ...row.message, text: '', removedAt: 2 } }
  await patchFixture(page, { saved: { [keyOf(survey)]: entry } })
  await expect(page.getByText('needs new piles')).toHaveCount(0)
  await expect(page.getByText('This message was removed.')).toHaveCount(2)
})
