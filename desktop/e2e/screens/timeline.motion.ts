import { expect, test } from '@playwright/test'
import type { TimelineRow } from '../../engine-contract.ts'
import { full, harbour, message, nowAt, userId } from './fixture-state.ts'
import { patchFixture, prepareAnswer, showFixture, watchCommands } from './show-fixture.ts'
import { distanceFromEnd, line, list, manyRows, middle, settle, topOf, withRows } from './timeline-steps.ts'

test.use({ viewport: { width: 1280, height: 800 } })

test('ten thousand messages open at the end, and only a screenful of them exists', async ({ page }) => {
  await showFixture(page, { ...full, timelines: withRows(manyRows(10_001, 20_000)) }, `#/room/${harbour}`)
  await expect(page.locator('[data-message]').last()).toBeVisible()
  await settle(page)
  expect(await distanceFromEnd(page)).toBeLessThan(2)
  expect(await page.locator('[data-message]').count()).toBeLessThan(60)
})

test('the line being read stays where it is while others write, older ones load and rows above grow', async ({
  page,
}) => {
  const rows = manyRows(15_001, 16_000)
  await showFixture(page, { ...full, timelines: withRows(rows) }, `#/room/${harbour}`)
  await expect(page.locator('[data-message]').last()).toBeVisible()
  await list(page).evaluate((element) => element.scrollTo(0, element.scrollHeight / 2))
  await settle(page)
  const before = await middle(page)

  await patchFixture(page, { timelines: withRows([...rows, ...manyRows(16_001, 16_050)]) })
  await expect(page.getByRole('button', { name: /^\d+\+? new$/ })).toBeVisible()
  await settle(page)
  expect(Math.abs((await topOf(page, before.id)) - before.top)).toBeLessThan(1)

  await patchFixture(page, { timelines: withRows([...manyRows(14_901, 15_000), ...rows, ...manyRows(16_001, 16_050)]) })
  await settle(page)
  expect(Math.abs((await topOf(page, before.id)) - before.top)).toBeLessThan(1)

  const grown = rows.map((row, index) => (index < 450 && index % 3 === 0 ? grow(row) : row))
  await patchFixture(page, {
    timelines: withRows([...manyRows(14_901, 15_000), ...grown, ...manyRows(16_001, 16_050)]),
  })
  await settle(page)
  expect(Math.abs((await topOf(page, before.id)) - before.top)).toBeLessThan(1)
})

test('older messages that come while the very first is looked at do not push it away', async ({ page }) => {
  const rows = manyRows(15_001, 15_200)
  await showFixture(page, { ...full, timelines: withRows(rows) }, `#/room/${harbour}`)
  await expect(page.locator('[data-message]').last()).toBeVisible()
  await list(page).evaluate((element) => element.scrollTo(0, 0))
  await settle(page)
  await list(page).evaluate((element) => element.scrollTo(0, 0))
  await settle(page)
  const before = await middle(page)
  await patchFixture(page, { timelines: withRows([...manyRows(14_901, 15_000), ...rows]) })
  await settle(page)
  expect(Math.abs((await topOf(page, before.id)) - before.top)).toBeLessThan(2)
})

test('a quote leads to its message however far back it is, and there it stays', async ({ page }) => {
  const old = manyRows(14_001, 15_000)
  const quoted = old[40]?.kind === 'message' ? old[40].message.id : undefined
  const answer = message(20_000, 'ben', nowAt, 'I agree with that', { replyTo: quoted })
  const rows = [...manyRows(15_001, 15_200), answer]
  await showFixture(page, { ...full, timelines: withRows(rows, { hasMoreBefore: true }) }, `#/room/${harbour}`)
  await expect(page.getByText('I agree with that')).toBeVisible()
  await settle(page)

  await prepareAnswer(page, 'load-around', { patch: {}, value: 'further' })
  await page.getByRole('button', { name: 'An earlier message' }).click()
  await expect(page.getByRole('button', { name: 'It is further back. Look on' })).toBeVisible()

  const patch = { timelines: withRows([...old, ...rows]) }
  await prepareAnswer(page, 'load-around', { patch, value: 'found' })
  await page.getByRole('button', { name: 'It is further back. Look on' }).click()
  const found = page.locator(`[data-message="${quoted}"]`)
  await expect(found).toBeInViewport()
  await settle(page)
  await expect(found).toBeInViewport({ ratio: 1 })
  const frame = await list(page).boundingBox()
  const centre = (frame?.y ?? 0) + (frame?.height ?? 0) / 2
  expect(Math.abs((await topOf(page, quoted ?? '')) - centre)).toBeLessThan(150)
})

test('older messages that cannot be loaded are asked for once, and then again when somebody wants it', async ({
  page,
}) => {
  const rows = manyRows(15_001, 15_010)
  const asked = { hasMoreBefore: true, problem: { code: 'busy' } }
  await showFixture(page, { ...full, timelines: withRows(rows, { loading: 'older' }) }, `#/room/${harbour}`)
  await expect(page.locator('[data-message]').last()).toBeVisible()
  const asks = await watchCommands(page, 'load-older')
  await page.evaluate(
    ([waiting, failed]) => {
      const fixture = new BroadcastChannel('fixture')
      new BroadcastChannel('asked').onmessage = ({ data }) => {
        if (data.kind !== 'load-older') return
        fixture.postMessage(waiting)
        fixture.postMessage(failed)
      }
    },
    [{ timelines: withRows(rows, { ...asked, loading: 'older' }) }, { timelines: withRows(rows, asked) }],
  )
  await patchFixture(page, { timelines: withRows(rows, { hasMoreBefore: true }) })
  await expect(page.getByText('Older messages could not be loaded.')).toBeVisible()
  await settle(page)
  await expect.poll(asks).toHaveLength(1)
  await page.getByRole('button', { name: 'Try again' }).click()
  await expect.poll(async () => (await asks()).length).toBe(2)
  await settle(page)
  await expect.poll(asks).toHaveLength(2)
})

test('at the end it stays at the end, whatever comes and however the composer grows', async ({ page }) => {
  const rows = manyRows(15_001, 16_000)
  await showFixture(page, { ...full, timelines: withRows(rows) }, `#/room/${harbour}`)
  await expect(page.locator('[data-message]').last()).toBeVisible()
  await settle(page)
  await patchFixture(page, { timelines: withRows([...rows, ...manyRows(16_001, 16_020)]) })
  await expect(page.locator('[data-words]').getByText('16020: ')).toBeVisible()
  await settle(page)
  expect(await distanceFromEnd(page)).toBeLessThan(2)
  await page.getByRole('textbox', { name: /^Message/ }).fill('a\nb\nc\nd\ne\nf')
  await settle(page)
  expect(await distanceFromEnd(page)).toBeLessThan(2)
})

test('at the end it stays at the end when a long draft becomes a block of code', async ({ page }) => {
  await showFixture(page, { ...full, timelines: withRows(manyRows(15_001, 16_000)) }, `#/room/${harbour}`)
  await expect(page.locator('[data-message]').last()).toBeVisible()
  const composer = page.getByRole('textbox', { name: /^Message/ })
  await composer.fill('a\nb\nc\nd\ne\nf\ng')
  await settle(page)
  await composer.press('Control+a')
  await page.getByRole('button', { name: 'Formatting' }).click()
  await page.getByRole('button', { name: 'Block of code' }).click()
  await expect(composer).toHaveValue('```\na\nb\nc\nd\ne\nf\ng\n```')
  await settle(page)
  expect(await distanceFromEnd(page)).toBeLessThan(2)
})

test('a keystroke is on screen within a frame or two, with ten thousand messages loaded', async ({ page }) => {
  await showFixture(page, { ...full, timelines: withRows(manyRows(10_001, 20_000)) }, `#/room/${harbour}`)
  await expect(page.locator('[data-message]').last()).toBeVisible()
  await page.getByRole('textbox', { name: /^Message/ }).focus()
  const handled = await page.evaluate(async () => {
    const spent: number[] = []
    for (let key = 0; key < 60; key++) {
      const start = performance.now()
      document.execCommand('insertText', false, 'x')
      spent.push(performance.now() - start)
      await new Promise((done) => requestAnimationFrame(done))
    }
    return spent.sort((a, b) => a - b)
  })
  console.log(`keystroke handled: median ${handled[30]?.toFixed(1)} ms, slowest ${handled[59]?.toFixed(1)} ms`)
  expect(handled[30]).toBeLessThan(16)
})

test('a room begins with who made it and when; Home shows that', async ({ page }) => {
  const event = {
    ...{ v: 1, id: '9'.padStart(26, '0'), kind: 'room.created', at: nowAt - 90 * 86_400_000, by: userId('ana') },
    ...{ roomKind: 'group', name: 'Harbour rebuild', members: [] },
  }
  const made = { kind: 'notice', seq: 1, at: event.at, event } as unknown as TimelineRow
  await showFixture(page, { ...full, timelines: withRows([made, ...manyRows(15_001, 15_200)]) }, `#/room/${harbour}`)
  await expect(page.locator('[data-message]').last()).toBeVisible()
  await list(page).focus()
  await page.keyboard.press('Home')
  await expect(page.getByText('Ana Lindqvist made this room on 20 November. Whoever')).toBeInViewport({ ratio: 1 })
  await expect(page.locator('[data-message]').first()).toBeFocused()
  await expect(page.getByText('made this room')).toHaveCount(1)
  await page.getByRole('button', { name: 'Add people' }).click()
  await expect(page.getByRole('dialog', { name: /^Add people/ })).toBeVisible()
})

test('the double tick says by how many a message was read, and who they are', async ({ page }) => {
  await showFixture(page, full, `#/room/${harbour}`)
  await page.getByText('On it.').hover()
  await page.getByRole('button', { name: 'Read by 2' }).click()
  const readers = page.getByRole('dialog', { name: 'Read by 2' })
  await readers.hover()
  await expect(readers.getByRole('listitem')).toHaveText([/Ana Lindqvist$/, /Ben Okafor$/])
  await patchFixture(page, { receipts: { [harbour]: [{ user: userId('mei'), seq: 7 }] } })
  await expect(page.getByRole('dialog', { name: 'Read by 1' }).getByRole('listitem')).toHaveText([/Mei Tanaka$/])
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toHaveCount(0)
})

function grow(row: TimelineRow): TimelineRow {
  if (row.kind !== 'message') return row
  return { ...row, message: { ...row.message, text: `${row.message.text}\n${line.repeat(4)}`, editedAt: nowAt } }
}

test('the line of a day sticks under the header while one scrolls, gives way to the next one, and then goes', async ({
  page,
}) => {
  const hourly = Array.from({ length: 120 }, (_, hour) =>
    message(hour + 1, 'ana', nowAt - (120 - hour) * 3_600_000, `${hour}: ${line.repeat(hour % 5)}`),
  )
  await showFixture(page, { ...full, timelines: withRows(hourly) }, `#/room/${harbour}`)
  await expect(page.locator('[data-message]').last()).toBeVisible()
  await list(page).evaluate((element) => element.scrollTo(0, element.scrollTop - 3_000))
  await settle(page)
  /** The lines of days that are on screen, scrolled on until the one that is held is another. */
  const scrollOn = () =>
    list(page).evaluate(async (element) => {
      const { top } = element.getBoundingClientRect()
      const lines = () =>
        [...element.querySelectorAll<HTMLElement>('[data-day]')].flatMap((line) => {
          const pill = line.querySelector('button')?.getBoundingClientRect() ?? line.getBoundingClientRect()
          const isSeen = getComputedStyle(line).visibility === 'visible' && pill.bottom > top
          return isSeen ? [{ words: line.textContent, top: pill.top - top, bottom: pill.bottom - top }] : []
        })
      const seen = [lines()]
      for (let step = 0; step < 90 && lines()[0]?.words === seen[0]?.[0]?.words; step++) {
        element.scrollBy(0, 30)
        for (let frame = 0; frame < 2; frame++) await new Promise((done) => requestAnimationFrame(done))
        seen.push(lines())
      }
      return seen
    })
  const seen = await scrollOn()
  expect(seen[0]?.[0]?.top).toBeCloseTo(10, 0)
  // The next one comes from below, and the one before is pushed out, never lies under it.
  const lapping = seen.flat().filter(({ top, bottom }, index, all) => {
    const next = all[index + 1]
    return next !== undefined && next.top > top && bottom > next.top + 1
  })
  expect(lapping).toEqual([])
  expect(seen.at(-1)?.[0]?.words).not.toBe(seen[0]?.[0]?.words)

  await expect(list(page).locator('[data-day=true]').last()).toBeHidden({ timeout: 10_000 })
})

test('what I say on another device leaves me where I read, and what I say here brings me to its end', async ({
  page,
}) => {
  const rows = manyRows(15_001, 15_400)
  await showFixture(page, { ...full, timelines: withRows(rows) }, `#/room/${harbour}`)
  await expect(page.locator('[data-message]').last()).toBeVisible()
  await list(page).evaluate((element) => element.scrollTo(0, element.scrollHeight / 2))
  await settle(page)
  const before = await middle(page)

  const mine = message(15_401, 'ana', nowAt, 'said on the phone')
  await patchFixture(page, { timelines: withRows([...rows, mine]) })
  await settle(page)
  expect(Math.abs((await topOf(page, before.id)) - before.top)).toBeLessThan(1)

  await page.getByRole('textbox', { name: /^Message / }).fill('said here')
  await page.keyboard.press('Enter')
  await expect.poll(() => distanceFromEnd(page)).toBeLessThan(2)
})
