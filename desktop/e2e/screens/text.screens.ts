import { expect, type Page, test } from '@playwright/test'
import type { EngineState, TimelineRow } from '../../engine-contract.ts'
import { at, full, harbour, message, userId } from './fixture-state.ts'
import { showFixture } from './show-fixture.ts'

test.use({ viewport: { width: 1280, height: 1120 } })

const markdown = { format: 'markdown' } as const
const survey = `# What the survey says

Divers looked at 4 to 9 on Tuesday. In short:

- Berth 7 needs **12 new piles**, the rest can stay
- The fenders at 5 are loose, one hour of work

| Berth | Piles | Sound | Ready |
|-------|------:|------:|-------|
| 5     | 14    | 14    | 9 December |
| 7     | 16    | 4     | 1 March |

> Do not load berth 7 beyond 8 t until then.`
const rest = `1. Order the oak
2. Lay it out, _not_ on the quay
   - [x] crane
   - [ ] ~~barge~~ lorry

The end: ||it holds|| and \`\`a \` b\`\`, see https://a.example/_x_ and **@eva**.

---

\`\`\`\`md
\`\`\`js
\tconst a = 1
\`\`\`
\`\`\`\``
const wide = `${'| a long head of a column '.repeat(9)}|\n${'|--'.repeat(9)}|\n${'| words that stay together '.repeat(9)}|`

function withRows(...rows: readonly TimelineRow[]): EngineState {
  const before = full.timelines[harbour]
  if (before === undefined) throw new Error('the fixture has no timeline')
  return { ...full, timelines: { [harbour]: { ...before, dividerSeq: undefined, rows } } as EngineState['timelines'] }
}

const texts = withRows(
  message(2, 'dario', at(14, 12), survey, markdown),
  message(3, 'dario', at(14, 13), rest, { ...markdown, mentions: [userId('eva')] }),
  message(4, 'mei', at(14, 14), wide, markdown),
  message(5, 'ana', at(14, 15), '@eva שלום לכולם', { mentions: [userId('eva')] }),
)
const at_ = `#/room/${harbour}`
const shown = (page: Page, seq: number) => page.locator('[data-words]').nth(seq)

for (const colorScheme of ['light', 'dark'] as const) {
  test(`formatted text looks as it should, ${colorScheme}`, async ({ page }, info) => {
    await page.emulateMedia({ colorScheme })
    await showFixture(page, texts, at_)
    await expect(shown(page, 0).getByRole('listitem')).toHaveCount(2)
    await page.screenshot({ path: info.outputPath('texts.png') })
  })
}

test('a wide table scrolls inside its frame and breaks no word; a heading is no heading of the page', async ({
  page,
}) => {
  await showFixture(page, texts, at_)
  const table = shown(page, 2).getByRole('table')
  const frame = table.locator('xpath=..')
  expect(await frame.evaluate((element) => element.scrollWidth > element.clientWidth)).toBe(true)
  expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true)
  expect(
    await table
      .locator('td')
      .first()
      .evaluate((cell) => cell.getBoundingClientRect().height),
  ).toBeLessThan(40)
  await expect(page.getByRole('heading', { name: 'What the survey says' })).toHaveCount(0)
})

test('hidden words are shown to who asks, and are in no copy before', async ({ page }) => {
  await showFixture(page, texts, at_)
  const button = page.getByRole('button', { name: 'Hidden words. Show them' })
  await expect(button).toHaveText('it holds')
  expect(await copied(page, 1)).not.toContain('it holds')
  await button.focus()
  await page.keyboard.press('Enter')
  await expect(button).toHaveCount(0)
  expect(await copied(page, 1)).toContain('it holds')
})

test('what is copied of a message is its words, without hidden ones beside them', async ({ page }) => {
  await showFixture(page, withRows(message(2, 'ana', at(14, 12), 'On **it**.', markdown)), at_)
  expect(await copied(page, 0, 'article')).toBe('On it.')
})

test('code is copied to the byte', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  await showFixture(page, texts, at_)
  await page.getByRole('button', { name: 'Copy code' }).click()
  await expect(page.getByRole('button', { name: 'Copied' })).toBeVisible()
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe('```js\n\tconst a = 1\n```')
})

test('somebody’s own words say the direction, in the message and while it is typed', async ({ page }) => {
  await showFixture(page, texts, at_)
  await expect(shown(page, 3)).toHaveCSS('direction', 'rtl')
  const box = page.locator('[data-composer]')
  await box.fill('@ana שלום')
  await expect(box).toHaveCSS('direction', 'rtl')
})

test('100,000 characters open in steps, and none keeps the page from answering', async ({ page }) => {
  const long = '- a **b** @eva `c`\n'.repeat(5_000)
  const words = 'wave '.repeat(20_000)
  await showFixture(
    page,
    withRows(message(2, 'ana', at(14, 12), long, markdown), message(3, 'ana', at(14, 13), words)),
    at_,
  )
  const more = page.getByRole('button', { name: 'Show more' })
  await expect(more).toHaveCount(2)
  expect(await page.locator('[data-words] *').count()).toBeLessThan(2_500)
  await more.last().click()
  await expect.poll(() => shown(page, 1).evaluate((element) => element.textContent?.length)).toBeGreaterThan(15_000)
})

/** What a person gets who marks a message and copies it. */
async function copied(page: Page, index: number, of = '[data-words]'): Promise<string> {
  await shown(page, index).waitFor()
  return page.evaluate(
    ([at, selector]) => {
      const words = document.querySelectorAll('[data-words]')[at as number]
      const element = words?.closest(selector as string)
      if (!element) throw new Error('no such message')
      getSelection()?.selectAllChildren(element)
      return getSelection()?.toString().trim() ?? ''
    },
    [index, of],
  )
}
