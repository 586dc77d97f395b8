import { expect, test } from '@playwright/test'
import type { RoomId, UserId } from '../../../common/ids.ts'
import type { EngineState } from '../../engine-contract.ts'
import { blocking, full, harbour, inviteCode, noRooms, userId } from './fixture-state.ts'
import { patchFixture, prepareAnswer, prepareRefusal, showFixture, watchCommands } from './show-fixture.ts'

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
  await expect.poll(declined).toHaveLength(1)
  expect(await accepted()).toEqual([])
})

test('the page of people closes by its button and by Escape, back to where one was; what lies nearer goes first', async ({
  page,
}) => {
  await showFixture(page, full, atHarbour)
  const composer = page.getByRole('textbox', { name: 'Message Harbour rebuild' })
  const open = async () => {
    await page.getByRole('button', { name: /^People and requests/ }).click()
    await expect(page.getByRole('heading', { level: 1 })).toBeFocused()
  }
  await open()
  await page.keyboard.press('Escape')
  await expect(composer).toBeFocused()
  await open()
  await page.getByRole('main').getByRole('button', { name: 'Close' }).click()
  await expect(composer).toBeFocused()

  await open()
  const find = page.getByLabel('Find by name or handle')
  await find.fill('cleo')
  await page.keyboard.press('Escape')
  await expect(find).toHaveValue('')
  const row = page.getByRole('main').locator('[data-row]').first()
  await row.press('Enter')
  await expect(page.getByRole('button', { name: 'Write', exact: true })).toBeFocused()
  await page.keyboard.press('Escape')
  await expect(row).toBeFocused()
  await page.getByRole('button', { name: 'Add a contact' }).click()
  await expect(page.getByRole('dialog')).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toHaveCount(0)
  await expect(find).toBeVisible()
  await row.focus()
  await page.keyboard.press('Escape')
  await expect(composer).toBeFocused()
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

/** So many people, all of them contacts, nobody of them here. */
function knowing(count: number): EngineState {
  const people = Array.from({ length: count }, (_, index) => `c${String(index).padStart(15, '0')}` as UserId)
  const users = people.map((id, index) => [id, { id, handle: `c${index}`, displayName: `Contact ${10_000 + index}` }])
  const contacts = people.map((user) => [user, { user, room: `0.${user.slice(2)}` as RoomId, since: 1 }])
  return {
    ...noRooms,
    users: { ...noRooms.users, ...Object.fromEntries(users) },
    contacts: Object.fromEntries(contacts),
  }
}

test('of a thousand contacts those are drawn that are scrolled to, and all are found', async ({ page }) => {
  await showFixture(page, knowing(1_000), '#/people')
  const rows = page.getByRole('list', { name: 'Away' }).getByRole('button')
  await expect(rows.first()).toBeVisible()
  await expect(rows).toHaveCount(100)
  await expect(page.getByRole('navigation', { name: 'Who is shown' })).toContainText('1000')
  await rows.last().scrollIntoViewIfNeeded()
  await expect.poll(() => rows.count()).toBeGreaterThan(100)
  await page.getByLabel('Find by name or handle').fill('c999')
  await expect(rows).toHaveCount(1)
  await expect(rows).toContainText('Contact 10999')
})

test('the list of people is one stop of the Tab key, and arrows go through it', async ({ page }) => {
  await showFixture(page, full, '#/people')
  const rows = page.getByRole('main').locator('[data-row]')
  await expect.poll(() => rows.count()).toBeGreaterThan(2)
  await rows.first().focus()
  await page.keyboard.press('ArrowDown')
  await expect(rows.nth(1)).toBeFocused()
  await page.keyboard.press('End')
  await expect(rows.last()).toBeFocused()
  await page.keyboard.press('Home')
  await expect(rows.first()).toBeFocused()
  // The card takes the focus, and Escape gives it back.
  await page.keyboard.press('Enter')
  await expect(page.getByRole('button', { name: 'Write', exact: true })).toBeFocused()
  await page.keyboard.press('Escape')
  await expect(rows.first()).toBeFocused()
  await expect(page.getByRole('main').locator('[data-row][tabindex="0"]')).toHaveCount(1)
})

test('where there is nobody each of the three pages says what it is for', async ({ page }) => {
  await showFixture(page, noRooms, '#/people')
  await expect(page.getByRole('main')).toContainText('Nobody here yet')
  await page.getByRole('button', { name: 'Ask somebody' }).click()
  await expect(page.getByRole('dialog', { name: 'Ask to be contacts' })).toBeVisible()
  await page.keyboard.press('Escape')
  for (const [tab, title] of [
    ['Requests', 'Nobody is asking'],
    ['Blocked', 'Nobody is blocked'],
  ] as const) {
    await page.getByRole('navigation', { name: 'Who is shown' }).getByRole('button', { name: tab }).click()
    await expect(page.getByRole('main')).toContainText(title)
  }
})

test('an invitation can be reported before it is taken, and one that was not read be asked for again', async ({
  page,
}) => {
  await showFixture(page, full, `invite/broken${inviteCode}`)
  const dialog = page.getByRole('dialog')
  const again = dialog.getByRole('button', { name: 'Try again' })
  await expect(again).toBeVisible()
  const asked = await watchCommands(page, 'preview-invite')
  await again.click()
  await expect.poll(async () => (await asked()).length).toBeGreaterThan(0)
  await expect(again).toBeVisible()

  await showFixture(page, full, `invite/${inviteCode}`)
  const reported = await watchCommands(page, 'send-report')
  await dialog.getByRole('button', { name: 'Report' }).click()
  await expect(dialog).toContainText('An invitation by Ana Lindqvist.')
  await dialog.getByRole('radio', { name: 'Unwanted advertising' }).click()
  await dialog.getByRole('button', { name: 'Report' }).click()
  await expect
    .poll(reported)
    .toEqual([{ kind: 'send-report', report: { kind: 'invite', user: userId('ana'), reason: 'spam' } }])
})

test('reports of mine that could not be read are asked for again', async ({ page }) => {
  await showFixture(page, full, atHarbour)
  await expect(page.locator('[data-message]').last()).toBeVisible()
  await prepareRefusal(page, 'list-reports', { code: 'network-unreachable' })
  await page.getByRole('button', { name: 'Settings' }).click()
  await page.getByRole('button', { name: 'Privacy', exact: true }).click()
  await expect(page.getByRole('alert')).toBeVisible()
  await prepareAnswer(page, 'list-reports', { patch: {}, value: [] })
  await page.getByRole('alert').getByRole('button', { name: 'Try again' }).click()
  await expect(page.getByText('Nothing. A message or somebody is reported')).toBeVisible()
})
