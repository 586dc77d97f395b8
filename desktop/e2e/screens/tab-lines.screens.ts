import { expect, type Locator, test } from '@playwright/test'
import { full, harbour } from './fixture-state.ts'
import { readPseudoWords } from './pseudo-words.ts'
import { prepareAnswer, shotFolder, showFixture } from './show-fixture.ts'

// A language of long words, served in place of German: the app itself knows nothing of it.
test.use({ locale: 'de-DE', viewport: { width: 390, height: 844 } })

/** Which of them stand whole in the line, by their place; none may stand under another. */
async function seenIn(line: Locator): Promise<readonly number[]> {
  return line.evaluate((element) => {
    const place = element.getBoundingClientRect()
    const all = [...element.querySelectorAll('button, [role=tab]')].map((each) => each.getBoundingClientRect())
    if (new Set(all.map(({ top }) => Math.round(top))).size !== 1) throw new Error('in several lines')
    return all.flatMap(({ left, right }, index) => (left >= place.left - 1 && right <= place.right + 1 ? [index] : []))
  })
}

const lines = [
  { name: 'the panel of a room', hash: `#/room/${harbour}`, keys: 'Control+i', line: '[role=tablist]' },
  { name: 'the people', hash: '#/people', line: 'main nav', width: 300 },
  { name: 'what concerns me', hash: '#/inbox', line: 'main fieldset' },
  { name: 'the settings', hash: `#/room/${harbour}`, keys: 'Control+,', line: '[role=dialog] nav' },
] as const

for (const dir of ['ltr', 'rtl'] as const) {
  for (const { name, hash, line: selector, ...opened } of lines) {
    test(`whatever is longer than its place in the tabs of ${name} is reached by a wheel, a press and the keys, ${dir}`, async ({
      page,
    }) => {
      if ('width' in opened) await page.setViewportSize({ width: opened.width, height: 844 })
      await showFixture(page, full, hash, await readPseudoWords())
      await page.evaluate((to) => document.documentElement.setAttribute('dir', to), dir)
      await page.getByRole('main').waitFor()
      if ('keys' in opened) await page.keyboard.press(opened.keys)
      await prepareAnswer(page, 'list-shared', { patch: {}, value: { messages: [] } })
      const line = page.locator(selector)
      const tabs = line.locator('button, [role=tab]')
      await expect(tabs.first()).toBeVisible()
      const last = (await tabs.count()) - 1
      expect(await seenIn(line), 'it is longer than its place').not.toContain(last)

      // A wheel that turns up and down only.
      await line.hover()
      await page.mouse.wheel(0, 2_000)
      await expect.poll(() => seenIn(line)).toContain(last)
      await page.mouse.wheel(0, -4_000)
      await expect.poll(() => seenIn(line)).toContain(0)

      // By presses alone: whichever is chosen, what comes next is in sight with it.
      for (let at = 0; at <= last; at++) {
        await tabs.nth(at).evaluate((tab) => (tab as HTMLElement).click())
        await expect.poll(() => seenIn(line)).toContain(at)
        if (at === last) break
        const next = await tabs.nth(at + 1).boundingBox()
        const place = await line.boundingBox()
        expect(next && place && next.x < place.x + place.width && next.x + next.width > place.x, 'the next one').toBe(
          true,
        )
      }
      await page.screenshot({ path: `${shotFolder}/tab-lines-${selector.replaceAll(/\W+/g, '-')}-${dir}.png` })
    })
  }
}
