import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join, resolve, sep } from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect, type Page } from '@playwright/test'
import { readZip } from '../../test-kit/read-zip.ts'
import { test } from './browser-test.ts'
import { makeRoom, messages, say, signUp } from './people-in-browsers.ts'

const alarm = 'document.title = "owned"; alert("owned")'
const hostileWords = [
  `<img src=x onerror='${alarm}'>`,
  `<script>${alarm}</script>`,
  `[here](javascript:${alarm.replaceAll(' ', '%20')}) **bold**`,
  '</article></main><iframe srcdoc="<script>top.document.title=1</script>">',
  '\u202Egnp.exe <svg onload=alert(1)>',
]
const drawing = `<svg xmlns="http://www.w3.org/2000/svg" onload='${alarm}'><script>${alarm}</script></svg>`

test('a room that was exported opens from the disk with its pictures, and nothing in it runs', async ({ browser }) => {
  test.setTimeout(120_000)
  const { page, context } = await signUp(browser, '<b onclick=alert(1)>Ana')
  const name = '../<i>Pier</i> & co'
  await makeRoom(page, name)
  for (const words of hostileWords) await say(page, words)
  const [chooser] = await Promise.all([
    page.waitForEvent('filechooser'),
    page.getByRole('button', { name: 'Add files' }).click(),
  ])
  await chooser.setFiles([
    await picture(page),
    { name: 'drawing.svg', mimeType: 'image/svg+xml', buffer: Buffer.from(drawing) },
    { name: 'page.html', mimeType: 'text/html', buffer: Buffer.from(`<script>${alarm}</script>`) },
  ])
  await expect(page.getByRole('list', { name: 'Files of the next message' }).getByRole('listitem')).toHaveCount(3)
  await say(page, 'three files')
  await expect(messages(page)).toHaveCount(hostileWords.length + 1)
  // What is still on its way up is no part of an export.
  await expect(messages(page).last().getByTitle('Sent')).toBeVisible()

  await page.getByRole('button', { name: 'About this room' }).click()
  await page.getByRole('button', { name: 'Export', exact: true }).click()
  const dialog = page.getByRole('dialog')
  await expect(dialog).toContainText('3 files')
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    dialog.getByRole('button', { name: 'Export', exact: true }).click(),
  ])
  const folder = unpack(await readFile(await download.path()))
  try {
    await context.close()
    // Another browser, as of whoever is given it.
    const reader = await browser.newContext({ colorScheme: 'light' })
    const shown = await reader.newPage()
    const [ran, asked]: [string[], string[]] = [[], []]
    reader.on('dialog', (each) => {
      ran.push(each.message())
      void each.dismiss()
    })
    reader.on('request', (request) => asked.push(request.url()))
    await shown.goto(pathToFileURL(join(folder, 'index.html')).href)
    await expect(shown.getByRole('heading', { level: 1 })).toHaveText(name)
    await expect(shown.getByText('No gaps are known.')).toBeVisible()
    await shown.getByRole('link', { name: 'Page 1' }).click()
    await expect(shown.getByRole('article')).toHaveCount(hostileWords.length + 1)
    const image = shown.locator('figure img')
    await image.scrollIntoViewIfNeeded()
    await expect
      .poll(() => image.evaluate((element: HTMLImageElement) => [element.naturalWidth, element.complete]))
      .toEqual([640, true])
    for (const words of [hostileWords[0], hostileWords[1], '<b onclick=alert(1)>Ana']) {
      await expect(shown.getByText(words ?? '', { exact: true }).first()).toBeVisible()
    }
    const found = await shown.locator('script, iframe, svg, object, embed, [onclick], [onload], [onerror]').count()
    expect(found).toBe(0)
    expect(await shown.locator('a[href^="javascript" i]').count()).toBe(0)
    // Its policy holds where a script is put there by hand, and it looks as it was meant to.
    const isRun = await shown.evaluate(() => {
      const script = document.createElement('script')
      script.textContent = 'document.title = "ran"'
      document.body.append(script)
      return document.title === 'ran'
    })
    expect(isRun).toBe(false)
    expect(await shown.evaluate(() => getComputedStyle(document.querySelector('.page') as Element).maxWidth)).toBe(
      '736px',
    )
    await shoot(shown)
    // What could do something is text, opened by its own address too.
    for (const link of await shown
      .locator('a.file')
      .evaluateAll((links) => links.map((each) => (each as HTMLAnchorElement).href))) {
      if (!link.endsWith('.txt')) continue
      await shown.goto(link)
      await expect(shown.locator('body')).toContainText('owned')
      expect(await shown.title()).not.toBe('owned')
    }
    expect(ran).toEqual([])
    expect(asked.filter((url) => !url.startsWith('file:'))).toEqual([])
    await reader.close()
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})

/** Nothing may lie outside of where it is unpacked. */
function unpack(zip: Buffer): string {
  const folder = mkdtempSync(join(tmpdir(), 'natter-export-'))
  for (const [name, bytes] of readZip(zip)) {
    const path = resolve(folder, name)
    if (!path.startsWith(folder + sep)) throw new Error(`${name} leads outside`)
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, bytes)
  }
  return folder
}

/** Made by the browser itself. */
async function picture(page: Page) {
  const url = await page.evaluate(() => {
    const canvas = Object.assign(document.createElement('canvas'), { width: 640, height: 480 })
    const context = canvas.getContext('2d')
    if (context !== null) Object.assign(context, { fillStyle: '#2c7a7b' }).fillRect(0, 0, 640, 480)
    return canvas.toDataURL('image/png')
  })
  return { name: 'low-tide.png', mimeType: 'image/png', buffer: Buffer.from(url.slice(url.indexOf(',') + 1), 'base64') }
}

/** With `NATTER_SHOTS`: for people to look at. */
async function shoot(page: Page): Promise<void> {
  const shots = process.env.NATTER_SHOTS
  if (shots === undefined) return
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme })
    await page.screenshot({ path: join(shots, `exported-${colorScheme}.png`), fullPage: true })
  }
}
