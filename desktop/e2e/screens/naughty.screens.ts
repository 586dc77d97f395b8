import { expect, test } from '@playwright/test'
import { loadNaughtyStrings } from '../../../test-kit/naughty-strings/naughty-strings.ts'
import { at, full, harbour, message } from './fixture-state.ts'
import { patchFixture, showFixture, watchCommands } from './show-fixture.ts'

test.use({ viewport: { width: 1280, height: 800 } })
test.setTimeout(180_000)

const strings = loadNaughtyStrings().filter((text) => text !== '')
const before = full.timelines[harbour]
/** As the page shows it: it writes every line end as one. */
const shown = (text: string) => text.replace(/\r\n?/g, '\n')

test('every naughty string is shown, quoted and copied to the letter, and runs nowhere', async ({ page }) => {
  const dialogs: string[] = []
  page.on('dialog', (dialog) => dialogs.push(dialog.message()))
  if (before === undefined) throw new Error('the fixture has no timeline')
  // A screenful at a time, each an answer to the one before, so that it is quoted too.
  const perScreen = 12
  let looked = 0
  await showFixture(page, full, `#/room/${harbour}`)
  for (let from = 0; from < strings.length; from += perScreen) {
    const some = strings.slice(from, from + perScreen)
    const rows = some.map((text, index) =>
      message(
        from + index + 2,
        'ana',
        at(14, 12),
        text,
        index === 0 ? {} : { replyTo: message(from + index + 1, 'ana', 0, '').message.id },
      ),
    )
    await patchFixture(page, { timelines: { [harbour]: { ...before, dividerSeq: undefined, rows } } })
    const last = rows.at(-1)?.message.id
    await expect(page.locator(`[data-message="${last}"]`)).toBeVisible()
    for (const { message: each } of rows) {
      const words = page.locator(`[data-message="${each.id}"] [data-words]`)
      // Very tall ones leave no room for all of a screenful.
      if ((await words.count()) === 0) continue
      looked++
      const said = await words.evaluate((element) => {
        getSelection()?.selectAllChildren(element)
        return { text: element.textContent ?? '', copied: getSelection()?.toString() ?? '' }
      })
      expect(said.text).toBe(shown(each.text))
      const visible = (text: string) => text.replace(/[^\p{L}\p{N}\p{P}\p{S}]/gu, '')
      expect(visible(said.copied)).toBe(visible(each.text))
    }
    expect(await page.locator('[data-message] :is(img, script, iframe, svg image, u, i)').count()).toBe(0)
    await expect(page.getByRole('button', { name: /^Answers Ana/ }).first()).toBeAttached()
  }
  expect(looked).toBeGreaterThan(strings.length * 0.9)
  expect(dialogs).toEqual([])
})

test('every naughty string that shows something goes out as it was typed', async ({ page }) => {
  await showFixture(page, full, `#/room/${harbour}`)
  const sent = await watchCommands(page, 'send-message')
  const box = page.locator('[data-composer]')
  const some = strings
    .filter((_text, index) => index % 20 === 0)
    .filter((text) => /[\p{L}\p{N}]/u.test(text) && text === text.trim())
  for (const text of some) {
    await box.fill(text)
    await box.press('Escape')
    await page.getByRole('button', { name: 'Send', exact: true }).click()
    await expect(box).toHaveValue('')
  }
  await expect.poll(async () => (await sent()).length).toBe(some.length)
  expect((await sent()).map((command) => 'text' in command && command.text)).toEqual(some.map(shown))
})
