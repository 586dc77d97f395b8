import { join } from 'node:path'
import { expect, type Page, test } from '@playwright/test'
import type { TimelineRow, TimelineView } from '../../engine-contract.ts'
import { full, harbour } from './fixture-state.ts'
import { holdAnswers, patchFixture, shotFolder, showFixture, watchCommands } from './show-fixture.ts'
import { settle } from './timeline-steps.ts'

const atHarbour = `#/room/${harbour}`
const composer = (page: Page) => page.getByRole('textbox', { name: /^Message/ })
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true })
const select = (page: Page, from: number, to: number) =>
  composer(page).evaluate(
    (area, range) => {
      ;(area as HTMLTextAreaElement).setSelectionRange(range.from, range.to)
      area.dispatchEvent(new Event('select', { bubbles: true }))
    },
    { from, to },
  )
const timeline = full.timelines[harbour] as TimelineView
const own = timeline.rows.findLast((row) => row.kind === 'message' && row.message.author === ownId())
function ownId() {
  return full.session.kind === 'signed-in' ? full.session.me.id : undefined
}
const editLast = async (page: Page) => {
  await composer(page).press('ArrowUp')
  await expect(page.getByText('Edit your message')).toBeVisible()
}
/** The room with what becomes of one's last message. */
const withOwn = (change: (row: Extract<TimelineRow, { kind: 'message' }>) => TimelineRow) => ({
  [harbour]: {
    ...timeline,
    rows: timeline.rows.map((row) => (row === own && row.kind === 'message' ? change(row) : row)),
  },
})

test('the bar writes what one may type by hand, shows where the caret stands, and stays as chosen', async ({
  page,
}) => {
  await showFixture(page, full, atHarbour)
  await expect(page.getByRole('toolbar', { name: 'Formatting' })).toHaveCount(0)
  await button(page, 'Formatting').click()
  await composer(page).pressSequentially('pile seven')
  await select(page, 5, 10)
  await button(page, 'Bold').click()
  await expect(composer(page)).toHaveValue('pile **seven**')
  await expect(composer(page)).toBeFocused()
  await expect(button(page, 'Bold')).toHaveAttribute('aria-pressed', 'true')
  await button(page, 'Bold').click()
  await expect(composer(page)).toHaveValue('pile seven')
  await page.keyboard.press('Control+z')
  await expect(composer(page)).toHaveValue('pile **seven**')
  await button(page, 'List').click()
  await expect(composer(page)).toHaveValue('- pile **seven**')
  await expect(button(page, 'List')).toHaveAttribute('aria-pressed', 'true')
  await page.keyboard.press('End')
  await page.keyboard.press('Shift+Enter')
  await page.keyboard.type('eight')
  await expect(composer(page)).toHaveValue('- pile **seven**\n- eight')
  await page.reload()
  await expect(page.getByRole('toolbar', { name: 'Formatting' })).toBeVisible()
})

test('keys write the same', async ({ page }) => {
  await showFixture(page, full, atHarbour)
  for (const [keys, written] of [
    ['Control+b', '**word**'],
    ['Control+i', '*word*'],
    ['Control+Shift+X', '~~word~~'],
    ['Control+e', '`word`'],
    ['Control+Shift+H', '||word||'],
    ['Control+Shift+Digit8', '- word'],
    ['Control+Shift+Digit7', '1. word'],
    ['Control+Shift+Digit9', '> word'],
    ['Control+Shift+E', '```\nword\n```'],
    ['Control+Shift+U', '[word](https://)'],
  ] as const) {
    await composer(page).fill('word')
    await composer(page).press('Control+a')
    await page.keyboard.press(keys)
    await expect(composer(page), keys).toHaveValue(written)
  }
})

const paste = (page: Page, text: string) =>
  composer(page).evaluate((area, pasted) => {
    const clipboardData = new DataTransfer()
    clipboardData.setData('text/plain', pasted)
    return area.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }))
  }, text)

test('an address pasted over words links them', async ({ page }) => {
  await showFixture(page, full, atHarbour)
  await composer(page).fill('see the plan')
  await select(page, 4, 12)
  await paste(page, 'https://a.example/plan')
  await expect(composer(page)).toHaveValue('see [the plan](https://a.example/plan)')
})

test('a paste of millions of characters is refused with a word, and nothing of what stands there goes', async ({
  page,
}) => {
  await showFixture(page, full, atHarbour)
  await composer(page).fill('mine')
  const isLeftToBrowser = await paste(page, 'x'.repeat(5_000_000))
  expect(isLeftToBrowser).toBe(false)
  await expect(page.getByRole('status').getByText('5,000,000 characters were not taken')).toBeVisible()
  await expect(composer(page)).toHaveValue('mine')
  // A little too much may be pasted, to be cut; it cannot be sent, and the counter says why.
  expect(await paste(page, 'x'.repeat(110_000))).toBe(true)
  await composer(page).fill('x'.repeat(100_003))
  await expect(page.getByText('Too long by 3 characters')).toBeVisible()
  await expect(button(page, 'Send')).toBeDisabled()
})

test('a code is completed by keyboard, and a whole one becomes its emoji with the second colon', async ({ page }) => {
  await showFixture(page, full, atHarbour)
  const sent = await watchCommands(page, 'send-message')
  await composer(page).pressSequentially('good :smi')
  const options = page.getByRole('listbox', { name: 'Emoji' }).getByRole('option')
  await expect(options.first()).toContainText(':smile:')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('ArrowUp')
  await page.keyboard.press('Enter')
  await expect(composer(page)).toHaveValue('good 😄 ')
  await page.keyboard.type(':tada:')
  await expect(composer(page)).toHaveValue('good 😄 🎉')
  await page.keyboard.press('Control+z')
  await expect(composer(page)).toHaveValue('good 😄 :tada:')
  await composer(page).fill('')
  await page.keyboard.type('`:tada:` :ta')
  await expect(options.first()).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(options).toHaveCount(0)
  await expect(composer(page)).toHaveValue('`:tada:` :ta')
  expect(await sent()).toEqual([])
})

test('a code that somebody sent is shown as its emoji', async ({ page }) => {
  await showFixture(
    page,
    {
      ...full,
      timelines: withOwn((row) => ({ ...row, message: { ...row.message, text: 'so :tada: and :nothing-like-it:' } })),
    },
    atHarbour,
  )
  await expect(page.locator('[data-words]').last()).toHaveText('so 🎉 and :nothing-like-it:')
  // What quotes it says the same.
  await page.locator('[data-words]').last().hover()
  await page.getByRole('button', { name: 'Reply' }).click()
  await expect(page.getByRole('status').filter({ hasText: 'Reply to' })).toContainText('so 🎉 and :nothing-like-it:')
})

test('Escape leaves an edit and keeps its changed words for the next time; the draft comes back meanwhile', async ({
  page,
}) => {
  await showFixture(page, full, atHarbour)
  await editLast(page)
  const before = await composer(page).inputValue()
  await page.keyboard.press('End')
  await page.keyboard.type(' and more')
  await page.keyboard.press('Escape')
  await expect(composer(page)).toHaveValue('')
  await editLast(page)
  await expect(composer(page)).toHaveValue(`${before} and more`)
  await button(page, 'Undo changes').click()
  await expect(composer(page)).toHaveValue(before)
  await page.keyboard.press('Escape')
  await composer(page).fill('next')
  await page.getByText('No rush').hover()
  await button(page, 'Reply').click()
  await expect(composer(page)).toHaveValue('next')
  await expect(page.getByText('Reply to Ben')).toBeVisible()
})

test('an edit of a message that is removed meanwhile keeps its words, says so, and may go as a new one', async ({
  page,
}) => {
  await showFixture(page, full, atHarbour)
  const edited = await watchCommands(page, 'edit-message')
  const sent = await watchCommands(page, 'send-message')
  await editLast(page)
  await composer(page).fill('what I meant')
  await patchFixture(page, {
    timelines: withOwn((row) => ({ ...row, message: { ...row.message, text: '', removedAt: row.message.at } })),
  })
  await expect(page.getByText('This message was removed meanwhile')).toBeVisible()
  await composer(page).press('Enter')
  await expect(composer(page)).toHaveValue('what I meant')
  await button(page, 'Send as new').click()
  await expect.poll(sent).toMatchObject([{ text: 'what I meant' }])
  await expect(composer(page)).toHaveValue('')
  expect(await edited()).toEqual([])
})

test('what is stuck goes back into the box as what it was: an answer as an answer', async ({ page }) => {
  const target = timeline.rows.find((row) => row.kind === 'message')
  const stuck = withOwn((row) => ({
    ...row,
    state: 'stuck',
    entry: row.message.id,
    message: { ...row.message, text: 'half sent', ...(target?.kind === 'message' && { replyTo: target.message.id }) },
    error: { code: 'publish-refused', message: 'It was refused.', retry: 'never' } as never,
  }))
  await showFixture(page, { ...full, timelines: stuck }, atHarbour)
  const asked = await watchCommands(page, 'discard-send')
  const saved = await watchCommands(page, 'save-draft')
  await composer(page).fill('under way')
  await page.locator('[data-message]').last().locator('..').getByRole('button', { name: 'Edit' }).last().click()
  await expect(composer(page)).toHaveValue('half sent\nunder way')
  await expect(page.getByText('Reply to Ana')).toBeVisible()
  await expect.poll(asked).toHaveLength(1)
  await expect
    .poll(saved)
    .toContainEqual(expect.objectContaining({ draft: expect.objectContaining({ text: 'half sent\nunder way' }) }))
})

test('what is stuck in a room where one may no longer write stays there when somebody wants to edit it', async ({
  page,
}) => {
  const stuck = withOwn((row) => ({
    ...row,
    state: 'stuck',
    entry: row.message.id,
    message: { ...row.message, text: 'half sent' },
    error: { code: 'publish-refused', message: 'It was refused.', retry: 'never' } as never,
  }))
  const room = full.rooms[harbour]
  if (room === undefined) throw new Error('the fixture has no such room')
  const rooms = { ...full.rooms, [harbour]: { ...room, myRole: 'listener' as const } }
  await showFixture(page, { ...full, rooms, timelines: stuck }, atHarbour)
  const asked = await watchCommands(page, 'discard-send')
  await expect(composer(page)).toHaveCount(0)
  const last = page.locator('[data-message]').last().locator('..')
  await last.hover()
  for (const edit of await last.getByRole('button', { name: 'Edit' }).all()) await edit.click()
  await expect(last).toContainText('half sent')
  expect(await asked()).toEqual([])
})

test('Enter that ends a composition sends nothing, and picks nothing from the lists', async ({ page }) => {
  await showFixture(page, full, atHarbour)
  const sent = await watchCommands(page, 'send-message')
  await composer(page).pressSequentially('so :smi')
  await expect(page.getByRole('listbox', { name: 'Emoji' })).toBeVisible()
  for (const init of [{ keyCode: 229 }, { isComposing: true, keyCode: 13 }]) {
    await composer(page).evaluate((area, each) => {
      area.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true, ...each }))
    }, init)
  }
  await expect(composer(page)).toHaveValue('so :smi')
  await expect(page.getByRole('listbox', { name: 'Emoji' })).toBeVisible()
  expect(await sent()).toEqual([])
})

test('it grows with its words up to a bound, and then scrolls', async ({ page }) => {
  await showFixture(page, full, atHarbour)
  const height = async () => (await composer(page).boundingBox())?.height ?? 0
  const one = await height()
  await composer(page).fill('a\nb\nc')
  expect(await height()).toBeGreaterThan(one)
  await composer(page).fill('a\n'.repeat(200))
  expect(await height()).toBeLessThanOrEqual(330)
})

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(colorScheme, () => {
    test.use({ colorScheme })
    for (const [name, width, height] of [
      ['desk', 1280, 800],
      ['phone', 360, 740],
    ] as const) {
      test(`looks: composer, ${name}`, async ({ page }) => {
        const shoot = async (what: string) => {
          await page.evaluate(() => document.fonts.ready)
          await settle(page)
          await page.screenshot({ path: join(shotFolder, `composer-${what}-${name}-${colorScheme}.png`) })
        }
        await page.setViewportSize({ width, height })
        await showFixture(page, full, atHarbour)
        await button(page, 'Formatting').click()
        await composer(page).fill('The new drawing, and two of this morning. **Pile 7** is worse than it looked.')
        await select(page, 46, 46)
        await expect(button(page, 'Bold')).toHaveAttribute('aria-pressed', 'true')
        await shoot('format')
        await composer(page).fill('')
        await composer(page).pressSequentially('good :smi')
        await expect(page.getByRole('listbox', { name: 'Emoji' })).toBeVisible()
        await shoot('codes')
        await composer(page).fill('')
        await composer(page).pressSequentially('ask @')
        await expect(page.getByRole('listbox', { name: 'People in this room' })).toBeVisible()
        await shoot('mention')
        await composer(page).fill('')
        await editLast(page)
        await composer(page).pressSequentially(' Today.')
        await shoot('edit')
        await patchFixture(page, {
          timelines: withOwn((row) => ({ ...row, message: { ...row.message, text: '', removedAt: row.message.at } })),
        })
        await expect(button(page, 'Send as new')).toBeVisible()
        await shoot('gone')
        await page.keyboard.press('Escape')
        await page.getByText('No rush').hover()
        await shoot('tools')
        await button(page, 'Reply').click()
        await expect(page.getByText('Reply to Ben')).toBeVisible()
        await shoot('reply')
        await page.getByRole('button', { name: /^👍/ }).first().hover()
        await page.waitForTimeout(600)
        await shoot('who')
      })
    }
  })
}

test('a file that was still being kept when its room was left stands with what is typed there by then', async ({
  page,
}) => {
  await showFixture(page, full, atHarbour)
  const rooms = page.getByRole('navigation', { name: 'Rooms and people' })
  const release = await holdAnswers(page, 'add-file')
  const added = await watchCommands(page, 'add-file')
  const saved = await watchCommands(page, 'save-draft')
  await page.locator('main input[type=file]').setInputFiles({
    ...{ name: 'plan.txt', mimeType: 'text/plain' },
    buffer: Buffer.from('seven piles'),
  })
  await expect.poll(async () => (await added()).length).toBe(1)
  await rooms.getByRole('button', { name: /Weekend sailing/ }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Weekend sailing' })).toBeVisible()
  await rooms.getByRole('button', { name: /Harbour rebuild/ }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Harbour rebuild' })).toBeVisible()
  await composer(page).pressSequentially('the pl')
  await release()
  const last = async () => (await saved()).at(-1)
  const [file] = (await added()).map((one) => (one.kind === 'add-file' ? { file: one.file } : undefined))
  await expect.poll(last).toMatchObject({ room: harbour, draft: { text: 'the pl', files: [file] } })
  await composer(page).pressSequentially('an')
  await expect.poll(last).toMatchObject({ room: harbour, draft: { text: 'the plan', files: [file] } })
})

test('what was sent and waits for its files says so, and goes once', async ({ page }) => {
  await showFixture(page, full, atHarbour)
  const release = await holdAnswers(page, 'add-file')
  const sent = await watchCommands(page, 'send-message')
  await page.locator('main input[type=file]').setInputFiles({
    ...{ name: 'plan.txt', mimeType: 'text/plain' },
    buffer: Buffer.from('seven piles'),
  })
  await composer(page).fill('The plan')
  await composer(page).press('Enter')
  const line = page.getByText('It goes as soon as its files are ready.')
  await expect(line).toBeVisible()
  expect(await sent()).toEqual([])
  await composer(page).press('Enter')
  await release()
  await expect.poll(sent).toMatchObject([{ kind: 'send-message', text: 'The plan' }])
  await expect(line).toHaveCount(0)
})
