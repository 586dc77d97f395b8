import { expect, type Page, test } from '@playwright/test'
import type { EngineState } from '../../engine-contract.ts'
import * as fixtures from './fixture-state.ts'
import { readPseudoWords } from './pseudo-words.ts'
import { showFixture } from './show-fixture.ts'

// The pseudo-language is served in place of German: the app itself knows nothing of it.
test.use({ locale: 'de-DE' })

const atHarbour = `#/room/${fixtures.harbour}`
const screens: readonly (readonly [name: string, state: EngineState, hash: string, keys: readonly string[]])[] = [
  ['sign-in', fixtures.signedOut, '', []],
  ['conversation', fixtures.full, atHarbour, []],
  ['offline', fixtures.offline, atHarbour, []],
  ['empty room', fixtures.emptyRoom, atHarbour, []],
  ['no rooms', fixtures.noRooms, '', []],
  ['gone room', fixtures.closed, atHarbour, []],
  ['about', fixtures.owning, atHarbour, ['Control+i']],
  ['switcher', fixtures.full, atHarbour, ['Control+k']],
  ['new room', fixtures.full, atHarbour, ['Control+Shift+N']],
  ['keyboard', fixtures.full, atHarbour, ['Control+/']],
  ['settings', fixtures.full, atHarbour, ['Control+,']],
]

for (const [name, width, height] of [
  ['desk', 1280, 800],
  ['phone', 360, 740],
  // A window of 1280 by 800, zoomed to 200 %.
  ['zoomed', 640, 400],
] as const) {
  test.describe(name, () => {
    test.use({ viewport: { width, height } })
    for (const [screen, state, hash, keys] of screens) {
      test(`${screen} takes all it says from the words, and has room for it`, async ({ page }) => {
        await showFixture(page, state, hash, await readPseudoWords())
        await page.getByText('[').filter({ visible: true }).first().waitFor()
        // Keys are heard once the shell is there.
        if (keys.length > 0) await page.locator('[data-composer]').waitFor()
        for (const key of keys) await page.keyboard.press(key)
        if (keys.length > 0) await page.locator('[role=dialog], aside').first().waitFor()
        expect(await findForeignWords(page, namesOf(state))).toEqual([])
        expect(await findCut(page)).toEqual([])
      })
    }
  })
}

/** As the fixture answers. */
const botNames = ['Tea bot', 'Tide table']

test('every page of the settings takes all it says from the words, and has room for it', async ({ page }) => {
  await page.setViewportSize({ width: 360, height: 740 })
  await showFixture(page, fixtures.owning, atHarbour, await readPseudoWords())
  await page.locator('[data-composer]').waitFor()
  await page.keyboard.press('Control+,')
  const pages = page.getByRole('dialog').getByRole('navigation').getByRole('button')
  await pages.first().waitFor()
  expect(await pages.count()).toBeGreaterThan(5)
  for (const each of await pages.all()) {
    await each.click()
    expect(await findForeignWords(page, [...namesOf(fixtures.owning), ...botNames])).toEqual([])
    expect(await findCut(page)).toEqual([])
  }
})

/** Names stand among the words and are the same in every language: longest first, "Ana" is in "Ana Lindqvist". */
function namesOf({ users, rooms, goneRooms, session, timelines, drafts }: EngineState): string[] {
  const people = Object.values(users).flatMap(({ displayName, handle }) => [
    displayName,
    handle,
    displayName.split(' ')[0],
  ])
  const places = [...Object.values(rooms), ...Object.values(goneRooms)].map(({ name }) => name)
  const said = Object.values(timelines).flatMap(({ rows }) => rows)
  const texts = said.flatMap((row) => (row.kind === 'message' ? row.message.text : []))
  const server = 'server' in session ? [session.server.name] : []
  const devices = ['Firefox on Linux', 'Natter on macOS']
  const written = Object.values(drafts).map(({ text }) => text)
  // As the browser says them, in its own language.
  const days = Array.from({ length: 7 }, (_, day) =>
    (['long', 'short'] as const).map((weekday) =>
      new Intl.DateTimeFormat('de-DE', { weekday, timeZone: 'UTC' }).format(Date.UTC(1970, 0, 5 + day)),
    ),
  ).flat()
  const sizes = ['MB', 'kB', 'Byte']
  return [...people, ...places, ...texts, ...written, ...server, ...devices, ...days, ...sizes, 'natter', ' und ']
    .flatMap((name) => name || [])
    .sort((a, b) => b.length - a.length)
}

/** Words in plain letters: what people wrote and called things aside, none should be there. */
function findForeignWords(page: Page, names: readonly string[]): Promise<string[]> {
  return page.evaluate((known) => {
    const strip = (text: string) => known.reduce((left, name) => left.replaceAll(name, ''), text)
    const theirs = 'bdi, [dir=auto], [data-words], kbd, time, code, [aria-hidden=true], script, style, [lang]:not(html)'
    const found: string[] = []
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    for (let node = texts.nextNode(); node !== null; node = texts.nextNode()) {
      const text = strip(node.textContent ?? '')
      if (node.parentElement?.closest(theirs) === null && /[a-z]{2}/i.test(text)) found.push(text)
    }
    for (const name of ['aria-label', 'title', 'placeholder', 'alt']) {
      for (const element of document.querySelectorAll(`[${name}]`)) {
        const value = strip(element.getAttribute(name) ?? '')
        if (/[a-z]{2}/i.test(value) && element.closest(theirs) === null) found.push(`${name}: ${value}`)
      }
    }
    return found
  }, names)
}

/** What reaches out of the window, or out of a button or label that shows only part of its words. */
function findCut(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const found: string[] = []
    // A strip that scrolls sideways may hold more than the window.
    const scrolls = (element: Element | null): boolean =>
      element !== null && (/auto|scroll/.test(getComputedStyle(element).overflowX) || scrolls(element.parentElement))
    const describe = (element: Element) => `${element.tagName} ${element.textContent?.slice(0, 40)}`
    for (const element of document.querySelectorAll<HTMLElement>('button, h1, h2, h3, label, p, dd, dt')) {
      const box = element.getBoundingClientRect()
      if (box.width === 0 || box.height === 0 || element.closest('[aria-hidden=true], .visually-hidden') !== null)
        continue
      const style = getComputedStyle(element)
      if ((box.right > innerWidth + 1 || box.left < -1) && !scrolls(element.parentElement))
        found.push(`out of the window: ${describe(element)}`)
      const isCut = element.scrollWidth > element.clientWidth + 1 && style.overflowX !== 'visible'
      // An ellipsis tells that there is more, and the whole is in the title or a click away.
      if (isCut && style.textOverflow !== 'ellipsis') found.push(`cut: ${describe(element)}`)
      const isTall = element.scrollHeight > element.clientHeight + 2 && style.overflowY === 'hidden'
      if (isTall) found.push(`cut below: ${describe(element)}`)
    }
    return found
  })
}
