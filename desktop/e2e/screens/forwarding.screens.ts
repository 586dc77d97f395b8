import { expect as plainExpect, test } from '@playwright/test'
import type { ErrorCode } from '../../../common/app-error.ts'
import type { EngineState } from '../../engine-contract.ts'
import { at, full, harbour, message, offline, sailing, userId } from './fixture-state.ts'
import { forwarding, openForward } from './forward-views.ts'
import { patchFixture, prepareRefusal, showFixture, watchCommands } from './show-fixture.ts'

test.use({ viewport: { width: 1280, height: 800 }, reducedMotion: 'reduce' })
// A machine that has much else to do takes its time, and nothing is wrong then.
const expect = plainExpect.configure({ timeout: 30_000 })
const atHarbour = `#/room/${harbour}`

test('by keys alone it goes to several, own words first; where one may not write says why and is not chosen', async ({
  page,
}) => {
  await showFixture(page, forwarding, atHarbour)
  await openForward(page, 'Bring the big thermos')
  const sent = await watchCommands(page, 'forward-message')
  const said = await watchCommands(page, 'send-message')
  const box = page.getByRole('combobox', { name: 'Find a room or a person' })
  await expect(box).toBeFocused()
  const shut = page.getByRole('option', { name: /Announcements/ })
  await expect(shut).toHaveAttribute('aria-disabled', 'true')
  await expect(shut).toContainText('Only owners and admins write here')
  await box.fill('announce')
  await box.press('Enter')
  await expect(page.getByRole('list', { name: 'Where it goes' })).toHaveCount(0)
  // Without its accents, with a letter left out, and by the handle.
  for (const name of ['wekend', '@ben']) {
    await box.fill(name)
    await box.press('Enter')
    await expect(box).toHaveValue('')
  }
  const chips = page.getByRole('list', { name: 'Where it goes' }).getByRole('listitem')
  await expect(chips).toHaveText(['Weekend sailing', 'Ben Okafor'])
  await box.press('Backspace')
  await expect(chips).toHaveText(['Weekend sailing'])
  await page.getByRole('switch', { name: 'Show who wrote it' }).focus()
  await expect(page.getByRole('figure')).toContainText('from Mei Tanaka')
  await page.keyboard.press('Space')
  await expect(page.getByRole('figure')).not.toContainText('Mei')
  await page.keyboard.press('Space')
  await page.getByLabel('Words of your own, sent before it').fill('For **Sunday**')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('dialog')).toHaveCount(0)
  await expect.poll(said).toMatchObject([{ room: sailing, text: 'For **Sunday**', format: 'markdown' }])
  await expect
    .poll(sent)
    .toMatchObject([
      { room: sailing, withAuthor: true, source: { author: userId('ben'), forwarded: { author: userId('mei') } } },
    ])
})

test('it does not go nowhere, and what one place does not take is said and left', async ({ page }) => {
  await showFixture(page, forwarding, atHarbour)
  await openForward(page, 'The tide turns')
  await prepareRefusal(page, 'forward-message', { code: 'storage-unavailable' })
  await page.getByRole('button', { name: 'Forward', exact: true }).click()
  await expect(page.getByText('Choose first where it goes.')).toBeVisible()
  await page.getByRole('combobox', { name: 'Find a room or a person' }).fill('weekend')
  await page.keyboard.press('Control+Enter')
  await expect(page.getByText('Choose first where it goes.')).toBeVisible()
  await page.keyboard.press('Enter')
  const said = await watchCommands(page, 'send-message')
  const sent = await watchCommands(page, 'forward-message')
  await page.getByLabel('Words of your own, sent before it').fill('Mind the gap')
  await page.keyboard.press('Control+Enter')
  await expect(page.getByRole('alert')).toContainText('Not forwarded to')
  await expect(page.getByRole('button', { name: 'Forward', exact: true })).toBeEnabled()
  await page.keyboard.press('Control+Enter')
  await expect.poll(async () => (await sent()).length).toBe(2)
  expect((await said()).length, 'one’s own words go once').toBe(1)
  await expect(page.getByRole('list', { name: 'Where it goes' }).getByRole('listitem')).toHaveCount(1)
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toHaveCount(0)
})

test('it leads to where it was said only for who is there; nobody edits it; of a blocked person it is folded', async ({
  page,
}) => {
  const jonas = userId('jonas')
  const blocking: EngineState = {
    ...forwarding,
    blocks: { ...full.blocks, [jonas]: { user: jonas, at: 1 } } as EngineState['blocks'],
  }
  await showFixture(page, forwarding, atHarbour)
  await expect(page.getByRole('button', { name: 'Forwarded · from Mei Tanaka' })).toBeVisible()
  await expect(page.getByText('Forwarded · from Someone')).toBeVisible()
  await expect(page.getByRole('button', { name: /from Someone/ })).toHaveCount(0)
  await page.locator('[data-message]').filter({ hasText: 'the yard is shut' }).hover()
  await expect(page.getByRole('button', { name: 'More' })).toBeVisible()
  await expect(page.getByRole('button', { name: 'Edit', exact: true })).toHaveCount(0)
  await page.getByRole('button', { name: 'Forwarded · from Mei Tanaka' }).click()
  await expect(page).toHaveURL(new RegExp(`${sailing}$`))

  await showFixture(page, blocking, atHarbour)
  await expect(page.getByText('Bring the big thermos, and a rope')).toBeVisible()
  await expect(page.getByText('the yard is shut')).toHaveCount(0)
  await page.getByRole('button', { name: 'Show once' }).last().click()
  await expect(page.getByText('the yard is shut')).toBeVisible()
})

test('what is not sent yet cannot be passed on', async ({ page }) => {
  await showFixture(page, offline, atHarbour)
  for (const [words, count] of [
    ['Pushed, and the drawing', 1],
    ['The order can go out', 0],
    ['Photo of pier 7', 0],
  ] as const) {
    const said = page.locator('[data-message]').filter({ hasText: words })
    await said.hover()
    await said.getByRole('button', { name: 'More' }).click()
    await expect(page.getByRole('menuitem', { name: 'Copy text' })).toBeVisible()
    await expect(page.getByRole('menuitem', { name: 'Forward…' })).toHaveCount(count)
    await page.keyboard.press('Escape')
    await expect(page.getByRole('menu')).toHaveCount(0)
  }
})

test('one that found no room, or a room where one may not write now, can be tried again', async ({ page }) => {
  const { message: own } = message(30, 'eva', at(14, 36), 'The tide turns at five.')
  const showStuck = (code: ErrorCode) => {
    const row = { kind: 'message', message: own, state: 'stuck', entry: own.id, error: { code } } as const
    const timeline = { room: harbour, hasMoreBefore: false, loading: 'idle', rows: [row] } as const
    return patchFixture(page, { timelines: { [harbour]: timeline } })
  }
  await showFixture(page, forwarding, atHarbour)
  const asked = await watchCommands(page, 'retry-sends')
  const retry = page.getByRole('button', { name: 'Retry' })
  await showStuck('forward-gone')
  await expect(page.getByRole('button', { name: 'Discard' })).toBeVisible()
  await expect(retry).toHaveCount(0)
  for (const code of ['quota-exceeded', 'not-allowed'] as const) {
    await showStuck(code)
    await retry.click()
  }
  await expect.poll(asked).toEqual([1, 2].map(() => ({ kind: 'retry-sends', room: harbour })))
})

test('it fits a phone', async ({ page }) => {
  await page.setViewportSize({ width: 360, height: 740 })
  await showFixture(page, forwarding, atHarbour)
  await openForward(page, 'Bring the big thermos')
  await page.keyboard.press('Enter')
  const dialog = page.getByRole('dialog')
  for (const button of ['Cancel', 'Forward']) {
    await dialog.getByRole('button', { name: button, exact: true }).scrollIntoViewIfNeeded()
    await expect(dialog.getByRole('button', { name: button, exact: true })).toBeInViewport()
  }
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360)
})
