import { expect, type Page, test } from '@playwright/test'
import type { EngineState } from '../../engine-contract.ts'
import { closed, full, harbour, message, nowAt, owning } from './fixture-state.ts'
import { patchFixture, prepareAnswer, showFixture, watchCommands } from './show-fixture.ts'

const atHarbour = `#/room/${harbour}`
const sheet = (page: Page) => page.getByRole('dialog')

test.use({ viewport: { width: 1280, height: 800 } })

test('an owner closes a room only after reading what that means, and is then where rooms are chosen', async ({
  page,
}) => {
  await showFixture(page, owning, atHarbour)
  const asked = await watchCommands(page, 'close-room-for-all')
  await page.getByRole('button', { name: 'About this room' }).click()
  await page.getByRole('tab', { name: 'Settings' }).click()
  await page.getByRole('button', { name: 'Close room' }).click()
  await expect(sheet(page)).toContainText('Everybody is taken out')
  await expect(sheet(page)).toContainText('It cannot be undone.')
  await expect(sheet(page)).toContainText('discarded: 2 messages.')
  await page.getByRole('button', { name: 'Keep it open' }).click()
  await expect(sheet(page)).toHaveCount(0)
  expect(await asked()).toEqual([])
  await page.getByRole('button', { name: 'Close room' }).click()
  await prepareAnswer(page, 'close-room-for-all', { patch: { rooms: { [harbour]: null } }, value: null })
  await sheet(page).getByRole('button', { name: 'Close room' }).click()
  await expect(page.getByText('Where to?')).toBeVisible()
  await expect.poll(asked).toEqual([{ kind: 'close-room-for-all', room: harbour }])
  await expect(page.getByRole('navigation', { name: 'Rooms and people' })).not.toContainText('Harbour rebuild')
  await expect(page.getByText('any more')).toHaveCount(0)
})

test('nobody but an owner is offered to close a room', async ({ page }) => {
  await showFixture(page, full, atHarbour)
  await page.getByRole('button', { name: 'About this room' }).click()
  await page.getByRole('tab', { name: 'Settings' }).click()
  await expect(page.getByRole('button', { name: 'Leave' })).toBeVisible()
  await expect(page.getByRole('button', { name: 'Close room' })).toHaveCount(0)
})

test('the only owner is told why the room cannot be left, and has both ways on', async ({ page }) => {
  await showFixture(page, owning, atHarbour)
  const left = await watchCommands(page, 'leave-room')
  await page.getByRole('button', { name: 'About this room' }).click()
  await page.getByRole('button', { name: 'Leave' }).click()
  await expect(sheet(page)).toContainText('A room needs an owner.')
  await sheet(page).getByRole('button', { name: 'Make somebody else owner' }).click()
  await expect(sheet(page)).toHaveCount(0)
  await expect(page.getByRole('button', { name: 'What Ana Lindqvist may do' })).toBeFocused()
  await page.getByRole('button', { name: 'Leave' }).click()
  await sheet(page).getByRole('button', { name: 'Close room' }).click()
  await expect(page.getByRole('dialog', { name: 'Close Harbour rebuild?' })).toBeVisible()
  expect(await left()).toEqual([])
})

test('a room that others closed is told of over everything, and what was not sent there can be had', async ({
  page,
}) => {
  await showFixture(page, closed)
  const dismissed = await watchCommands(page, 'dismiss-gone-room')
  const bar = page.getByRole('status').filter({ hasText: 'You are not in Harbour rebuild any more.' })
  await expect(bar).toContainText('2 messages of yours were not sent.')
  await page.getByRole('button', { name: 'Show them' }).click()
  await expect(bar).toHaveCount(0)
  const texts = page.getByRole('list', { name: 'Not sent' }).getByRole('listitem')
  await expect(texts).toHaveText([/crane/, /berth 4/])
  await page.getByRole('button', { name: 'Later' }).click()
  await expect(bar).toBeVisible()
  expect(await dismissed()).toEqual([])
  await page.getByRole('button', { name: 'Show them' }).click()
  await prepareAnswer(page, 'dismiss-gone-room', { patch: { goneRooms: { [harbour]: null } }, value: null })
  await page.getByRole('button', { name: 'Discard' }).click()
  await expect(page.getByText('Where to?')).toBeVisible()
  await expect.poll(dismissed).toEqual([{ kind: 'dismiss-gone-room', room: harbour }])
})

test('signing out with something unsent asks, and says how much of it there is', async ({ page }) => {
  await showFixture(page, owning, atHarbour)
  const asked = await watchCommands(page, 'sign-out')
  await page.getByRole('button', { name: 'Settings' }).click()
  await page.getByRole('button', { name: 'Account', exact: true }).click()
  await page.getByRole('button', { name: 'Sign out' }).click()
  const dialog = page.getByRole('dialog', { name: 'Sign out?' })
  await expect(dialog).toContainText('3 messages were not sent yet.')
  await dialog.getByRole('button', { name: 'Stay signed in' }).click()
  await expect(dialog).toHaveCount(0)
  expect(await asked()).toEqual([])
  await page.getByRole('button', { name: 'Sign out' }).click()
  await dialog.getByRole('button', { name: 'Sign out' }).click()
  await expect.poll(asked).toHaveLength(1)
})

test('signing out with nothing unsent goes at once', async ({ page }) => {
  await showFixture(page, full, atHarbour)
  const asked = await watchCommands(page, 'sign-out')
  await page.getByRole('button', { name: 'Settings' }).click()
  await page.getByRole('button', { name: 'Account', exact: true }).click()
  await page.getByRole('button', { name: 'Sign out' }).click()
  await expect.poll(asked).toHaveLength(1)
})

test('a change that was refused is told at its message, whoever wrote that', async ({ page }) => {
  await showFixture(page, full, atHarbour)
  const entry = message(50, 'eva', nowAt, '').message.id
  const changeOf = (seq: number) => {
    const change = {
      entry,
      message: message(seq, 'eva', nowAt, '').message.id,
      kind: 'reaction',
      state: 'stuck',
    } as const
    return { change: { ...change, error: { code: 'publish-refused' } } } as const
  }
  const rows = [message(2, 'ana', nowAt, 'Theirs', {}, changeOf(2)), message(3, 'eva', nowAt, 'Mine', {}, changeOf(3))]
  const timelines = { [harbour]: { room: harbour, rows, hasMoreBefore: false, loading: 'idle' } }
  await patchFixture(page, { timelines: timelines as unknown as EngineState['timelines'] })
  await expect(page.getByText('The message was refused: you may not write here.')).toHaveCount(2)
})
