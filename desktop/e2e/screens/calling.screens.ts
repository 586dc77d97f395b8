import { expect, test } from '@playwright/test'
import type { RoomId } from '../../../common/ids.ts'
import { crowd } from './fixture-rooms.ts'
import { full, harbour, message, offline, userId } from './fixture-state.ts'
import { showFixture, watchCommands } from './show-fixture.ts'
import { askHowFar, reactedBy } from './trace-views.ts'

const atHarbour = `#/room/${harbour}`
test.use({ viewport: { width: 1280, height: 800 }, reducedMotion: 'reduce' })

test('@here is completed by keyboard, says how many it calls, and names them and nobody else', async ({ page }) => {
  await showFixture(page, full, atHarbour)
  const sent = await watchCommands(page, 'send-message')
  const box = page.getByRole('textbox', { name: /^Message/ })
  await box.focus()
  await page.keyboard.type('@he')
  await expect(page.getByRole('option', { name: /2 people who are online/ })).toBeVisible()
  await page.keyboard.press('Enter')
  await expect(box).toHaveValue('@here ')
  await page.keyboard.type('the crane comes')
  await expect(page.getByRole('status').filter({ hasText: '@here calls 2 people' })).toBeVisible()
  await page.keyboard.press('Enter')
  await expect
    .poll(sent)
    .toEqual([expect.objectContaining({ text: '@here the crane comes', mentions: [userId('ana'), userId('ben')] })])
})

test('in code, in an address and inside a word @here calls nobody', async ({ page }) => {
  await showFixture(page, full, atHarbour)
  const box = page.getByRole('textbox', { name: /^Message/ })
  for (const text of ['`@here`', 'me@here.example', 'foo@here', '@hereabouts']) {
    await box.fill(text)
    await expect(page.getByText(/@here calls/)).toHaveCount(0)
  }
  await box.fill('@Here.')
  await expect(page.getByText(/@here calls/)).toBeVisible()
})

test('many are asked about before, and not yet sends nothing', async ({ page }) => {
  await showFixture(page, crowd(100), atHarbour)
  const sent = await watchCommands(page, 'send-message')
  const box = page.getByRole('textbox', { name: /^Message/ })
  await box.fill('@here lunch')
  await box.press('Enter')
  await expect(page.getByRole('dialog', { name: 'Call everyone who is online?' })).toBeVisible()
  await expect(page.getByRole('button', { name: 'Not yet' })).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(box).toHaveValue('@here lunch')
  expect(await sent()).toEqual([])
  await box.press('Enter')
  const call = page.getByRole('button', { name: /^Call \d+ people$/ })
  const count = Number((await call.textContent())?.match(/\d+/)?.[0])
  await call.click()
  await expect.poll(async () => (await sent()).map((one) => 'mentions' in one && one.mentions?.length)).toEqual([count])
})

test('without a connection it guesses nobody', async ({ page }) => {
  await showFixture(page, offline, atHarbour)
  const sent = await watchCommands(page, 'send-message')
  const box = page.getByRole('textbox', { name: /^Message/ })
  await box.fill('@here anybody')
  await expect(
    page.getByText('Who is online is not known now, and nothing is guessed: @here calls nobody.'),
  ).toBeVisible()
  await box.press('Enter')
  await page.getByRole('button', { name: 'Send without calling' }).click()
  await expect.poll(async () => (await sent()).map((one) => 'mentions' in one && one.mentions)).toEqual([[]])
})

test('@here stands in a message as a mention where it told somebody, and as a word where not', async ({ page }) => {
  const rows = [
    message(40, 'ana', Date.now(), '@here lunch', { mentions: [userId('eva'), userId('ben')] }),
    message(41, 'ana', Date.now(), '@here again', { mentions: [] }),
  ]
  const timelines = { [harbour]: { ...full.timelines[harbour], rows } } as typeof full.timelines
  await showFixture(page, { ...full, timelines }, atHarbour)
  await expect(page.locator('bdi[title]', { hasText: '@here' })).toHaveCount(1)
  await expect(page.locator('bdi[title]', { hasText: '@here' })).toHaveAttribute(
    'title',
    '2 people who were online then',
  )
  await expect(page.locator('bdi[data-me="true"]', { hasText: '@here' })).toHaveCount(1)
})

test('who reacted: reached by keyboard, 200 people scroll, one emoji at a time, and the focus goes back', async ({
  page,
}) => {
  await showFixture(page, reactedBy(200, 50), atHarbour)
  const said = page.locator('article', { hasText: 'No rush, tomorrow is fine.' })
  await said.focus()
  await said.getByRole('button', { name: 'More' }).focus()
  await page.keyboard.press('Enter')
  await page.getByRole('menuitem', { name: 'Who reacted' }).focus()
  await page.keyboard.press('Enter')
  const list = page.getByRole('list', { name: 'Who reacted' })
  await expect(list.getByRole('listitem').first()).toContainText('You')
  await expect(page.getByRole('button', { name: /^All 200$/ })).toHaveAttribute('aria-pressed', 'true')
  // The rest is drawn once it is scrolled to.
  expect(await list.getByRole('listitem').count()).toBeLessThan(200)
  await list.evaluate(async (element) => {
    for (let step = 0; step < 40; step++) {
      element.scrollTop = element.scrollHeight
      await new Promise((done) => requestAnimationFrame(done))
    }
  })
  await expect(list.getByRole('listitem')).toHaveCount(200)
  const [kind] = await page.getByRole('group', { name: 'With which emoji' }).getByRole('button').all()
  await kind?.focus()
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await expect(list.getByRole('listitem')).toHaveCount(5)
  await page.keyboard.press('Escape')
  await expect(list).toHaveCount(0)
})

test('a fifty-first emoji is told to have no place, and is not sent; one that stands there is', async ({ page }) => {
  await showFixture(page, reactedBy(100, 50), atHarbour)
  const given = await watchCommands(page, 'set-reaction')
  const said = page.locator('article', { hasText: 'No rush, tomorrow is fine.' })
  await said.hover()
  await said
    .getByRole('button', { name: /^React with/ })
    .first()
    .click()
  await expect(page.getByText('This message has 50 different reactions, and takes no other.')).toBeVisible()
  expect(await given()).toEqual([])
  await page
    .getByRole('button', { name: /^\S+ 3 / })
    .first()
    .click()
  await expect.poll(async () => (await given()).length).toBe(1)
})

test('how far a message is goes on while somebody looks, and Escape leads back', async ({ page }) => {
  await showFixture(page, offline, atHarbour)
  await askHowFar(page, 'Photo of pier 7 attached')
  await expect(page.getByText('The server has no room for more messages.').last()).toBeVisible()
  const retried = await watchCommands(page, 'retry-sends')
  await page.getByRole('dialog').getByRole('button', { name: 'Retry' }).click()
  await expect.poll(retried).toEqual([{ kind: 'retry-sends', room: harbour as RoomId }])
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toHaveCount(0)
})

test('what is missing of a room is fetched from its panel, and it says so when it is complete', async ({ page }) => {
  await showFixture(page, full, atHarbour)
  await page.getByRole('button', { name: 'About this room' }).click()
  const missing = page.getByText('Nothing is held before #120.')
  await expect(missing).toBeHidden()
  await page.locator('summary', { hasText: 'Without a gap from #120 to #1284' }).press('Enter')
  await expect(missing).toBeVisible()
  await page.getByRole('button', { name: 'Fetch what is missing' }).press('Enter')
  await expect(page.getByText('Complete to #1284, no gaps')).toBeVisible()
})
