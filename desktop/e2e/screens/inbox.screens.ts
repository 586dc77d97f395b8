import { expect, test } from '@playwright/test'
import { harbour, sailing } from './fixture-state.ts'
import { crowdedInbox, inboxHash, nothingForMe, withInbox } from './inbox-views.ts'
import { saved } from './saved-views.ts'
import { holdAnswers, patchFixture, prepareAnswer, prepareRefusal, showFixture, watchCommands } from './show-fixture.ts'

const title = { name: /^For you/ }

test('what concerns me is counted in the list, stands by days, and is new until somebody has looked', async ({
  page,
}) => {
  await showFixture(page, withInbox, `#/room/${harbour}`)
  const button = page.getByRole('button', title)
  await expect(button).toContainText('2')
  const asked = await watchCommands(page, 'see-inbox')
  await button.click()
  await expect(page.getByRole('heading', { name: 'For you' })).toBeFocused()
  await expect(page.getByText(/mentioned you/)).toBeVisible()
  await expect(page.getByText(/and 3 others reacted with 👍/)).toBeVisible()
  await expect(page.getByText(/and 1 other answered in a thread/)).toBeVisible()
  await expect(page.locator('[data-region="inbox"] h2')).toHaveText([/^Today/, /^Yesterday/])
  await expect.poll(async () => (await asked()).length).toBeGreaterThan(0)
  await patchFixture(page, { inbox: { ...withInbox.inbox, fresh: 0, freshIds: [] } })
  await expect(button).not.toContainText('2')
  await expect(page.locator('[data-row="m 1"]'), 'still marked').toContainText('New')
  await page.locator('[data-row="m 1"]').click()
  await expect(page).not.toHaveURL(/inbox/)
  await page.keyboard.press('Escape')
  await expect(page.locator('[data-row="m 1"]'), 'and still so after a look at it').toContainText('New')
})

test('Escape leads back to the list that somebody came from last, and from no room that they went to by themselves', async ({
  page,
}) => {
  await showFixture(page, { ...withInbox, saved: saved.saved, savedList: saved.savedList }, '#/saved')
  const list = page.getByRole('list', { name: 'Saved messages' })
  await list.getByRole('button', { name: /needs new piles/ }).click()
  await expect(page).not.toHaveURL(/saved/)
  await page.getByRole('button', title).click()
  await page.locator('[data-row="a 1"]').click()
  await expect(page).not.toHaveURL(/inbox/)
  await page.keyboard.press('Escape')
  await expect(page.locator('[data-row="a 1"]')).toBeFocused()

  await page.keyboard.press('Enter')
  const rooms = page.getByRole('navigation', { name: 'Rooms and people' })
  await rooms.locator(`[data-room="${sailing}"]`).click()
  await rooms.locator(`[data-room="${harbour}"]`).click()
  await expect(page.getByRole('textbox', { name: /^Message/ })).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page).toHaveURL(new RegExp(harbour.replace('.', '\\.')))
})

test('where nothing of a kind is here and it cannot be asked for, that is said, with when it is tried again', async ({
  page,
}) => {
  await showFixture(page, nothingForMe, inboxHash)
  await prepareRefusal(page, 'load-inbox', { code: 'network-unreachable' })
  await page.getByRole('button', { name: 'Reactions' }).click()
  await expect(page.getByText('What is for you could not be loaded')).toBeVisible()
  const asked = await watchCommands(page, 'load-inbox')
  await page.getByRole('button', { name: 'Try now' }).click()
  await expect.poll(async () => (await asked()).length).toBeGreaterThan(0)
  await page.getByRole('button', { name: 'Close' }).click()
  await expect(page).not.toHaveURL(/inbox/)
})

test('by keys alone one goes through it, dismisses, takes back, follows a row and comes back to it', async ({
  page,
}) => {
  await showFixture(page, withInbox, inboxHash)
  await page.locator('[data-row="m 1"]').focus()
  await page.keyboard.press('ArrowDown')
  await expect(page.locator('[data-row="r 1"]')).toBeFocused()
  const dismissed = await watchCommands(page, 'dismiss-inbox')
  const restored = await watchCommands(page, 'restore-inbox')
  const { items } = withInbox.inbox
  const hidden = [{ upTo: items[1]?.at ?? 0, ids: ['r 1'] }]
  await prepareAnswer(page, 'dismiss-inbox', {
    patch: { inbox: { ...withInbox.inbox, items: items.filter(({ id }) => id !== 'r 1'), hidden } },
  })
  await page.keyboard.press('Delete')
  await expect.poll(dismissed).toMatchObject([{ ids: ['r 1'], upTo: items[1]?.at }])
  await expect(page.locator('[data-row="r 1"]')).toHaveCount(0)
  await expect(page.locator(`[data-row="${items[2]?.id}"]`), 'what stands there now').toBeFocused()
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect.poll(async () => (await restored()).length).toBe(1)

  await page.locator('[data-row="a 1"]').focus()
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(new RegExp(harbour.replace('.', '\\.')))
  await page.keyboard.press('Escape')
  await expect(page.locator('[data-row="a 1"]')).toBeFocused()
  await page.keyboard.press('Escape')
  await expect(page).not.toHaveURL(/inbox/)
})

test('one kind is asked of the server, and what fails is said and tried again', async ({ page }) => {
  await showFixture(page, withInbox, inboxHash)
  await prepareRefusal(page, 'load-inbox', { code: 'offline' } as never)
  await page.getByRole('button', { name: 'Answers' }).click()
  await expect(page.locator('[data-row="a 1"]'), 'what is here').toBeVisible()
  await expect(page.locator('[data-row="m 1"]')).toHaveCount(0)
  await prepareAnswer(page, 'load-inbox', {
    patch: {},
    value: { items: [{ ...withInbox.inbox.items[4], id: 'a 2', at: 5 }] },
  })
  await page.getByRole('button', { name: 'Try again' }).click()
  await expect(page.locator('[data-row="a 2"]')).toBeVisible()
})

test('more is asked for once as the end comes near, is seen to be under way, and stands below what was there', async ({
  page,
}) => {
  const [newest] = crowdedInbox.inbox.items
  const items = crowdedInbox.inbox.items.slice(0, 60)
  await showFixture(page, { ...crowdedInbox, inbox: { ...crowdedInbox.inbox, items, cursor: 'older' } }, inboxHash)
  await expect(page.locator('[data-row]')).toHaveCount(60)
  const asked = await watchCommands(page, 'load-inbox')
  const release = await holdAnswers(page, 'load-inbox')
  await prepareAnswer(page, 'load-inbox', { patch: {}, value: { items: [{ ...newest, id: 'm old', at: 7 }] } })
  const coming = page.locator('[data-region="inbox"]').getByRole('status', { name: 'For you' })
  await expect(coming).toHaveCount(0)
  await page.locator('[data-row="m 0"]').focus()
  await page.keyboard.press('End')
  await expect(coming).toBeVisible()
  await page.keyboard.press('Home')
  await page.keyboard.press('End')
  await release()
  await expect(page.locator('[data-row="m old"]')).toBeAttached()
  await expect(page.locator('[data-row]').last()).toHaveAttribute('data-row', 'm old')
  await expect(coming).toHaveCount(0)
  await page.keyboard.press('End')
  await expect(page.locator('[data-row="m old"]')).toBeFocused()
  await expect.poll(asked).toEqual([{ kind: 'load-inbox', cursor: 'older' }])
})

test('what has gone out to all devices cannot be taken back, and that is said', async ({ page }) => {
  await showFixture(page, withInbox, inboxHash)
  await prepareAnswer(page, 'restore-inbox', { patch: {}, value: false })
  await page.locator('[data-row="m 1"]').focus()
  await page.keyboard.press('Delete')
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(page.getByText('Too late: it is dismissed on all devices.')).toBeVisible()
  await expect(page.getByRole('button', { name: 'Undo' })).toHaveCount(0)
})

test('a request is answered in its row, and all else goes by one button', async ({ page }) => {
  await showFixture(page, withInbox, inboxHash)
  const declined = await watchCommands(page, 'decline-request')
  const [request] = Object.values(withInbox.requests)
  await prepareAnswer(page, 'decline-request', { patch: { requests: { [request?.id ?? '']: null } } })
  await page.getByRole('button', { name: 'Decline' }).click()
  await expect.poll(async () => (await declined()).length).toBe(1)
  await expect(page.getByRole('button', { name: 'Decline' })).toHaveCount(0)
  const dismissed = await watchCommands(page, 'dismiss-inbox')
  await page.getByRole('button', { name: 'Dismiss all' }).click()
  await expect.poll(dismissed).toMatchObject([{ upTo: withInbox.inbox.items[0]?.at }])
})

test('nothing says what will stand there, and a thousand rows are no work', async ({ page }) => {
  await showFixture(page, nothingForMe, inboxHash)
  await expect(page.getByText('Nothing is waiting for you')).toBeVisible()
  await expect(page.getByRole('button', { name: 'Dismiss all' })).toBeDisabled()
  await patchFixture(page, { inbox: crowdedInbox.inbox })
  await expect(page.locator('[data-row]')).toHaveCount(1_000)
  await page.locator('[data-row="m 0"]').focus()
  await page.keyboard.press('End')
  await expect(page.locator('[data-row="m 999"]')).toBeInViewport()
})

test('at 360 it is a page, with a way back to the list', async ({ page }) => {
  await page.setViewportSize({ width: 360, height: 720 })
  await showFixture(page, withInbox, inboxHash)
  await expect(page.locator('[data-row="m 1"]')).toBeVisible()
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360)
  await page.getByRole('button', { name: 'Back' }).click()
  await expect(page.getByRole('button', title)).toBeVisible()
})
