import { expect, type Page, test } from '@playwright/test'
import type { EngineState } from '../../engine-contract.ts'
import * as fixtures from './fixture-state.ts'
import { patchFixture, showFixture, watchCommands } from './show-fixture.ts'
import { list, manyRows, settle, withRows } from './timeline-steps.ts'

const { full, harbour, message, nowAt, rows } = fixtures
const atHarbour = `#/room/${harbour}`
const composer = (page: Page) => page.getByRole('textbox', { name: /^Message/ })
const focused = (page: Page) => page.evaluate(() => document.activeElement?.outerHTML.slice(0, 120) ?? '')
const isOnBody = (page: Page) => page.evaluate(() => document.activeElement === document.body)

test.use({ viewport: { width: 1280, height: 800 } })

test('F6 goes from pane to pane and round again, and each is one stop of the Tab key', async ({ page }) => {
  await showFixture(page, full, atHarbour)
  await expect(composer(page)).toBeFocused()
  const paneNow = () =>
    page.evaluate(() => {
      const at = document.activeElement
      if (at?.closest('[data-region=rooms]')) return 'rooms'
      if (at?.closest('[data-timeline]')) return 'messages'
      return at?.matches('[data-composer]') ? 'composer' : 'elsewhere'
    })
  const seen: string[] = []
  for (let press = 0; press < 4; press++) {
    await page.keyboard.press('F6')
    seen.push(await paneNow())
  }
  expect(seen).toEqual(['rooms', 'messages', 'composer', 'rooms'])
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('End')
  await expect(page.locator('[data-room]').last()).toBeFocused()
  await page.keyboard.press('Tab')
  expect(await paneNow()).toBe('elsewhere')
  await page.keyboard.press('Shift+Tab')
  await expect(page.locator('[data-room]').last()).toBeFocused()
})

test('F6 leads out of the page of searching, and into it again', async ({ page }) => {
  await showFixture(page, full, '#/search')
  const box = page.getByRole('combobox')
  await expect(box).toBeFocused()
  await page.keyboard.press('F6')
  await expect(page.locator('[data-region=rooms] :focus')).toHaveCount(1)
  await page.keyboard.press('F6')
  await expect(box).toBeFocused()
})

// At once, and on a machine that takes its time for it.
for (const ms of [0, 600]) {
  test(`a room that opens under a dialog which closes ${ms} ms later has the focus once the page takes it`, async ({
    page,
  }) => {
    await showFixture(page, full, atHarbour)
    await expect(composer(page)).toBeFocused()
    await page.evaluate((closingMs) => {
      const app = document.querySelector<HTMLElement>('#root') ?? document.body
      app.inert = true
      ;(document.activeElement as HTMLElement).blur()
      const before = document.querySelector('[data-composer]')
      new MutationObserver((_, watcher) => {
        const now = document.querySelector('[data-composer]')
        if (now === null || now === before) return
        watcher.disconnect()
        setTimeout(() => requestAnimationFrame(() => (app.inert = false)), closingMs)
      }).observe(document.body, { childList: true, subtree: true })
    }, ms)
    const [other] = Object.values(full.rooms).filter((room) => room.kind === 'group' && room.id !== harbour)
    await page.evaluate((room) => (location.hash = `#/room/${room}`), other?.id)
    await expect(composer(page)).toHaveAccessibleName(`Message ${other?.name}`)
    await expect(composer(page)).toBeFocused()
  })
}

test('a room that has just opened has the focus again where something takes it along as it goes, but not from who puts it elsewhere', async ({
  page,
}) => {
  await showFixture(page, full, atHarbour)
  const others = Object.values(full.rooms).filter((room) => room.kind === 'group' && room.id !== harbour)
  // Resolves once it was taken.
  await page.evaluate(
    (room) =>
      new Promise<void>((taken) => {
        const before = document.querySelector('[data-composer]')
        new MutationObserver((_, watcher) => {
          const now = document.querySelector<HTMLElement>('[data-composer]')
          if (now === null || now === before) return
          watcher.disconnect()
          setTimeout(() => {
            now.blur()
            taken()
          }, 100)
        }).observe(document.body, { childList: true, subtree: true })
        location.hash = `#/room/${room}`
      }),
    others[0]?.id,
  )
  await expect(composer(page)).toHaveAccessibleName(`Message ${others[0]?.name}`)
  await expect(composer(page)).toBeFocused()
  await page
    .locator('main header')
    .first()
    .click({ position: { x: 400, y: 4 } })
  // It would be given back within a frame.
  await page.evaluate(
    () =>
      new Promise<void>((later) => {
        let frames = 10
        const next = () => (frames-- > 0 ? requestAnimationFrame(next) : later())
        next()
      }),
  )
  await expect(composer(page)).not.toBeFocused()
})

test('arrows go from message to message, Tab through what one has inside and on to what comes after', async ({
  page,
}) => {
  await showFixture(page, full, atHarbour)
  await expect(composer(page)).toBeFocused()
  await page.keyboard.press('Shift+Tab')
  await expect(page.locator('[data-message]').last()).toBeFocused()
  await page.keyboard.press('ArrowUp')
  await page.keyboard.press('ArrowUp')
  const withReactions = page.locator('[data-message]', { hasText: 'No rush' })
  await expect(withReactions).toBeFocused()
  await page.keyboard.press('Tab')
  expect(await page.evaluate(() => document.activeElement?.closest('[role=toolbar]') !== null)).toBe(true)
  for (
    let press = 0;
    press < 24 && !(await composer(page).evaluate((box) => box === document.activeElement));
    press++
  ) {
    await page.keyboard.press('Tab')
    expect(await isOnBody(page)).toBe(false)
  }
  await expect(composer(page)).toBeFocused()
  await page.keyboard.press('Shift+Tab')
  await expect(withReactions).toBeFocused()
  await page.keyboard.press('Escape')
  await expect(composer(page)).toBeFocused()
})

test('whatever is done, something has the focus', async ({ page }) => {
  const many = manyRows(15_001, 15_300)
  const answer = message(20_000, 'ben', nowAt, 'I agree', {
    replyTo: many[3]?.kind === 'message' ? many[3].message.id : undefined,
  })
  const state = { ...full, timelines: withRows([...many, answer]) }
  await showFixture(page, state, atHarbour)
  const steps: Readonly<Record<string, () => Promise<unknown>>> = {
    'a jump to a quoted message': () => page.getByRole('button', { name: /^Answers/ }).click(),
    'the way back': () => page.getByRole('button', { name: 'Back to where you were' }).click(),
    'going up': () => list(page).evaluate((element) => element.scrollTo(0, 0)),
    'the way to the end': () => page.getByRole('button', { name: 'To the newest' }).click(),
    'a message that is removed': async () => {
      await page.locator('[data-message]').last().focus()
      await patchFixture(page, { timelines: withRows(many) })
      await expect(page.getByText('I agree')).toHaveCount(0)
    },
    'a closed dialog': async () => {
      await page.keyboard.press('Control+k')
      await page.getByRole('combobox').waitFor()
      await page.keyboard.press('Escape')
      await expect(page.getByRole('combobox')).toHaveCount(0)
    },
    'another room': () => page.getByRole('button', { name: 'Weekend sailing' }).click(),
  }
  for (const [step, act] of Object.entries(steps)) {
    await act()
    await settle(page)
    expect(`${step}: ${await focused(page)}`).not.toContain('<body')
    expect({ step, isOnBody: await isOnBody(page) }).toEqual({ step, isOnBody: false })
  }
})

test('a jump brings the focus to the message, and scrolling far from it does not lose it', async ({ page }) => {
  const many = manyRows(15_001, 15_300)
  const target = many[3]?.kind === 'message' ? many[3].message.id : undefined
  const answer = message(20_000, 'ben', nowAt, 'I agree', { replyTo: target })
  await showFixture(page, { ...full, timelines: withRows([...many, answer]) }, atHarbour)
  await page.getByRole('button', { name: /^Answers/ }).click()
  const jumped = page.locator(`[data-message="${target}"]`)
  await expect(jumped).toBeFocused()
  await list(page).evaluate((element) => element.scrollTo(0, element.scrollHeight))
  await settle(page)
  await expect(jumped).toBeFocused()
})

const spoken = (page: Page) =>
  page
    .getByRole('log')
    .evaluate((log) => [...log.children].map((each) => each.textContent?.replace(/[\u2066-\u2069]/g, '')))

test('each new message is read aloud once: the same words twice too, all of a burst, and no marks', async ({
  page,
}) => {
  await showFixture(page, full, atHarbour)
  await expect(page.locator('[data-message]').last()).toBeVisible()
  await settle(page)
  expect(await spoken(page)).toEqual([])
  const markdown = { format: 'markdown' } as const
  const come = (count: number) =>
    [
      message(9, 'ana', nowAt, 'ok'),
      message(10, 'ana', nowAt, 'ok'),
      message(11, 'ben', nowAt, '**Bold** and `code`', markdown),
      message(12, 'eva', nowAt, 'mine'),
      message(13, 'ana', nowAt, 'last'),
    ].slice(0, count)
  await patchFixture(page, { timelines: withRows([...rows, ...come(2)]) })
  await patchFixture(page, { timelines: withRows([...rows, ...come(5)]) })
  const words = ['Ana Lindqvist: ok', 'Ana Lindqvist: ok', 'Ben Okafor: Bold and code', 'Ana Lindqvist: last']
  await expect.poll(() => spoken(page)).toEqual(words)
  // A change of what was said is not said again.
  await patchFixture(page, { timelines: withRows([...rows, ...come(4), message(13, 'ana', nowAt, 'last words')]) })
  await settle(page)
  expect(await spoken(page)).toEqual(words)
})

test('a file that is dropped anywhere does not open in place of the app', async ({ page }) => {
  await showFixture(page, full, atHarbour)
  await expect(composer(page)).toBeFocused()
  const refused = await page.evaluate(() => {
    const data = new DataTransfer()
    data.items.add(new File(['x'], 'x.html', { type: 'text/html' }))
    return ['body', 'nav', '[data-timeline]', 'header', '[data-composer]'].flatMap((selector) =>
      ['dragover', 'drop'].map((kind) => {
        const event = new DragEvent(kind, { bubbles: true, cancelable: true, dataTransfer: data })
        document.querySelector(selector)?.dispatchEvent(event)
        return event.defaultPrevented
      }),
    )
  })
  expect(refused).toEqual(Array.from({ length: 10 }, () => true))
})

test('a thousand rooms are a screenful; a message redraws its row, and all can be reached by key', async ({ page }) => {
  const template = full.rooms[harbour]
  const many = Object.fromEntries(
    Array.from({ length: 1_000 }, (_, index) => {
      const id = `1.${String(index).padStart(14, 'r')}`
      return [id, { ...template, id, name: `Room ${index}`, activeAt: nowAt - index * 60_000 }]
    }),
  ) as EngineState['rooms']
  await showFixture(page, { ...full, rooms: { ...full.rooms, ...many } }, atHarbour)
  await expect(page.locator('[data-room]').first()).toBeVisible()
  expect(await page.locator('[data-room]').count()).toBeLessThan(50)
  const changed = await page.evaluateHandle(() => {
    const rooms = new Set<string>()
    const nav = document.querySelector('nav')
    new MutationObserver((records) => {
      for (const { target } of records) {
        const element = target instanceof Element ? target : target.parentElement
        rooms.add(element?.closest<HTMLElement>('[data-room]')?.dataset.room ?? 'list')
      }
    }).observe(nav ?? document.body, { childList: true, subtree: true, characterData: true, attributes: true })
    return rooms
  })
  const first = `1.${'0'.padStart(14, 'r')}`
  const room = { ...many[first as keyof typeof many], preview: { ...template?.preview, text: 'just now', at: nowAt } }
  await patchFixture(page, { rooms: { [first]: room } as unknown as EngineState['rooms'] })
  await expect(page.getByText('just now')).toBeVisible()
  expect(await changed.evaluate((set) => [...set])).toEqual([first])
  await page.locator('[data-room]').first().focus()
  await page.keyboard.press('End')
  await expect(page.locator('[data-room]').last()).toBeFocused()
})

test('Shift+Esc reads all rooms', async ({ page }) => {
  await showFixture(page, full, atHarbour)
  await expect(composer(page)).toBeFocused()
  const read = await watchCommands(page, 'mark-all-read')
  await page.keyboard.press('Shift+Escape')
  await expect.poll(async () => (await read()).length).toBe(2)
})

test('at twice the size nothing is cut off, and nothing moves where less motion is wanted', async ({ page }) => {
  await page.setViewportSize({ width: 640, height: 400 })
  await page.emulateMedia({ reducedMotion: 'reduce' })
  await showFixture(page, full, atHarbour)
  await settle(page)
  expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true)
  await expect(composer(page)).toBeInViewport({ ratio: 1 })
})
