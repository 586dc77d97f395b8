import type { Page } from '@playwright/test'
import { expect } from '@playwright/test'
import { test } from './browser-test.ts'
import { composer, makeRoom, messages, openRoom, signUp } from './people-in-browsers.ts'
import { startProxy } from './severable-proxy.ts'

/** A picture of one colour, made by the browser itself. */
async function picture(page: Page, name: string, colour: string) {
  const url = await page.evaluate((fill) => {
    const canvas = Object.assign(document.createElement('canvas'), { width: 640, height: 480 })
    const context = canvas.getContext('2d')
    if (context !== null) Object.assign(context, { fillStyle: fill }).fillRect(0, 0, 640, 480)
    return canvas.toDataURL('image/png')
  }, colour)
  return { name, mimeType: 'image/png', buffer: Buffer.from(url.slice(url.indexOf(',') + 1), 'base64') }
}

type Given = { readonly name: string; readonly type: string; readonly text: string }

/** As by the system: the browser gives a page files to be dropped or pasted, and hears whether it took them. */
async function give(page: Page, selector: string, kind: 'drop' | 'paste', files: readonly Given[]): Promise<boolean> {
  return page
    .locator(selector)
    .first()
    .evaluate(
      (target, [how, given]) => {
        const transfer = new DataTransfer()
        for (const { name, type, text } of given) transfer.items.add(new File([text], name, { type }))
        if (how === 'paste') {
          const event = new ClipboardEvent('paste', { clipboardData: transfer, bubbles: true, cancelable: true })
          return !target.dispatchEvent(event)
        }
        const say = (type: string) =>
          target.dispatchEvent(new DragEvent(type, { dataTransfer: transfer, bubbles: true, cancelable: true }))
        say('dragenter')
        say('dragover')
        return !say('drop')
      },
      [kind, files] as const,
    )
}

test('files are picked, dropped and pasted, put in order, and reach the other one as they stood; also after a reload', async ({
  browser,
}) => {
  test.setTimeout(120_000)
  const [ana, ben] = await Promise.all([signUp(browser, 'Ana'), signUp(browser, 'Ben')])
  const { page } = ana
  await makeRoom(page, 'Harbour', [ben.handle])
  await openRoom(ben.page, 'Harbour')

  const tray = page.getByRole('list', { name: 'Files of the next message' })
  const tiles = tray.getByRole('listitem')
  const faces = tray.locator('[data-row]')
  const [chooser] = await Promise.all([
    page.waitForEvent('filechooser'),
    page.getByRole('button', { name: 'Add files' }).click(),
  ])
  await chooser.setFiles([await picture(page, 'low-tide.png', '#2c7a7b'), await picture(page, 'crane.png', '#b7791f')])
  await expect(tiles).toHaveCount(2)
  await expect(tiles.first().locator('img')).toBeVisible()
  await expect(faces.first()).toHaveAccessibleName(/^low-tide\.png, .+, ready, 1 of 2$/)

  // By keys: the second goes first, and the focus with it.
  await faces.first().focus()
  await page.keyboard.press('ArrowRight')
  await expect(faces.nth(1)).toBeFocused()
  await page.keyboard.press('Alt+ArrowLeft')
  await expect(faces.first()).toHaveAccessibleName(/^crane\.png/)
  await expect(faces.first()).toBeFocused()
  await page.getByLabel('Caption of crane.png').fill('The crane')
  await page.getByLabel('Caption of low-tide.png').fill('Low tide')

  expect(await give(page, 'main', 'drop', [{ name: 'notes.txt', type: 'text/plain', text: 'at nine' }])).toBe(true)
  await expect(tiles).toHaveCount(3)
  expect(await give(page, '[data-composer]', 'paste', [{ name: 'more.txt', type: 'text/plain', text: 'x' }])).toBe(true)
  await expect(tiles).toHaveCount(4)
  await faces.nth(3).focus()
  await page.keyboard.press('Delete')
  await expect(tiles).toHaveCount(3)
  await expect(faces.nth(2)).toBeFocused()

  await composer(page).fill('This morning')
  await page.reload()
  await expect(tiles).toHaveCount(3)
  await expect(page.getByLabel('Caption of low-tide.png')).toHaveValue('Low tide')
  await expect(tiles.first().locator('img')).toBeVisible()
  await composer(page).press('Enter')
  await expect(tiles).toHaveCount(0)
  for (const each of [page, ben.page]) {
    await expect(messages(each)).toHaveCount(1)
    await expect(messages(each).first()).toContainText(/This morning.*The crane.*Low tide.*notes\.txt/s)
  }
  await expect(messages(page).first()).toHaveAttribute('data-state', 'stored')

  // Enter twice, since nothing seems to happen while a file is being kept: one message.
  await composer(page).fill('Once')
  await composer(page).evaluate((area) => {
    const clipboardData = new DataTransfer()
    clipboardData.items.add(new File(['x'], 'once.txt', { type: 'text/plain' }))
    area.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }))
    const enter = { key: 'Enter', bubbles: true, cancelable: true }
    for (let times = 0; times < 2; times++) area.dispatchEvent(new KeyboardEvent('keydown', enter))
  })
  await expect(messages(page).filter({ hasText: 'once.txt' })).toHaveAttribute('data-state', 'stored')
  await expect(messages(page)).toHaveCount(2)

  // On a room of the list it is for that room.
  expect(await give(page, 'nav [data-room]', 'drop', [{ name: 'row.txt', type: 'text/plain', text: 'x' }])).toBe(true)
  await expect(tiles).toHaveCount(1)
  await page.getByRole('button', { name: 'Remove row.txt' }).click()
  await expect(tiles).toHaveCount(0)

  // Dropped where nothing takes it, a file is not opened in the place of the app.
  expect(await give(page, 'nav', 'drop', [{ name: 'a.html', type: 'text/html', text: '<h1>no</h1>' }])).toBe(true)
  await expect(tiles).toHaveCount(0)
})

test('what cannot go says why in its own tile, and what waits for a connection goes when there is one', async ({
  browser,
}) => {
  test.setTimeout(120_000)
  const line = await startProxy()
  const { page, context } = await signUp(browser, 'Eva', { proxy: { server: line.url } })
  await makeRoom(page, 'Quay')
  const tiles = page.getByRole('list', { name: 'Files of the next message' }).getByRole('listitem')
  const given = (name: string, type: string) => ({ name, type, text: 'not really' })
  await give(page, 'main', 'drop', [given('IMG_1.HEIC', 'image/heic'), given('a.txt', 'text/plain')])
  await expect(tiles).toHaveCount(2)
  await expect(tiles.getByRole('alert')).toContainText('Where this picture was taken cannot be taken out of it.')
  await page.getByRole('button', { name: 'Remove IMG_1.HEIC' }).click()
  await expect(tiles).toHaveCount(1)
  await line.cut()
  await give(page, 'main', 'drop', [given('later.txt', 'text/plain')])
  await expect(tiles).toHaveCount(2)
  await composer(page).fill('When it is back')
  await composer(page).press('Enter')
  const sent = messages(page).first()
  await expect(sent).toContainText('later.txt')
  await expect(page.getByText(/Goes on when there is a connection\./)).toBeVisible()
  await page.getByRole('button', { name: 'Stop' }).click()
  await expect(tiles).toHaveCount(2)
  await expect(composer(page)).toHaveValue('When it is back')
  await composer(page).press('Enter')
  await expect(tiles).toHaveCount(0)
  await line.mend()
  // The engine knocks by itself, with pauses that grow to half a minute.
  await expect(sent).toHaveAttribute('data-state', 'stored', { timeout: 60_000 })
  const many = Array.from({ length: 21 }, (_, index) => given(`${index}.txt`, 'text/plain'))
  await give(page, 'main', 'drop', many)
  await expect(tiles).toHaveCount(20)
  await expect(page.getByText('1 file was not taken: 20 at a time.')).toBeVisible()
  await context.close()
  await line.cut()
})
