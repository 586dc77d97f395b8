import { expect, type Page, test } from '@playwright/test'
import { axeViolations } from './axe-check.ts'
import { harbour, sailing } from './fixture-state.ts'
import { sending, servePictures } from './media-fixture.ts'
import {
  patchFixture,
  prepareAnswer,
  prepareRefusal,
  shotFolder,
  showInRealTime,
  watchCommands,
} from './show-fixture.ts'
import { settle } from './timeline-steps.ts'

const atHarbour = `#/room/${harbour}`
const tiles = (page: Page) => page.getByRole('button', { name: /^Open picture/ })

/** Where each message, and each picture's room, stands. */
function places(page: Page) {
  return page.locator('[data-message], [data-file]').evaluateAll((all) =>
    all.map((each) => {
      const { x, y, width, height } = each.getBoundingClientRect()
      return [x, y, width, height]
    }),
  )
}

test.describe.configure({ mode: 'parallel' })

test('nothing moves while pictures come', async ({ page }) => {
  const { release } = await servePictures(page)
  await showInRealTime(page, sending, atHarbour)
  await expect(tiles(page)).not.toHaveCount(0)
  await settle(page)
  await expect(page.locator('[data-there=true]')).toHaveCount(0)
  const before = await places(page)
  release()
  await expect(page.locator('[data-there=true]')).not.toHaveCount(0)
  await expect(page.locator('[data-there=false]')).toHaveCount(0)
  await settle(page)
  expect(await places(page)).toEqual(before)
  // And they would be seen to: one that takes more room than was kept for it.
  await tiles(page)
    .first()
    .evaluate((tile) => {
      const frame = tile.parentElement as HTMLElement
      frame.style.aspectRatio = '1 / 3'
    })
  await settle(page)
  expect(await places(page)).not.toEqual(before)
})

for (const [theme, width] of [
  ['light', 1280],
  ['dark', 1280],
  ['light', 360],
] as const) {
  test(`a room of files has nothing that axe finds, ${theme} at ${width}`, async ({ page }) => {
    await page.setViewportSize({ width, height: 1100 })
    await page.emulateMedia({ colorScheme: theme })
    const { release } = await servePictures(page)
    release()
    await showInRealTime(page, sending, atHarbour)
    await tiles(page).first().waitFor()
    await page.screenshot({ path: `${shotFolder}/media-${theme}-${width}.png` })
    await page.getByRole('list', { name: 'Messages' }).evaluate((list) => list.scrollTo(0, 0))
    await page.getByText('loader-plan-v3').waitFor()
    await page.screenshot({ path: `${shotFolder}/media-${theme}-${width}-top.png` })
    expect(await axeViolations(page)).toEqual([])
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width)
  })
}

test('a picture opens over all, is moved through, zoomed, saved and closed by keys, and the focus returns', async ({
  page,
}) => {
  const { release } = await servePictures(page)
  release()
  await showInRealTime(page, sending, atHarbour)
  const opener = page.getByRole('button', { name: 'Open picture: Pile 7, low tide' })
  await opener.focus()
  await page.keyboard.press('Enter')
  const viewer = page.getByRole('dialog', { name: 'Ana Lindqvist' })
  await expect(viewer.getByRole('img', { name: 'Pile 7, low tide' })).toBeVisible()
  await expect(viewer.getByText('1 of 12')).toBeVisible()
  await page.screenshot({ path: `${shotFolder}/media-viewer.png` })
  expect(await axeViolations(page)).toEqual([])
  const widthOf = () =>
    viewer.getByRole('img', { name: 'Pile 7, low tide' }).evaluate((each) => each.getBoundingClientRect().width)
  const fitted = await widthOf()
  await page.keyboard.press('+')
  await expect.poll(widthOf).toBeCloseTo(fitted * 1.5, 0)
  await page.keyboard.press('0')
  await expect.poll(widthOf).toBeCloseTo(fitted, 0)
  await page.keyboard.press('ArrowRight')
  await expect(viewer.getByText('2 of 12')).toBeVisible()
  const asked = await watchCommands(page, 'load-sent-file')
  await page.keyboard.press('s')
  await expect.poll(asked).toEqual([{ kind: 'load-sent-file', file: 'b'.repeat(16) }])
  await page.keyboard.press('ArrowLeft')
  await page.keyboard.press('Escape')
  await expect(viewer).toHaveCount(0)
  await expect(opener).toBeFocused()
})

test('a picture is passed on from where it is looked at, as the message that it is in', async ({ page }) => {
  const { release } = await servePictures(page)
  release()
  await showInRealTime(page, sending, atHarbour)
  await page.getByRole('button', { name: 'Open picture: Pile 7, low tide' }).press('Enter')
  const viewer = page.getByRole('dialog', { name: 'Ana Lindqvist' })
  await page.keyboard.press('ArrowRight')
  await expect(viewer.getByText('2 of 12')).toBeVisible()
  await viewer.getByRole('button', { name: 'Forward…' }).click()
  await expect(viewer).toHaveCount(0)
  const box = page.getByRole('combobox', { name: 'Find a room or a person' })
  await expect(box).toBeFocused()
  await box.fill('sail')
  await box.press('Enter')
  const sent = await watchCommands(page, 'forward-message')
  await page.keyboard.press('Control+Enter')
  await expect(page.getByRole('dialog')).toHaveCount(0)
  const files = ['a', 'b', 'c', 'e'].map((letter) => ({ file: letter.repeat(16) }))
  await expect.poll(sent).toMatchObject([{ room: sailing, source: { room: harbour, attachments: files } }])
})

test('of a message with several files one may pass on the picture alone that one looked at; both are told before', async ({
  page,
}) => {
  const { release } = await servePictures(page)
  release()
  await showInRealTime(page, sending, atHarbour)
  await page.getByRole('button', { name: 'Open picture: Pile 7, low tide' }).press('Enter')
  await page.keyboard.press('ArrowRight')
  await page.getByRole('dialog').getByRole('button', { name: 'Forward…' }).click()
  const dialog = page.getByRole('dialog', { name: 'Forward the message' })
  const files = dialog.getByRole('radiogroup', { name: 'Files that go along' })
  await expect(files.getByRole('radio', { name: 'All 4 files' })).toBeChecked()
  await expect(dialog.getByRole('figure')).toContainText('4 files')
  await files.getByRole('radio', { name: 'Only this picture' }).click()
  await expect(dialog.getByRole('figure')).toContainText('1 file')
  await expect(dialog.getByRole('figure')).toContainText('Low tide this morning.')
  await page.screenshot({ path: `${shotFolder}/media-forward.png` })
  await dialog.getByRole('combobox').fill('sail')
  await dialog.getByRole('combobox').press('Enter')
  const sent = await watchCommands(page, 'forward-message')
  await page.keyboard.press('Control+Enter')
  await expect(page.getByRole('dialog')).toHaveCount(0)
  const [command] = await sent()
  expect(command).toMatchObject({
    source: { text: expect.stringContaining('Low tide'), attachments: [{ file: 'b'.repeat(16) }] },
  })
  // From its menu the message goes, and nobody is asked.
  const article = page.locator('article[data-message]').filter({ hasText: 'Low tide this morning.' })
  await article.hover()
  await article.getByRole('button', { name: 'More' }).click()
  await page.getByRole('menuitem', { name: 'Forward…' }).click()
  await expect(dialog.getByRole('figure')).toContainText('4 files')
  await expect(files).toHaveCount(0)
})

test('a picture that is taken away while somebody looks at it is gone from their sight', async ({ page }) => {
  const { release } = await servePictures(page)
  release()
  await showInRealTime(page, sending, atHarbour)
  // Where a page is scrolled by a program the list hears of it a frame later; nobody's hand clicks before that.
  const tile = page.getByRole('button', { name: 'Open picture: Pile 7, low tide' })
  await tile.scrollIntoViewIfNeeded()
  await settle(page)
  await tile.click()
  await expect(page.getByRole('dialog')).toBeVisible()
  const timeline = sending.timelines[harbour]
  const rows = timeline?.rows.map((row) =>
    row.kind === 'message' && row.message.seq === 4
      ? { ...row, message: { ...row.message, text: '', attachments: [], removedAt: 1 } }
      : row,
  )
  await patchFixture(page, { timelines: { [harbour]: { ...timeline, rows } as never } })
  await expect(page.getByRole('dialog')).toHaveCount(0)
  await expect(page.getByText('This message was removed.')).toBeVisible()
})

test('a picture that its address does not give comes from the engine, and nothing breaks in the page', async ({
  page,
}) => {
  const faults: string[] = []
  page.on('pageerror', ({ message }) => faults.push(message))
  await page.route('**/api/v1/files/**', (route) => route.fulfill({ status: 404, body: '' }))
  await showInRealTime(page, sending, atHarbour)
  await expect(page.locator('[data-there=true]')).not.toHaveCount(0)
  await expect(page.locator('[data-there=false]')).toHaveCount(0)
  expect(faults).toEqual([])
})

test('what somebody called a file is shown as it is saved, and turns nothing round', async ({ page }) => {
  await servePictures(page)
  await showInRealTime(page, sending, atHarbour)
  await page.getByRole('list', { name: 'Messages' }).evaluate((list) => list.scrollTo(0, 0))
  const card = page.getByRole('group', { name: /^File: very-long/ })
  await expect(card).toHaveAccessibleName(/….html, 512 byte$/)
  await expect(card.getByText('.html', { exact: true })).toBeVisible()
  const { width } = (await card.boundingBox()) ?? { width: 0 }
  expect(width).toBe(360)
})

test('a voice plays on in another room, by keys, one at a time, and the speed is kept', async ({ page }) => {
  await servePictures(page, await recordTone(page))
  await showInRealTime(page, sending, atHarbour)
  const card = page.getByRole('group', { name: 'Voice message, 0:42' })
  await card.getByRole('button', { name: 'Play Voice message' }).click()
  const audio = page.locator('audio')
  await expect.poll(() => audio.evaluate((each: HTMLAudioElement) => each.paused)).toBe(false)
  await expect(card.getByRole('button', { name: 'Pause Voice message' })).toBeVisible()
  await card.getByRole('button', { name: 'Speed: 1' }).click()
  await expect.poll(() => audio.evaluate((each: HTMLAudioElement) => each.playbackRate)).toBe(1.5)
  await card.getByRole('slider').press(' ')
  await expect.poll(() => audio.evaluate((each: HTMLAudioElement) => each.paused)).toBe(true)
  await card.getByRole('slider').press(' ')
  await page
    .getByRole('navigation', { name: 'Rooms and people' })
    .getByRole('button', { name: /Build status/ })
    .click()
  const bar = page.getByRole('region', { name: 'Playing' })
  await expect(bar.getByRole('button', { name: 'Voice message by Hari Rao' })).toBeVisible()
  await page.screenshot({ path: `${shotFolder}/media-sound-bar.png` })
  await bar.getByRole('button', { name: 'Close' }).click()
  await expect(audio).toHaveCount(0)
  expect(await page.evaluate(() => localStorage.getItem('natter.sound-speed'))).toBe('1.5')
})

test('whether a sound is still there is asked while it plays elsewhere, and not while it is paused', async ({
  page,
}) => {
  await servePictures(page, await recordTone(page))
  await page.addInitScript(() => {
    const looking = new Set<unknown>()
    const [begin, end] = [globalThis.setInterval, globalThis.clearInterval]
    Object.assign(globalThis, {
      looking,
      setInterval: (run: () => void, ms: number) => {
        const timer = begin(run, ms)
        if (ms === 1_500) looking.add(timer)
        return timer
      },
      clearInterval: (timer: Parameters<typeof end>[0]) => {
        looking.delete(timer)
        end(timer)
      },
    })
  })
  const looking = () => page.evaluate(() => (globalThis as unknown as { looking: Set<unknown> }).looking.size)
  await showInRealTime(page, sending, atHarbour)
  await page.getByRole('button', { name: 'Play Voice message' }).click()
  await page
    .getByRole('navigation', { name: 'Rooms and people' })
    .getByRole('button', { name: /Build status/ })
    .click()
  // As the engine says of a room that is open nowhere any more.
  await patchFixture(page, { timelines: { [harbour]: undefined } as never })
  const bar = page.getByRole('region', { name: 'Playing' })
  await expect.poll(looking).toBe(1)
  const asked = await watchCommands(page, 'load-sent-file-info')
  await bar.getByRole('button', { name: 'Pause Voice message' }).click()
  await expect.poll(looking).toBe(0)
  await bar.getByRole('button', { name: 'Play Voice message' }).click()
  await expect.poll(looking).toBe(1)
  await expect.poll(async () => (await asked()).length).toBeGreaterThan(0)
})

test('the list of files says which was not saved, and that no more came', async ({ page }) => {
  await servePictures(page)
  await showInRealTime(page, sending, atHarbour)
  const rows = sending.timelines[harbour]?.rows ?? []
  const messages = rows.flatMap((row) =>
    row.kind === 'message' && row.message.attachments.length > 0 ? row.message : [],
  )
  await prepareAnswer(page, 'list-shared', { patch: {}, value: { messages, cursor: 'more' } })
  await page.getByRole('button', { name: 'About this room' }).click()
  await page.getByRole('tab', { name: 'Files' }).click()
  const list = page.getByRole('tabpanel')
  await prepareRefusal(page, 'load-sent-file', { code: 'network-unreachable' })
  const row = list.getByRole('listitem').filter({ hasText: 'loader-plan-v3' })
  await row.getByRole('button', { name: /^Save/ }).click()
  await expect(row.getByRole('alert')).toBeVisible()
  await prepareRefusal(page, 'list-shared', { code: 'network-unreachable' })
  await list.getByRole('button', { name: 'Show more' }).click()
  await expect(list.getByRole('alert')).toHaveCount(2)
  await expect(list.getByRole('button', { name: 'Show more' })).toBeVisible()
})

test("the panel's tabs say how many there are, find in them, and lead to the message of a picture", async ({
  page,
}) => {
  const { release } = await servePictures(page)
  release()
  await showInRealTime(page, sending, atHarbour)
  const rows = sending.timelines[harbour]?.rows ?? []
  const messages = rows.flatMap((row) =>
    row.kind === 'message' && row.message.attachments.length > 0 ? row.message : [],
  )
  await prepareAnswer(page, 'list-shared', { patch: {}, value: { messages } })
  await page.getByRole('button', { name: 'About this room' }).click()
  await expect(page.getByRole('tab', { name: 'Files 38' })).toBeVisible()
  await expect(page.getByRole('tab', { name: 'Links 9' })).toBeVisible()
  await page.getByRole('tab', { name: 'Files 38' }).click()
  const list = page.getByRole('tabpanel')
  await expect(list.getByRole('heading')).toHaveText([/^\w+ \d{4}$/])
  // One stop of the Tab key, with arrows from picture to picture.
  const pictures = list.getByRole('button', { name: /^Open picture/ })
  await pictures.first().focus()
  await page.keyboard.press('ArrowDown')
  await expect(pictures.nth(1)).toBeFocused()
  expect(await pictures.evaluateAll((all) => all.filter((each) => each.tabIndex === 0).length)).toBe(1)
  // The viewer goes through all that the tab lists, from wherever it was opened.
  await page.keyboard.press('Enter')
  await expect(page.getByRole('dialog').getByText(/^\d+ of 12$/)).toBeVisible()
  await page.keyboard.press('Escape')

  const asked = await watchCommands(page, 'list-shared')
  const box = list.getByRole('textbox', { name: 'Name, caption or words' })
  await box.fill('crane')
  await expect.poll(asked).toEqual([{ kind: 'list-shared', room: harbour, has: 'file', words: 'crane' }])
  await box.press('Escape')
  await expect(box).toHaveValue('')
  await expect(list).toBeVisible()

  await pictures.first().hover()
  await list.getByRole('button', { name: 'Go to the message' }).first().click()
  await expect(page.getByText('Low tide this morning. Berth 7 is the one on the right.')).toBeInViewport()
})

test('of a link the host stands first, its picture is a file of the room, and nobody else is asked', async ({
  page,
}) => {
  const { release } = await servePictures(page)
  release()
  const elsewhere: string[] = []
  page.on('request', (request) => {
    const { hostname } = new URL(request.url())
    if (hostname !== '127.0.0.1' && hostname !== '') elsewhere.push(request.url())
  })
  await showInRealTime(page, sending, atHarbour)
  const card = page.getByRole('link', { name: /^port\.example Tide table/ })
  await expect(card.locator('img')).toBeVisible()
  const sizes = await card
    .locator('div')
    .evaluateAll((all) =>
      all.map((each) => ({ words: each.textContent, weight: Number(getComputedStyle(each).fontWeight) })),
    )
  expect(sizes.find(({ words }) => words === 'port.example')?.weight).toBe(650)
  expect(elsewhere).toEqual([])
})

/** Twenty seconds of a tone, as any recorder would write it. */
function recordTone(page: Page): Promise<Buffer> {
  return page
    .evaluate(async () => {
      const rate = 8_000
      const seconds = 20
      const bytes = new DataView(new ArrayBuffer(44 + rate * seconds))
      const words = (at: number, text: string) => {
        for (let place = 0; place < text.length; place++) bytes.setUint8(at + place, text.charCodeAt(place))
      }
      words(0, 'RIFF')
      bytes.setUint32(4, 36 + rate * seconds, true)
      words(8, 'WAVEfmt ')
      bytes.setUint32(16, 16, true)
      bytes.setUint16(20, 1, true)
      bytes.setUint16(22, 1, true)
      bytes.setUint32(24, rate, true)
      bytes.setUint32(28, rate, true)
      bytes.setUint16(32, 1, true)
      bytes.setUint16(34, 8, true)
      words(36, 'data')
      bytes.setUint32(40, rate * seconds, true)
      for (let place = 0; place < rate * seconds; place++)
        bytes.setUint8(44 + place, 128 + Math.round(60 * Math.sin(place / 3)))
      return [...new Uint8Array(bytes.buffer)]
    })
    .then((bytes) => Buffer.from(bytes))
}
