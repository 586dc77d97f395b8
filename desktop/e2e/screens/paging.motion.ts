import { expect, test } from '@playwright/test'
import type { TimelineRow } from '../../engine-contract.ts'
import { full, harbour } from './fixture-state.ts'
import { showInRealTime } from './show-fixture.ts'
import { manyRows, settle, withRows } from './timeline-steps.ts'

test.use({ viewport: { width: 1280, height: 800 } })
test.setTimeout(120_000)

const [first, pageRows] = [15_001, 50]
const last = 15_400

/** Each page is there within the frame in which it was asked for, as from a disk: nobody ever sees that one is loading. */
test('whoever scrolls up without a rest gets page after page, up to the first message', async ({ page }) => {
  const rows = manyRows(first, last).map(asOneLine)
  const end = withRows(rows.slice(-2 * pageRows), { hasMoreBefore: true })
  await showInRealTime(page, { ...full, timelines: end }, `#/room/${harbour}`)
  await expect(page.locator('[data-message]').last()).toBeVisible()
  await settle(page)
  const reached = await page.evaluate(
    async ({ rows, room, pageRows }) => {
      const list = document.querySelector<HTMLElement>('[data-timeline]')
      if (list === null) throw new Error('no timeline')
      const fixture = new BroadcastChannel('fixture')
      let from = rows.length - 2 * pageRows
      new BroadcastChannel('asked').onmessage = ({ data }) => {
        if (data.kind !== 'load-older') return
        from = Math.max(0, from - pageRows)
        const view = { room, rows: rows.slice(from), hasMoreBefore: from > 0, loading: 'idle' }
        fixture.postMessage({ timelines: { [room]: view } })
      }
      const seqAt = () => Number(list.querySelector<HTMLElement>('[data-message]')?.dataset.message)
      const least = rows[0]?.kind === 'message' ? rows[0].message.seq : 0
      // Many times what it takes, on a machine where each frame comes late too.
      for (let frame = 0; frame < 3_000 && seqAt() > least; frame++) {
        list.scrollTop -= 500
        await new Promise((done) => requestAnimationFrame(done))
      }
      return seqAt()
    },
    { rows, room: harbour, pageRows },
  )
  expect(reached).toBe(first)
})

/** Thought to be two lines until it is drawn, and one then: what is near the upper edge is found out after the drawing. */
function asOneLine(row: TimelineRow): TimelineRow {
  return row.kind === 'message' ? { ...row, message: { ...row.message, text: 'A line of words. '.repeat(6) } } : row
}
