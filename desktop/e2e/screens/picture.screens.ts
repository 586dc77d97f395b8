import { expect, type Page, test } from '@playwright/test'
import { full, harbour } from './fixture-state.ts'
import { showFixture } from './show-fixture.ts'

test.use({ viewport: { width: 1280, height: 800 } })

/** Left half red, right half blue, twice as wide as it is high. */
async function choosePicture(page: Page): Promise<void> {
  const bytes = await page.evaluate(async () => {
    const canvas = new OffscreenCanvas(800, 400)
    const context = canvas.getContext('2d')
    for (const [colour, x] of [
      ['#ff0000', 0],
      ['#0000ff', 400],
    ] as const) {
      if (context !== null) context.fillStyle = colour
      context?.fillRect(x, 0, 400, 400)
    }
    return [...new Uint8Array(await (await canvas.convertToBlob()).arrayBuffer())]
  })
  const picture = { name: 'me.png', mimeType: 'image/png', buffer: Buffer.from(bytes) }
  await page.getByRole('dialog').locator('input[type=file]').setInputFiles(picture)
}

/** Of what is shown in the square: red or blue, at its left and at its right edge. */
const edges = (page: Page) =>
  page
    .getByRole('dialog')
    .locator('canvas')
    .evaluate((canvas: HTMLCanvasElement) => {
      const context = canvas.getContext('2d')
      const colourAt = (x: number) => {
        const [red = 0, , blue = 0] = context?.getImageData(x, canvas.height / 2, 1, 1).data ?? []
        return red > 200 ? 'red' : blue > 200 ? 'blue' : 'none'
      }
      return [colourAt(4), colourAt(canvas.width - 5)]
    })

test('a picture is cut by keys, by hand and by zoom, and goes out as the square that is seen', async ({ page }) => {
  await showFixture(page, full, `#/room/${harbour}`)
  await page.getByRole('button', { name: 'Settings' }).click()
  await expect(page.getByRole('heading', { name: 'Profile' })).toBeVisible()
  // The square that is sent, as its size and its edges: a file does not pass as it is.
  await page.evaluate(() => {
    const sent: object[] = []
    Object.assign(globalThis, { sentPictures: sent })
    new BroadcastChannel('asked').onmessage = async ({ data }) => {
      if (data.kind !== 'put-picture') return
      const bitmap = await createImageBitmap(data.picture)
      const canvas = new OffscreenCanvas(bitmap.width, bitmap.height)
      const context = canvas.getContext('2d')
      context?.drawImage(bitmap, 0, 0)
      const isRed = (x: number) => (context?.getImageData(x, 10, 1, 1).data[0] ?? 0) > 200
      sent.push({ width: bitmap.width, height: bitmap.height, isRed: [isRed(4), isRed(bitmap.width - 5)] })
    }
  })
  await choosePicture(page)
  await expect.poll(() => edges(page)).toEqual(['red', 'blue'])
  const stage = page.getByRole('dialog').getByRole('group', { name: /^Arrow keys/ })
  await stage.focus()
  for (let step = 0; step < 14; step++) await page.keyboard.press('ArrowLeft')
  await expect.poll(() => edges(page)).toEqual(['red', 'red'])
  // Not beyond the picture.
  for (let step = 0; step < 60; step++) await page.keyboard.press('ArrowRight')
  await expect.poll(() => edges(page)).toEqual(['blue', 'blue'])
  const box = await stage.boundingBox()
  if (box === null) throw new Error('no square')
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2)
  await page.mouse.down()
  await page.mouse.move(box.x + box.width / 2 + 400, box.y + box.height / 2, { steps: 8 })
  await page.mouse.up()
  await expect.poll(() => edges(page)).toEqual(['red', 'red'])
  const zoom = page.getByRole('slider', { name: 'Zoom' })
  await stage.focus()
  await page.keyboard.press('+')
  await expect.poll(() => zoom.inputValue()).not.toBe('1')
  await page.keyboard.press('-')
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByRole('dialog', { name: 'Your picture' })).toHaveCount(0)
  await expect
    .poll(() => page.evaluate(() => (globalThis as unknown as { sentPictures: object[] }).sentPictures))
    .toEqual([{ width: 512, height: 512, isRed: [true, true] }])
})

test('what is no picture is said to be none, and nothing can be saved', async ({ page }) => {
  await showFixture(page, full, `#/room/${harbour}`)
  await page.getByRole('button', { name: 'Settings' }).click()
  const wrong = { name: 'me.png', mimeType: 'image/png', buffer: Buffer.from('no picture') }
  await page.getByRole('dialog').locator('input[type=file]').setInputFiles(wrong)
  const dialog = page.getByRole('dialog', { name: 'Your picture' })
  await expect(dialog.getByRole('alert')).toContainText('That is no picture that can be read here.')
  await expect(dialog.getByRole('button', { name: 'Save' })).toBeDisabled()
})
