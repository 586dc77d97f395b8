import { expect, test } from '@playwright/test'
import { blocking, full, harbour, userId } from './fixture-state.ts'
import { patchFixture, prepareAnswer, showFixture, watchCommands } from './show-fixture.ts'

const atHarbour = `#/room/${harbour}`

test.use({ viewport: { width: 1280, height: 800 } })

test('a request is a dot on the button, and is answered in its place', async ({ page }) => {
  await showFixture(page, full, atHarbour)
  await page.getByRole('button', { name: 'People and requests, 1 new' }).click()
  const [accepted, declined] = [
    await watchCommands(page, 'accept-request'),
    await watchCommands(page, 'decline-request'),
  ]
  const card = page.getByRole('article', { name: 'Jonas Weiss' })
  await expect(card).toContainText('I have the pile driver')
  const gone = { [Object.keys(full.requests)[0] ?? '']: null }
  await prepareAnswer(page, 'decline-request', { patch: { requests: gone }, value: null })
  await card.getByRole('button', { name: 'Decline' }).click()
  await expect(page.getByRole('status').getByText('Jonas Weiss hears nothing of it.')).toBeVisible()
  await expect(page.getByText('Nobody is asking')).toBeVisible()
  await expect(page.getByRole('button', { name: 'People and requests', exact: true })).toBeVisible()
  expect([(await accepted()).length, (await declined()).length]).toEqual([0, 1])
})

test('blocking asks in its place, and Escape keeps', async ({ page }) => {
  await showFixture(page, full, '#/people/requests')
  const blocked = await watchCommands(page, 'block-user')
  const ask = page.getByRole('button', { name: 'Block', exact: true })
  await ask.click()
  await expect(page.getByRole('group', { name: 'Block Jonas Weiss?' })).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('article', { name: 'Jonas Weiss' })).toBeVisible()
  expect(await blocked()).toEqual([])
  await ask.click()
  await page.keyboard.press('Enter')
  await expect.poll(blocked).toEqual([{ kind: 'block-user', user: userId('jonas') }])
})

test('what somebody blocked says in a shared room is folded, and shown once', async ({ page }) => {
  await showFixture(page, blocking, atHarbour)
  await expect(page.getByText('Whatever Hari says.')).toHaveCount(0)
  await page.getByRole('button', { name: 'Show once' }).click()
  await expect(page.getByText('Whatever Hari says.')).toBeVisible()
})

test('whoever comes or goes changes their own face in the list, and no other row', async ({ page }) => {
  await showFixture(page, full, atHarbour)
  await expect(page.locator('[data-room]').first()).toBeVisible()
  await page.evaluate(() => {
    const changed = new Set<string>()
    Object.assign(globalThis, { changedRows: changed })
    new MutationObserver((records) => {
      for (const { target } of records) {
        const row = (target instanceof Element ? target : target.parentElement)?.closest<HTMLElement>('[data-room]')
        if (row) changed.add(row.textContent ?? '')
      }
    }).observe(document.body, { subtree: true, childList: true, attributes: true, characterData: true })
  })
  await patchFixture(page, { presence: { [userId('ben')]: { state: 'away' } } })
  const dot = page.getByRole('button', { name: /Ben Okafor/ }).locator('[data-presence]')
  await expect(dot).toHaveAttribute('data-presence', 'away')
  const changed = await page.evaluate(() => [...(globalThis as unknown as { changedRows: Set<string> }).changedRows])
  expect(changed).toHaveLength(1)
  expect(changed[0]).toContain('Ben Okafor')
})
