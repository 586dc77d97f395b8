import { expect, test } from '@playwright/test'
import { full, harbour, noRooms, nowAt, offline, userId } from './fixture-state.ts'
import { holdAnswers, patchFixture, prepareAnswer, showFixture, watchCommands } from './show-fixture.ts'

const atHarbour = `#/room/${harbour}`

test.use({ viewport: { width: 1280, height: 800 } })

test('whichever room is opened while the panel is, there is one conversation and one panel', async ({ page }) => {
  await showFixture(page, full, atHarbour)
  await page.getByRole('button', { name: 'About this room' }).click()
  const list = page.getByRole('navigation', { name: 'Rooms and people' })
  for (const name of ['Weekend sailing', 'Harbour rebuild', 'Build status']) {
    await list.getByRole('button', { name }).click()
    await expect(page.getByRole('complementary').getByRole('heading', { level: 3, name })).toBeVisible()
    await expect(page.getByRole('main')).toHaveCount(1)
    await expect(page.getByRole('complementary')).toHaveCount(1)
  }
})

test('a person who is typed but not added yet is in the new room all the same', async ({ page }) => {
  await showFixture(page, full, atHarbour)
  const made = await watchCommands(page, 'create-room')
  await page.getByRole('button', { name: 'New room' }).click()
  await page.getByLabel('Name').fill('Pier seven')
  await page.getByLabel('People', { exact: true }).fill('nobody')
  await page.getByRole('button', { name: 'Make room' }).click()
  await expect(page.getByText('There is nobody with that handle.')).toBeVisible()
  expect(await made()).toEqual([])
  await page.getByLabel('People', { exact: true }).fill('@ana')
  await page.getByRole('button', { name: 'Make room' }).click()
  await expect.poll(made).toEqual([{ kind: 'create-room', name: 'Pier seven', members: [userId('ana')] }])
})

test('a very long name stays inside the dialog', async ({ page }) => {
  await showFixture(page, full, atHarbour)
  await page.getByRole('button', { name: 'New room' }).click()
  await page.getByLabel('People', { exact: true }).fill('long')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('list', { name: 'People to add' }).getByRole('listitem')).toHaveCount(1)
  const sheet = await page.getByRole('dialog').boundingBox()
  const button = await page.getByRole('button', { name: 'Make room' }).boundingBox()
  expect(rightOf(button)).toBeLessThan(rightOf(sheet))
})

test('after a message is removed, and after the panel is closed, one goes on writing', async ({ page }) => {
  await showFixture(page, full, atHarbour)
  const composer = page.getByRole('textbox', { name: /^Message/ })
  await page.getByText('No rush').hover()
  await page.getByRole('button', { name: 'More' }).click()
  await page.getByRole('menuitem', { name: 'Remove' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click()
  await expect(page.getByRole('dialog')).toHaveCount(0)
  await expect(composer).toBeFocused()

  await page.getByRole('button', { name: 'About this room' }).click()
  await page.getByRole('button', { name: 'Close' }).focus()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('complementary')).toHaveCount(0)
  await expect(composer).toBeFocused()
})

test('an edit that leaves nothing asks whether the message goes', async ({ page }) => {
  await showFixture(page, full, atHarbour)
  const removed = await watchCommands(page, 'remove-message')
  const composer = page.getByRole('textbox', { name: /^Message/ })
  await composer.press('ArrowUp')
  await expect(composer).toHaveValue(/^Pushed/)
  await composer.fill('')
  await composer.press('Enter')
  await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click()
  await expect.poll(removed).toMatchObject([{ kind: 'remove-message' }])
  await expect(composer).toBeFocused()
})

test('words typed while nothing has the focus fall into the composer', async ({ page }) => {
  await showFixture(page, full, atHarbour)
  const composer = page.getByRole('textbox', { name: /^Message/ })
  await expect(composer).toBeFocused()
  await composer.blur()
  await page.keyboard.type('Hello')
  await expect(composer).toHaveValue('Hello')
})

test('calling everyone in a room of many is asked about before anything is sent', async ({ page }) => {
  await showFixture(page, full, atHarbour)
  const sent = await watchCommands(page, 'send-message')
  const composer = page.getByRole('textbox', { name: /^Message/ })
  await composer.fill('Look, @ro')
  await expect(page.getByRole('listbox', { name: 'People in this room' })).toBeVisible()
  await page.keyboard.press('Enter')
  await expect(composer).toHaveValue('Look, @room ')
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: 'Not yet' }).click()
  await expect(composer).toBeFocused()
  await expect(composer).toHaveValue('Look, @room ')
  expect(await sent()).toEqual([])
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: 'Send to everyone' }).click()
  await expect.poll(sent).toMatchObject([{ text: 'Look, @room', mentions: ['room'] }])
  await expect(composer).toBeFocused()
  await expect(composer).toHaveValue('')
})

test('nobody is removed from a room by one slip of the pointer', async ({ page }) => {
  await showFixture(page, full, atHarbour)
  const removed = await watchCommands(page, 'remove-member')
  await page.getByRole('button', { name: 'About this room' }).click()
  await page.getByRole('button', { name: 'What Mei Tanaka may do' }).click()
  await page.getByRole('menuitem', { name: 'Remove from room' }).click()
  await expect(page.getByText('Remove Mei Tanaka?')).toBeVisible()
  expect(await removed()).toEqual([])
  await page.getByRole('button', { name: 'Remove', exact: true }).click()
  await expect.poll(removed).toMatchObject([{ user: userId('mei') }])
  await expect(page.getByText('Remove Mei Tanaka?')).toHaveCount(0)
})

test('the seconds until the next try do not change the height of the bar', async ({ page }) => {
  // Each width twice.
  test.setTimeout(120_000)
  await showFixture(page, offline, atHarbour)
  const bar = page.locator('main').getByText('No connection.').locator('xpath=../..')
  await expect(bar).toBeVisible()
  const heights = new Map<number, (number | undefined)[]>()
  for (const seconds of [4, 28]) {
    const connection = { kind: 'offline', sinceAt: nowAt - 60_000, nextTryAt: nowAt + seconds * 1000 } as const
    await patchFixture(page, { connection })
    await expect(bar).toContainText(`Trying again in ${seconds} s.`)
    for (let width = 728; width < 980; width += 6) {
      await page.setViewportSize({ width, height: 800 })
      heights.set(width, [...(heights.get(width) ?? []), (await bar.boundingBox())?.height])
    }
  }
  expect([...heights].filter(([, [few, many]]) => few !== many)).toEqual([])
})

test('a new password is asked for beside the current one, and what is wrong is said beside its field', async ({
  page,
}) => {
  await showFixture(page, full, atHarbour)
  const asked = await watchCommands(page, 'change-password')
  await page.getByRole('button', { name: 'Settings' }).click()
  await page.getByRole('button', { name: 'Account', exact: true }).click()
  await page.getByRole('button', { name: 'Change password' }).click()
  const dialog = page.getByRole('dialog', { name: 'Change password' })
  await expect(dialog.getByLabel('Current password')).toBeFocused()
  await dialog.getByLabel('Current password').fill('correct horse battery')
  await dialog.getByLabel('New password').fill('short')
  await page.keyboard.press('Enter')
  await expect(dialog.getByText('A password has at least 8 characters.')).toBeVisible()
  expect(await asked()).toEqual([])
  await dialog.getByLabel('New password').fill('a longer one')
  await page.keyboard.press('Enter')
  await expect
    .poll(asked)
    .toEqual([{ kind: 'change-password', currentPassword: 'correct horse battery', newPassword: 'a longer one' }])
  await expect(dialog).toHaveCount(0)
  await expect(page.getByText('Changed. All your other devices are signed out.')).toBeVisible()
})

test('every page of the settings can be reached in a narrow window', async ({ page }) => {
  await page.setViewportSize({ width: 480, height: 800 })
  await showFixture(page, full, atHarbour)
  // Keys are heard once the shell is there.
  await expect(page.getByRole('textbox', { name: /^Message/ })).toBeFocused()
  await page.keyboard.press('Control+,')
  const dialog = page.getByRole('dialog')
  const close = await dialog.getByRole('button', { name: 'Close settings' }).boundingBox()
  for (const name of ['Profile', 'Notifications', 'Appearance', 'Devices', 'Account']) {
    const page = dialog.getByRole('button', { name, exact: true })
    // The strip scrolls where it has no room for all.
    await page.scrollIntoViewIfNeeded()
    expect(rightOf(await page.boundingBox())).toBeLessThan(close?.x ?? 0)
  }
})

function rightOf(box: { readonly x: number; readonly width: number } | null): number {
  return (box?.x ?? 0) + (box?.width ?? 0)
}

test('on a phone the page of the settings that one has chosen is in view among the others', async ({ page }) => {
  await page.setViewportSize({ width: 360, height: 740 })
  await showFixture(page, full, atHarbour)
  // Keys are heard once the shell is there.
  await expect(page.getByRole('textbox', { name: /^Message/ })).toBeVisible()
  await page.keyboard.press('Control+,')
  const pages = page.getByRole('navigation', { name: 'Settings' }).getByRole('button')
  await expect(pages.last()).not.toBeInViewport({ ratio: 1 })
  // Taken by the dialog a moment after it is there: what it lands on comes into view as well.
  await expect(page.getByRole('dialog').locator(':focus')).toHaveCount(1)
  for (const chosen of [pages.last(), pages.first()]) {
    // A click of the mouse would bring it into view before.
    await chosen.dispatchEvent('click')
    await expect(chosen).toHaveAttribute('aria-current', 'page')
    await expect(chosen).toBeInViewport({ ratio: 1 })
  }
})

test('a panel that lies over the room lies over the line of a day too', async ({ page }) => {
  await page.setViewportSize({ width: 700, height: 800 })
  await showFixture(page, full, atHarbour)
  await page.getByRole('button', { name: 'About this room' }).click()
  const through = await page.getByRole('complementary').evaluate((panel) => {
    const { left, right, top, bottom } = panel.getBoundingClientRect()
    const found = new Set<string | null | undefined>()
    for (let y = top + 4; y < bottom; y += 8) {
      for (let x = left + 4; x < right; x += 8) {
        const lies = document.elementFromPoint(x, y)
        if (!panel.contains(lies)) found.add(lies?.textContent)
      }
    }
    return [...found]
  })
  expect(through).toEqual([])
})

test('a dialog that was opened before the rooms were there stays, and the room that is made in it has the focus', async ({
  page,
}) => {
  await showFixture(page, { ...noRooms, roomsLoaded: false })
  await page.getByRole('button', { name: 'New room' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Name').fill('Harbour rebuild')
  const release = await holdAnswers(page, 'create-room')
  await dialog.getByRole('button', { name: 'Make room' }).click()
  // The list that comes has it already.
  await patchFixture(page, {
    rooms: { [harbour]: full.rooms[harbour] ?? null },
    timelines: full.timelines,
    roomsLoaded: true,
  })
  await expect(page.getByRole('heading', { level: 1, name: 'Harbour rebuild', includeHidden: true })).toHaveCount(1)
  await expect(dialog).toBeVisible()
  await prepareAnswer(page, 'create-room', { patch: {}, value: { room: harbour, invited: [] } })
  await release()
  await expect(dialog).toHaveCount(0)
  await expect(page.getByRole('textbox', { name: 'Message Harbour rebuild' })).toBeFocused()
})

test('what is opened in the moment in which a room is gone to stays open', async ({ page }) => {
  await showFixture(page, full, `#/room/${harbour}`)
  await expect(page.getByRole('textbox', { name: /^Message/ })).toBeFocused()
  // Both before the browser says that the address is another one.
  await page.evaluate(() => {
    document.querySelector<HTMLElement>('[data-room]:not([aria-current])')?.click()
    dispatchEvent(new KeyboardEvent('keydown', { key: 'k', code: 'KeyK', ctrlKey: true, bubbles: true }))
  })
  await expect(page.getByRole('heading', { level: 1, name: 'Harbour rebuild', includeHidden: true })).toHaveCount(0)
  await page.evaluate(() => new Promise((later) => requestAnimationFrame(() => requestAnimationFrame(later))))
  await expect(page.getByRole('dialog')).toBeVisible()
})
