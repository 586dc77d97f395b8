import { type Page, expect as plainExpect, test } from '@playwright/test'
import { appError } from '../../../common/app-error.ts'
import { harbour, nowAt } from './fixture-state.ts'
import { noticing } from './notice-fixture.ts'
import { patchFixture, prepareAnswer, showFixture, watchCommands } from './show-fixture.ts'

test.use({ viewport: { width: 1280, height: 800 } })
// A machine that has much else to do takes its time, and nothing is wrong then.
const expect = plainExpect.configure({ timeout: 30_000 })

/** The second button on its row, or a key that stands for it. */
async function openRowMenu(page: Page) {
  await page.locator(`[data-room="${harbour}"]`).click({ button: 'right' })
}

async function openNotifications(page: Page) {
  await showFixture(page, noticing, `#/room/${harbour}`)
  await expect(page.getByRole('textbox', { name: /^Message/ })).toBeFocused()
  await page.keyboard.press('Control+,')
  await page.getByRole('button', { name: 'Notifications', exact: true }).click()
  return watchCommands(page, 'change-settings')
}
const patches = async (asked: Awaited<ReturnType<typeof watchCommands>>) =>
  (await asked()).map((command) => ('patch' in command ? command.patch.notifications : undefined))

test('each change is asked for at once, by what it changes and nothing else', async ({ page }) => {
  const asked = await openNotifications(page)
  await page.getByRole('radiogroup', { name: 'Tell me about' }).getByRole('radio', { name: 'Nothing' }).click()
  await page.getByRole('switch', { name: 'Sound' }).click()
  await page.getByRole('button', { name: 'Harbour rebuild: Everything' }).click()
  await page.getByRole('menuitemradio', { name: 'As all rooms: Mentions' }).click()
  await page.getByRole('button', { name: 'Ana Lindqvist no longer comes through' }).click()
  await page.getByRole('button', { name: 'Remove crane' }).click()
  await expect
    .poll(() => patches(asked))
    .toEqual([
      { defaults: { rooms: 'none', direct: 'none' } },
      { sound: false },
      { rooms: { [harbour]: { level: null, mutedUntil: null } } },
      { people: { ['ana'.padEnd(16, '0')]: null } },
      { words: { crane: null } },
    ])
})

test('rooms that differ are named with their level and until when, also while they are muted', async ({ page }) => {
  await openNotifications(page)
  const list = page.getByRole('list', { name: 'Rooms that differ' })
  await expect(list.getByRole('listitem')).toHaveText([
    /Harbour rebuild.*Everything/,
    /Build status.*until Monday 08:00.*Nothing/,
    /Ana Lindqvist.*also in quiet hours/,
  ])
})

test('what the server does not take says why', async ({ page }) => {
  await openNotifications(page)
  const error = appError('request-too-large')
  await prepareAnswer(page, 'change-settings', { patch: {}, error })
  await page.getByRole('switch', { name: 'Sound' }).click()
  await expect(page.getByRole('alert')).toContainText('larger than')
  await expect(page.getByRole('switch', { name: 'Sound' })).toBeChecked()
})

test('hours are drawn with the pointer, and with Shift and the arrows; the list says the same', async ({ page }) => {
  const asked = await openNotifications(page)
  const cell = (name: string) => page.getByRole('gridcell', { name, exact: true })
  await cell('Wednesday, 10:00').scrollIntoViewIfNeeded()
  await cell('Wednesday, 10:00').hover()
  await page.mouse.down()
  await cell('Thursday, 12:00').hover()
  await expect(cell('Thursday, 11:00')).toHaveAttribute('aria-selected', 'true')
  await page.mouse.up()
  const drawn = '111111100011100000000111'
  await expect.poll(() => patches(asked)).toEqual([{ quietHours: { isOn: true, week: { wed: drawn, thu: drawn } } }])

  const { notifications } = noticing.settings
  const { week } = notifications.quietHours
  const quietHours = { isOn: true, week: { ...week, wed: drawn, thu: drawn } }
  await patchFixture(page, { settings: { ...noticing.settings, notifications: { ...notifications, quietHours } } })
  await expect(page.getByRole('list', { name: 'When it is quiet' }).getByText('Wednesday')).toHaveText(
    'Wednesday: 00:00 to 07:00, 10:00 to 13:00, 21:00 to 00:00',
  )
  await cell('Monday, 08:00').focus()
  await page.keyboard.press('ArrowRight')
  await expect(cell('Monday, 09:00')).toBeFocused()
  await page.keyboard.press('Shift+ArrowRight')
  await expect(cell('Monday, 10:00')).toBeFocused()
  await expect
    .poll(async () => (await patches(asked)).at(-1))
    .toEqual({ quietHours: { isOn: true, week: { mon: '111111100110000000000111' } } })
})

test('why a message was told, or not, each rule in its order; the one that decided leads to where it is set', async ({
  page,
}) => {
  await openNotifications(page)
  const card = page.getByRole('region', { name: /^Why did this/ })
  await expect(card).toContainText('Ben Okafor in Harbour rebuild')
  await expect(card.getByRole('listitem')).toHaveText([
    /Your setting.*It would have told you/,
    /Harbour rebuild says Everything.*This one decided/,
    /Quiet hours.*Not at that time/,
  ])
  await card.getByRole('button', { name: 'Change' }).click()
  await expect(page.getByRole('button', { name: 'Add a room' })).toBeFocused()
  await card.getByRole('button', { name: 'Before' }).click()
  await expect(card).toContainText('You were not told.')
  await expect(card).toContainText('It does not name you. This one decided.')
  await expect(card).toContainText('2 of 3')
})

test('a test says what came of it: here the browser has not been asked', async ({ page }) => {
  await openNotifications(page)
  await page.getByRole('button', { name: 'Send a test' }).click()
  await expect(page.getByRole('region', { name: 'Try it' }).getByRole('status')).toContainText('browser')
})

test('a room is muted from its own head, and shows it in the list without a count that is for me', async ({ page }) => {
  await showFixture(page, noticing, `#/room/${harbour}`)
  const asked = await watchCommands(page, 'change-settings')
  await page.getByRole('button', { name: 'Notifications of this room' }).click()
  await page.getByRole('menuitem', { name: 'Mute until 8 in the morning' }).click()
  await expect
    .poll(() => patches(asked))
    .toEqual([{ rooms: { [harbour]: { mutedUntil: new Date(2026, 10, 21, 8).getTime() } } }])
  const room = noticing.rooms[harbour]
  if (room === undefined) throw new Error('the fixture has no harbour')
  await patchFixture(page, { rooms: { [harbour]: { ...room, unread: 3, forYou: 2, quietUntil: 9e15 } } })
  const row = page.locator(`[data-room="${harbour}"]`)
  await expect(row.getByText('Muted', { exact: true })).toHaveCount(1)
  await expect(row).toHaveAttribute('data-unread', 'false')
  await expect(page.getByRole('button', { name: 'Notifications of this room, muted' })).toBeVisible()
})

test('level and mute are in the menu of a row, too, with what is inherited; it opens by the keyboard', async ({
  page,
}) => {
  const { notifications } = noticing.settings
  const { [harbour]: _harbour, ...rooms } = notifications.rooms
  const inherits = { ...noticing.settings, notifications: { ...notifications, rooms } }
  await showFixture(page, { ...noticing, settings: inherits }, `#/room/${harbour}`)
  const asked = await watchCommands(page, 'change-settings')
  await openRowMenu(page)
  await expect(page.getByRole('menuitemradio', { name: 'As all rooms: Mentions' })).toBeChecked()
  await expect(page.getByRole('menuitem', { name: 'Open in its own window' })).toBeVisible()
  await page.getByRole('menuitemradio', { name: 'Nothing' }).click()
  await expect(page.getByRole('menu')).toHaveCount(0)
  await page.locator(`[data-room="${harbour}"]`).focus()
  await page.keyboard.press('Shift+F10')
  await page.getByRole('menuitem', { name: 'Mute for an hour' }).press('Enter')
  const [level, mute] = [{ level: 'none', mutedUntil: null }, { mutedUntil: nowAt + 3_600_000 }]
  await expect.poll(() => patches(asked)).toEqual([{ rooms: { [harbour]: level } }, { rooms: { [harbour]: mute } }])

  await prepareAnswer(page, 'change-settings', { patch: {}, error: appError('request-too-large') })
  await openRowMenu(page)
  await page.getByRole('menuitemradio', { name: 'Everything' }).click()
  await expect(page.getByText('larger than', { exact: false })).toBeVisible()
})

test('what is kept of a room is cleared from its own menu, and it is said whether that was done', async ({ page }) => {
  await showFixture(page, noticing, `#/room/${harbour}`)
  const asked = await watchCommands(page, 'clear-kept')
  const clear = page.getByRole('menuitem', { name: 'Clear what is kept here' })
  await openRowMenu(page)
  await clear.click()
  await expect(page.getByText('is kept here now', { exact: false })).toBeVisible()
  await expect.poll(asked).toMatchObject([{ kind: 'clear-kept', room: harbour }])
  await prepareAnswer(page, 'clear-kept', { patch: {}, error: appError('storage-unavailable') })
  await openRowMenu(page)
  await clear.click()
  await expect(page.getByText('keeps no data', { exact: false })).toBeVisible()
})
