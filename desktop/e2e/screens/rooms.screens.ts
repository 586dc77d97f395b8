import { expect, type Page, test } from '@playwright/test'
import type { EngineState } from '../../engine-contract.ts'
import { bounded, crowd, eventful } from './fixture-rooms.ts'
import { full, harbour, noRooms, nowAt, owning, userId } from './fixture-state.ts'
import {
  patchFixture,
  prepareAnswer,
  prepareRefusal,
  showFixture,
  showInRealTime,
  watchCommands,
} from './show-fixture.ts'

const atHarbour = `#/room/${harbour}`
const panel = (page: Page) => page.getByRole('complementary')
const composer = (page: Page) => page.getByRole('textbox', { name: /^Message/ })

async function openPanel(page: Page, state: EngineState) {
  await showFixture(page, state, atHarbour)
  await page.getByRole('button', { name: 'About this room' }).click()
}
async function openSettings(page: Page, state: EngineState) {
  await openPanel(page, state)
  await page.getByRole('tab', { name: 'Settings' }).click()
}
const room = (state: EngineState, change: object) =>
  ({ rooms: { [harbour]: { ...state.rooms[harbour], ...change } } }) as unknown as Partial<EngineState>

test.use({ viewport: { width: 1280, height: 800 } })

test('people stand by role and by who is here; header and list count alike; one is found by a part of the name', async ({
  page,
}) => {
  await openPanel(page, crowd(100))
  await expect(page.getByRole('main').getByText(/100 people, 22 here/)).toBeVisible()
  await expect(panel(page).getByRole('tab', { name: 'People 100' })).toHaveAttribute('aria-selected', 'true')
  // A program is no person, in the head as on the panel.
  await patchFixture(page, {
    users: { [userId('hari')]: { id: userId('hari'), handle: 'tide', displayName: 'Tide table', bot: true } },
  })
  await expect(page.getByRole('main').getByText(/99 people, 1 bot, 22 here/)).toBeVisible()
  await expect(panel(page).getByText('99 people and their devices, 1 bot')).toBeVisible()
  const counts = await panel(page).locator('section h3 > span').allTextContents()
  expect(counts.map(Number).reduce((sum, count) => sum + count)).toBe(100)
  await expect(panel(page).locator('section').first()).toHaveAccessibleName('Runs this room')
  await panel(page).getByRole('textbox', { name: 'Find people' }).fill('PERSON9')
  await expect(panel(page).getByRole('listitem')).toHaveCount(4)
  await panel(page).getByRole('textbox', { name: 'Find people' }).fill('nobody')
  await expect(panel(page).getByText('Nobody here is called “nobody”. 100 people were looked at.')).toBeVisible()
  await panel(page).getByRole('button', { name: 'Show all' }).click()
  // One stop of the Tab key, then arrows.
  await panel(page).getByRole('textbox', { name: 'Find people' }).focus()
  await page.keyboard.press('Tab')
  await expect(panel(page).locator('[data-row]').first()).toBeFocused()
  await page.keyboard.press('End')
  await expect(panel(page).locator('[data-row]').last()).toBeFocused()
})

test('somebody is muted for an hour, removed after the row has asked, and banned with a reason', async ({ page }) => {
  await openPanel(page, owning)
  const [muted, removed, banned] = [
    await watchCommands(page, 'mute-member'),
    await watchCommands(page, 'remove-member'),
    await watchCommands(page, 'ban-member'),
  ]
  const ben = panel(page).getByRole('listitem').filter({ hasText: 'Ben Okafor' })
  await ben.click({ button: 'right' })
  await page.getByRole('menuitem', { name: 'Mute for a while' }).click()
  await page.getByRole('menuitem', { name: 'For 1 hour' }).click()
  await expect
    .poll(muted)
    .toEqual([{ kind: 'mute-member', room: harbour, user: userId('ben'), until: nowAt + 3_600_000 }])
  await page.getByRole('button', { name: 'What Ben Okafor may do' }).click()
  await page.getByRole('menuitem', { name: 'Remove from room' }).click()
  const asks = page.getByRole('group', { name: 'Remove Ben Okafor?' })
  await expect(asks.getByRole('button', { name: 'Remove' })).toBeFocused()
  await page.keyboard.press('Escape')
  await expect(asks).toHaveCount(0)
  expect(await removed()).toEqual([])
  await page.getByRole('button', { name: 'What Ben Okafor may do' }).click()
  await page.getByRole('menuitem', { name: 'Ban' }).click()
  await page.getByRole('dialog').getByLabel('Reason').fill('spam')
  await prepareAnswer(page, 'ban-member', { patch: {}, value: 'pending' })
  await page.getByRole('dialog').getByRole('button', { name: 'Ban' }).click()
  await expect.poll(banned).toEqual([{ kind: 'ban-member', room: harbour, user: userId('ben'), reason: 'spam' }])
  // Done, and said that one server has yet to hear of it.
  await expect(page.getByText(/One server has not confirmed it yet/)).toBeVisible()
})

test('a setting is saved at once; one that the server does not take jumps back and says why', async ({ page }) => {
  await openSettings(page, full)
  const changed = await watchCommands(page, 'change-room')
  const group = panel(page).getByRole('radiogroup', { name: 'Newcomers read' })
  await group.getByRole('radio', { name: 'From joining on' }).click()
  await expect.poll(changed).toEqual([{ kind: 'change-room', room: harbour, history: 'joined' }])
  await expect(group.getByRole('radio', { name: 'From joining on' })).toBeChecked()
  await prepareRefusal(page, 'change-room', { code: 'not-allowed' })
  await panel(page).getByRole('radiogroup', { name: 'Who writes' }).getByRole('radio', { name: 'Owners' }).click()
  await expect(panel(page).getByRole('alert')).toBeVisible()
  await expect(panel(page).getByRole('radio', { name: 'Everybody' }).last()).toBeChecked()
  await panel(page).getByLabel('Name').fill('')
  await expect(panel(page).getByText('A room needs a name.')).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(panel(page).getByLabel('Name')).toHaveValue('Harbour rebuild')
})

test('whoever does not run a room reads how it is set and what they may do, and is offered nothing else', async ({
  page,
}) => {
  await openSettings(page, bounded({ myRole: 'member', posting: 'admins' }))
  await expect(panel(page).getByText('Owners and admins of this room change this.')).toBeVisible()
  await expect(panel(page).getByText('You read: only owners and admins write here.')).toBeVisible()
  await expect(panel(page).getByRole('radiogroup')).toHaveCount(0)
  await expect(panel(page).getByRole('button', { name: 'Banned people' })).toHaveCount(0)
  await expect(panel(page).getByRole('button', { name: 'Invite' })).toHaveCount(0)
})

test('where one may not write the reason stands; a mute counts down, and ends by itself with the draft still there', async ({
  page,
}) => {
  await showInRealTime(page, full, atHarbour)
  await expect(composer(page)).toBeFocused()
  await patchFixture(page, room(full, { myRole: 'member', posting: 'admins' }))
  await expect(page.getByText('Only owners and admins write here. You read along.')).toBeVisible()
  await expect(composer(page)).toHaveCount(0)
  await patchFixture(page, room(full, { archived: true }))
  await expect(page.getByText('This room is archived.')).toBeVisible()
  const changed = await watchCommands(page, 'change-room')
  await page.getByRole('button', { name: 'Restore' }).click()
  await expect.poll(changed).toEqual([{ kind: 'change-room', room: harbour, archived: false }])
  const mutedUntil = await page.evaluate(() => Date.now() + 6_000)
  await patchFixture(page, room(full, { myRole: 'member', mutedUntil }))
  await expect(page.getByText(/^You can write again in 0:0/)).toBeVisible()
  await expect(composer(page)).toBeVisible({ timeout: 20_000 })
})

test('in slow mode the next message waits for its time, and an edit does not', async ({ page }) => {
  await showFixture(page, bounded({ myRole: 'member', slowModeSec: 300 }), atHarbour)
  const sent = await watchCommands(page, 'send-message')
  await composer(page).fill('Next')
  // The last one was a minute ago.
  await expect(page.getByText('Slow mode: your next message can go in 4:00.')).toBeVisible()
  await composer(page).press('Enter')
  await expect(page.getByRole('button', { name: 'Send', exact: true })).toBeDisabled()
  expect(await sent()).toEqual([])
  await patchFixture(page, room(full, { myRole: 'member' }))
  await composer(page).press('Enter')
  await expect.poll(sent).toHaveLength(1)
})

test('whoever must agree first is told of as that; a link is made, copied, and said to lead nowhere from here', async ({
  page,
  context,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  await openPanel(page, owning)
  await panel(page).getByRole('button', { name: 'Invite' }).click()
  await panel(page).getByRole('textbox', { name: 'Name or handle' }).fill('cleo')
  await panel(page).getByRole('button', { name: 'Add Cleo Martin' }).click()
  await expect(panel(page).getByText('Invited. They must agree first.')).toBeVisible()
  const made = await watchCommands(page, 'make-invite')
  await panel(page).getByRole('button', { name: 'Make a link' }).click()
  await expect.poll(made).toEqual([{ kind: 'make-invite', room: harbour, expiresInSec: 604_800, uses: 10 }])
  await expect(panel(page).getByText('Nobody else can open it')).toBeVisible()
  const copy = panel(page).getByRole('button', { name: 'Copy' })
  const before = await copy.boundingBox()
  await copy.click()
  const copied = panel(page).getByRole('button', { name: 'Copied' })
  await expect(copied).toBeVisible()
  expect((await copied.boundingBox())?.width).toBe(before?.width)
  expect(await page.evaluate(() => navigator.clipboard.readText())).toContain('/invite/')
  await expect(panel(page).getByText(/^3 of 10 came in\. Ends/)).toBeVisible()
  const off = await watchCommands(page, 'withdraw-invite')
  await panel(page).getByRole('button', { name: 'Turn off' }).first().click()
  await expect.poll(off).toEqual([{ kind: 'withdraw-invite', code: 'new' }])
  await page.keyboard.press('Escape')
  await expect(panel(page).getByRole('heading', { level: 2, name: 'About' })).toBeVisible()
})

test('who can read this is told with numbers first; asking shows the broker’s own words, and a surprise is red', async ({
  page,
}) => {
  await openPanel(page, full)
  await page.getByRole('button', { name: /^Who can read this/ }).click()
  await expect(page.getByRole('heading', { name: '7 people, and 2 services of the server' })).toBeVisible()
  await expect(page.getByText('Nobody else.')).toBeVisible()
  await page.getByRole('button', { name: 'Ask now' }).click()
  await expect(page.getByText('Permissions Violation for Subscription to "room.>"')).toBeVisible()
  await expect(page.getByText(/answered by nats-1$/)).toBeVisible()
  await expect(page.getByRole('alert')).toHaveCount(0)
  const wrong = { kind: 'listen-everywhere', subject: 'room.>', isGranted: true, isExpected: false, answer: '+OK' }
  await prepareAnswer(page, 'prove-reach', { patch: {}, value: { at: nowAt, place: 'nats-1', tries: [wrong] } })
  await page.getByRole('button', { name: 'Ask again' }).click()
  await expect(page.getByRole('alert')).toContainText('That should not be.')
  await page.keyboard.press('Escape')
  await expect(composer(page)).toBeFocused()
})

test('a public room is found and joined; one that I am in is gone to', async ({ page }) => {
  await showFixture(page, full, atHarbour)
  await page.getByRole('button', { name: 'New room' }).click()
  await page.getByRole('button', { name: 'Find a public room' }).click()
  const dialog = page.getByRole('dialog', { name: 'Public rooms' })
  await expect(dialog.getByRole('listitem')).toHaveCount(2)
  await dialog.getByRole('textbox', { name: 'Name or topic' }).fill('zzz')
  await expect(dialog.getByText('No public room is called “zzz”')).toBeVisible()
  await dialog.getByRole('textbox', { name: 'Name or topic' }).fill('news')
  const joined = await watchCommands(page, 'join-public-room')
  await dialog.getByRole('button', { name: 'Join Harbour news' }).click()
  await expect.poll(joined).toEqual([{ kind: 'join-public-room', room: '1.pppppppppppppp' }])
  await expect(dialog).toHaveCount(0)
})

test('what happened in a room is said in sentences, many arrivals as one line that opens in place', async ({
  page,
}) => {
  await showFixture(page, eventful, atHarbour)
  const list = page.getByRole('list', { name: 'Messages' })
  await expect(
    list.getByText('Ana Lindqvist made this room on 20 November. Whoever comes in reads from here.'),
  ).toBeVisible()
  await expect(list.getByRole('button', { name: 'Copy invite link' })).toBeVisible()
  const arrivals = list.getByRole('button', { name: 'Ben Okafor and 4 others joined' })
  await arrivals.click()
  await expect(list.getByText('Ana Lindqvist added Mei Tanaka')).toBeVisible()
  for (const words of [
    'Ana Lindqvist made Ben Okafor an admin',
    'Ana Lindqvist muted Hari Rao until 15:00',
    'Ana Lindqvist let members write once in 30 seconds',
    'Ana Lindqvist let only admins write here',
    'Ana Lindqvist archived this room',
    'Ana Lindqvist opened the room to everybody',
  ]) {
    await expect(list.getByText(words)).toBeAttached()
  }
})

test('a hundred people are drawn within the time that an opening takes', async ({ page }) => {
  await showInRealTime(page, crowd(100), atHarbour)
  const button = page.getByRole('button', { name: 'About this room' })
  await expect(button).toBeVisible()
  const tookMs = await button.evaluate(
    (element) =>
      new Promise<number>((done) => {
        const startAt = performance.now()
        ;(element as HTMLElement).click()
        requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now() - startAt)))
      }),
  )
  await expect(panel(page).locator('[data-row]')).toHaveCount(100)
  // 200 ms is promised; what it takes on a busy machine says little, so it is told, and only what is absurd fails.
  console.log(`a panel of 100 people: ${Math.round(tookMs)} ms`)
  expect(tookMs).toBeLessThan(5_000)
})

test('on a phone, too, whoever has no room yet is told what to do first', async ({ page }) => {
  await page.setViewportSize({ width: 360, height: 740 })
  await showFixture(page, noRooms)
  await expect(page.getByText('Who is on this server?')).toBeVisible()
  await page.getByRole('button', { name: 'Make a room' }).click()
  await expect(page.getByRole('dialog')).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('button', { name: 'Settings' })).toBeInViewport()
})
