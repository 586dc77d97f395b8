import { join } from 'node:path'
import { expect, type Page, test } from '@playwright/test'
import { full, harbour } from './fixture-state.ts'
import { shotFolder, showFixture, watchCommands } from './show-fixture.ts'
import { settle } from './timeline-steps.ts'

const atHarbour = `#/room/${harbour}`
const composer = (page: Page) => page.getByRole('textbox', { name: /^Message/ })
const search = (page: Page) => page.getByRole('combobox', { name: 'Search emoji' })
const chosen = (page: Page) => page.getByRole('gridcell', { selected: true })
const openPicker = (page: Page) => page.getByRole('button', { name: 'Emoji', exact: true }).click()

test('an emoji is found, chosen and given by keyboard, and then one goes on writing', async ({ page }) => {
  await showFixture(page, full, atHarbour)
  const given = await watchCommands(page, 'set-reaction')
  await page.getByText('No rush').hover()
  await page.getByRole('button', { name: 'React', exact: true }).click()
  await expect(search(page)).toBeFocused()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('ArrowRight')
  await expect(search(page)).toBeFocused()
  await expect(chosen(page)).toHaveAccessibleName('grinning face with big eyes')
  await page.keyboard.type('rocket')
  await expect(chosen(page)).toHaveAccessibleName('rocket')
  await page.keyboard.press('Enter')
  await expect.poll(given).toMatchObject([{ emoji: '🚀', on: true }])
  await expect(search(page)).toHaveCount(0)
  await expect(composer(page)).toBeFocused()
})

test('Shift+Enter takes and stays; what was taken is offered first the next time, in the skin chosen before', async ({
  page,
}) => {
  await showFixture(page, full, atHarbour)
  await openPicker(page)
  await page.getByRole('button', { name: 'Skin tone' }).click()
  await page.getByRole('radio', { name: 'Medium dark' }).click()
  await expect(search(page)).toBeFocused()
  await page.keyboard.type('waving')
  await page.keyboard.press('Shift+Enter')
  await page.keyboard.press('Shift+Enter')
  await expect(search(page)).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(composer(page)).toHaveValue('👋🏾👋🏾')
  await page.reload()
  await openPicker(page)
  await expect(chosen(page)).toHaveText('👋🏾')
  await page.keyboard.press('Enter')
  await expect(composer(page)).toHaveValue('👋🏾')
  await expect(composer(page)).toBeFocused()
})

test('Enter that ends a composition takes no emoji', async ({ page }) => {
  await showFixture(page, full, atHarbour)
  await openPicker(page)
  await expect(chosen(page)).toBeVisible()
  await search(page).evaluate((element) => {
    element.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', keyCode: 229, bubbles: true, cancelable: true }))
  })
  await expect(search(page)).toBeVisible()
  await expect(composer(page)).toHaveValue('')
})

test('a group comes up with its name, and only what is on screen is drawn', async ({ page }) => {
  await showFixture(page, full, atHarbour)
  await openPicker(page)
  await page.getByRole('button', { name: 'Flags', exact: true }).click()
  await expect(page.getByRole('rowheader', { name: 'Flags' })).toBeInViewport()
  await expect(page.getByRole('button', { name: 'Flags', exact: true })).toHaveAttribute('aria-pressed', 'true')
  await expect(chosen(page)).toHaveAccessibleName('chequered flag')
  expect(await page.getByRole('gridcell').count()).toBeLessThan(200)
  await page.keyboard.press('ArrowUp')
  await expect(chosen(page)).toBeInViewport()
})

test('the picker is on screen within a tenth of a second of the press', async ({ page }) => {
  await showFixture(page, full, atHarbour)
  // The first opening loads names and font.
  await openPicker(page)
  await expect(chosen(page)).toBeVisible()
  await page.keyboard.press('Escape')
  const times: number[] = []
  for (let turn = 0; turn < 7; turn++) {
    await expect(search(page)).toHaveCount(0)
    const ms = await page.evaluate(
      () =>
        new Promise<number>((resolve) => {
          const pressedAt = performance.now()
          document.querySelector<HTMLElement>('button[aria-label="Emoji"]')?.click()
          const look = () => {
            const isThere = document.querySelectorAll('[role="gridcell"]').length > 30
            if (isThere) requestAnimationFrame(() => resolve(performance.now() - pressedAt))
            else requestAnimationFrame(look)
          }
          look()
        }),
    )
    times.push(ms)
    await page.keyboard.press('Escape')
  }
  times.sort((a, b) => a - b)
  console.log(`picker opened in ${times.map((ms) => ms.toFixed(0)).join(', ')} ms`)
  // The fastest: what else the machine does makes the others slower, and nothing makes this one faster.
  expect(times[0]).toBeLessThan(100)
})

test('every emoji is one picture of our font, flags and skins and families too; digits in words are of the words', async ({
  page,
}) => {
  await showFixture(page, full, atHarbour)
  await openPicker(page)
  await expect(chosen(page)).toBeVisible()
  const shapes = await page.evaluate(async () => {
    const cell = document.querySelector('[role="gridcell"]')
    if (!(cell instanceof HTMLElement)) throw new Error('no cell')
    const font = getComputedStyle(cell).fontFamily
    const samples = [
      '👍',
      '🇩🇪',
      '🇨🇭',
      '🏴󠁧󠁢󠁳󠁣󠁴󠁿',
      '👨‍👩‍👧‍👦',
      '👩🏽‍💻',
      '🧑🏻‍🤝‍🧑🏿',
      '❤️‍🔥',
      '🏳️‍🌈',
      '🐦‍🔥',
      '1️⃣',
      '#️⃣',
      '©️',
      '↔️',
      '‼️',
      '☎️',
      'ℹ️',
      '⏏️',
    ]
    const pen = document.createElement('canvas').getContext('2d')
    if (pen === null) throw new Error('no canvas')
    await Promise.all(samples.map((each) => document.fonts.load(`24px "Natter Emoji Alone"`, each)))
    pen.font = `24px ${font}`
    const widths = samples.map((each) => [each, Math.round(pen.measureText(each).width)])
    pen.font = `24px ${getComputedStyle(document.body).fontFamily}`
    const digits = Math.round(pen.measureText('0123456789').width)
    return { widths, digits }
  })
  const [, width] = shapes.widths[0] ?? []
  expect(shapes.widths.filter(([, each]) => each !== width)).toEqual([])
  expect(shapes.digits).toBeLessThan(200)
})

test('who reacted is said by name, and one tap takes mine back', async ({ page }) => {
  await showFixture(page, full, atHarbour)
  const given = await watchCommands(page, 'set-reaction')
  const mine = page.getByRole('button', { name: /^👍/, pressed: true }).first()
  await mine.hover()
  await expect(page.getByText(/You/).last()).toBeVisible()
  await mine.click()
  await expect.poll(given).toMatchObject([{ emoji: '👍', on: false }])
  await page.mouse.move(0, 0)
  await mine.dispatchEvent('contextmenu')
  await expect(page.getByText(/and /).last()).toBeVisible()
})

test('on a phone the picker is a sheet from below, half as high as the screen', async ({ page }) => {
  await page.setViewportSize({ width: 360, height: 740 })
  await showFixture(page, full, atHarbour)
  await openPicker(page)
  await expect(search(page)).toBeFocused()
  const sheet = await page.getByRole('dialog', { name: 'Emoji' }).boundingBox()
  expect(sheet).toMatchObject({ x: 0, width: 360 })
  expect(sheet?.height).toBeCloseTo(370, -1)
  await page.keyboard.type('ocean')
  await page.keyboard.press('Enter')
  await expect(composer(page)).toHaveValue('🌊')
})

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(colorScheme, () => {
    test.use({ colorScheme })
    for (const [name, width, height] of [
      ['desk', 1280, 800],
      ['phone', 360, 740],
    ] as const) {
      test(`looks: picker, ${name}`, async ({ page }) => {
        await page.setViewportSize({ width, height })
        await showFixture(page, full, atHarbour)
        await openPicker(page)
        await expect(chosen(page)).toBeVisible()
        await page.evaluate(() => document.fonts.ready)
        await settle(page)
        await page.screenshot({ path: join(shotFolder, `picker-${name}-${colorScheme}.png`) })
      })
    }
  })
}
