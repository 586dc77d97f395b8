import { expect, type Page, test } from '@playwright/test'
import type { TimelineRow } from '../../engine-contract.ts'
import type { RowsChange } from '../../line-contract.ts'
import { full, harbour } from './fixture-state.ts'
import { showInRealTime } from './show-fixture.ts'
import { list, manyRows, settle, withRows } from './timeline-steps.ts'

test.use({ viewport: { width: 1280, height: 800 } })
test.setTimeout(180_000)

const last = 40_000

async function open(page: Page, count: number): Promise<void> {
  const rows = manyRows(last - count + 1, last)
  await showInRealTime(page, { ...full, timelines: withRows(rows) }, `#/room/${harbour}`)
  await expect(page.locator('[data-message]').last()).toBeVisible({ timeout: 60_000 })
  await settle(page)
}

/** As the engine says it: rows that came, and no word of those that are there. */
function arrivals(count: number, held: number): readonly RowsChange[] {
  const view = { room: harbour, hasMoreBefore: false, loading: 'idle' } as const
  return manyRows(last + 1, last + count).map((row: TimelineRow, index) => ({
    slice: 'timelines',
    reason: 'messages',
    rows: { [harbour]: { view, from: held + index, removed: 0, rows: [row] } },
  }))
}

test('a message that comes changes nothing of the others, but the end of the one before it', async ({ page }) => {
  await open(page, 400)
  const touched = await page.evaluate(
    async ({ changes, wanted }) => {
      const list = document.querySelector<HTMLElement>('[data-timeline]')
      if (list === null) throw new Error('no timeline')
      const shown = [...list.querySelectorAll('[data-message]')].slice(-12, -1)
      const rows = new Set(shown.map((message) => message.closest('[role="listitem"]')))
      let count = 0
      const isIn = (node: Node) => [...rows].some((row) => row?.contains(node) === true)
      const observer = new MutationObserver((records) => {
        for (const { target } of records) if (isIn(target)) count++
      })
      observer.observe(list, { subtree: true, childList: true, attributes: true, characterData: true })
      const fixture = new BroadcastChannel('fixture')
      for (const change of changes) {
        fixture.postMessage({ changes: [change] })
        // One after another and not all in one frame, as people write.
        await new Promise((done) => setTimeout(done, 20))
      }
      const isThere = () => [...list.querySelectorAll<HTMLElement>('[data-message]')].at(-1)?.dataset.message === wanted
      for (let frame = 0; frame < 600 && !isThere(); frame++) await new Promise((done) => requestAnimationFrame(done))
      observer.disconnect()
      return { count, isThere: isThere() }
    },
    { changes: arrivals(4, 400), wanted: String(last + 4).padStart(26, '0') },
  )
  expect(touched).toEqual({ count: 0, isThere: true })
})

test('with ten thousand messages and sixty a second arriving, whoever scrolls and types loses no letter, and nothing gives up', async ({
  page,
}) => {
  const failed: string[] = []
  page.on('pageerror', ({ message }) => failed.push(message))
  await open(page, 10_000)
  const box = page.getByRole('textbox', { name: /^Message/ })
  await box.focus()
  await list(page).hover()
  const arriving = page.evaluate(
    async ({ changes }) => {
      const fixture = new BroadcastChannel('fixture')
      for (const change of changes) {
        fixture.postMessage({ changes: [change] })
        // Sixty a second.
        await new Promise((done) => setTimeout(done, 16))
      }
    },
    { changes: arrivals(120, 10_000) },
  )
  const words = 'every letter of it'
  for (const [index, letter] of [...words].entries()) {
    await page.keyboard.press(letter === ' ' ? 'Space' : letter)
    await page.mouse.wheel(0, index % 6 < 4 ? -400 : 900)
  }
  await arriving
  await expect(box).toHaveValue(words)
  await list(page).evaluate((element) => element.scrollTo(0, element.scrollHeight))
  await expect(page.locator(`[data-message="${String(last + 120).padStart(26, '0')}"]`)).toBeVisible({
    timeout: 30_000,
  })
  expect(await page.locator('[data-message]').count()).toBeLessThan(100)
  expect(failed).toEqual([])
})
