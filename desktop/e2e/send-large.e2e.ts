import { mkdtemp, open, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from '@playwright/test'
import { test } from './browser-test.ts'
import { browserProcess, launchIn } from './killable-browser.ts'
import { startAnotherNatter } from './natter-under-test.ts'
import { composer, fillSignUp, makeRoom, messages } from './people-in-browsers.ts'

/**
 * What a large file costs the browser that sends it, printed; a show, run by hand:
 * `NATTER_SEND_MEBIBYTES=200 npx playwright test -c desktop/e2e/playwright.config.ts send-large`.
 */
const mebibytes = process.env.NATTER_SEND_MEBIBYTES

test('a large file goes out from a browser that never holds much of it', async () => {
  test.skip(mebibytes === undefined, 'NATTER_SEND_MEBIBYTES says how large')
  test.setTimeout(600_000)
  const count = Number(mebibytes)
  const folder = await mkdtemp(join(tmpdir(), 'natter-large-'))
  const natter = await startAnotherNatter({ NATTER_FILE_MAX_BYTES: String((count + 1) * 2 ** 20) })
  try {
    const path = join(folder, 'large.bin')
    await writeLarge(path, count)
    // One with a disk: what Playwright opens otherwise keeps all in memory.
    const context = await launchIn(join(folder, 'profile'))
    const page = await context.newPage()
    await page.goto(natter.url)
    await fillSignUp(page, 'Ana', 'ana')
    await makeRoom(page, 'Harbour')
    const root = await browserProcess(join(folder, 'profile'))
    const before = await heldMegabytes(root)
    let most = before
    const timer = setInterval(() => void heldMegabytes(root).then((now) => (most = Math.max(most, now))), 200)
    const startedAt = Date.now()
    const [chooser] = await Promise.all([
      page.waitForEvent('filechooser'),
      page.getByRole('button', { name: 'Add files' }).click(),
    ])
    await chooser.setFiles(path)
    const tile = page.getByRole('list', { name: 'Files of the next message' }).locator('[data-row]')
    await expect(tile).toHaveCount(1, { timeout: 120_000 })
    const keptAt = Date.now()
    await composer(page).fill('All of it')
    await composer(page).press('Enter')
    await expect(messages(page).first()).toHaveAttribute('data-state', 'stored', { timeout: 500_000 })
    const sentAt = Date.now()
    clearInterval(timer)
    await context.close()
    console.log(
      `${count} MiB: kept after ${keptAt - startedAt} ms, stored after ${sentAt - startedAt} ms; ` +
        `all processes of the browser ${before.toFixed(0)} MB before, ${most.toFixed(0)} MB at most`,
    )
    // Not the file, nor half of it.
    expect(most - before).toBeLessThan(Math.max(100, count / 2))
  } finally {
    await natter.stop()
    await rm(folder, { recursive: true, force: true })
  }
})

async function writeLarge(path: string, count: number): Promise<void> {
  const file = await open(path, 'w')
  const part = Buffer.alloc(2 ** 20)
  for (let index = 0; index < count; index++) {
    part.fill(index & 255)
    part.writeUInt32LE(index, 0)
    await file.write(part)
  }
  await file.close()
}

/** Memory of its own that each process of the browser holds, together: files that are only mapped do not count. */
async function heldMegabytes(root: number): Promise<number> {
  const statuses = await Promise.all(
    (await readdir('/proc')).filter(Number).map((id) => readFile(`/proc/${id}/status`, 'utf8').catch(() => '')),
  )
  const numberIn = (status: string, name: string) =>
    Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(status)?.[1] ?? 0)
  const family = new Set([root])
  // Children come after their parents by number, mostly; twice is enough for the rest.
  for (const status of [...statuses, ...statuses]) {
    if (family.has(numberIn(status, 'PPid'))) family.add(numberIn(status, 'Pid'))
  }
  const held = statuses.filter((status) => family.has(numberIn(status, 'Pid')))
  return held.reduce((sum, status) => sum + numberIn(status, 'RssAnon') + numberIn(status, 'RssShmem'), 0) / 1_000
}
