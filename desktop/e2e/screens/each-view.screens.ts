import { expect, type Page, test } from '@playwright/test'
import { axeViolations } from './axe-check.ts'
import { screenViews } from './screen-views.ts'
import { settle } from './timeline-steps.ts'

// What a narrow window arranges in its own way.
const onPhones = [
  'conversation',
  'no rooms',
  'panel',
  'sign-in',
  'settings, Devices',
  'a question before something is lost',
  'what one has saved',
]

const besideSomething = ['a card of somebody', 'the level of a room', 'a card of a contact', 'somebody to block']

test.use({ viewport: { width: 1280, height: 800 }, reducedMotion: 'reduce' })

for (const [view, open] of Object.entries(screenViews)) {
  test(`axe finds nothing wrong in light and in dark, and it mirrors: ${view}`, async ({ page }) => {
    await open(page)
    await settle(page)
    expect.soft(await axeViolations(page), 'light').toEqual([])
    await page.emulateMedia({ colorScheme: 'dark' })
    await settle(page)
    expect.soft(await axeViolations(page, 'colours'), 'dark').toEqual([])
    // Beside what it is about, by the direction of the language that is chosen: not by that of the page.
    if (!besideSomething.includes(view)) await expectMirrored(page, view, 1280)
  })
}

test.describe('phone', () => {
  test.use({ viewport: { width: 360, height: 740 } })
  for (const view of onPhones) {
    test(`mirrors: ${view}`, async ({ page }) => {
      await screenViews[view]?.(page)
      await settle(page)
      await expectMirrored(page, view, 360)
    })
  }
})

/** From right to left, what stood at one side stands as far from the other. Nothing may be placed by "left" or "right". */
async function expectMirrored(page: Page, view: string, width: number): Promise<void> {
  const look = async () => {
    const before = await placesOf(page, 'ltr')
    const after = await placesOf(page, 'rtl')
    expect(before.length).toBeGreaterThan(view === 'a dead invitation' ? 3 : 4)
    return differences(before, after, width)
  }
  // What a view asks for may come between the two looks: it is compared once all of it is there.
  await expect.poll(look, { message: 'from right to left' }).toEqual([])
}

type Placed = { readonly what: string; readonly left: number; readonly right: number; readonly top: number }

/** Where the parts of a screen lie that are not words within words: those flow as they are written. */
function placesOf(page: Page, dir: 'ltr' | 'rtl'): Promise<readonly Placed[]> {
  return page.evaluate(async (direction) => {
    document.documentElement.dir = direction
    for (let frame = 0; frame < 4; frame++) await new Promise((done) => requestAnimationFrame(done))
    const wanted = 'button, input, textarea, h1, h2, h3, time, nav, main, aside, header, footer, section, li, img, svg'
    return [...document.querySelectorAll<HTMLElement>(wanted)].flatMap((element) => {
      const { left, right, top, width, height } = element.getBoundingClientRect()
      // Words keep their own direction, and what stands among them with it.
      const isWord = element.parentElement?.closest('[data-words], p, b, .visually-hidden, [role=grid]') != null
      // A strip that scrolls sideways shows another part of itself.
      const strip = element.closest('nav, [role=tablist]')
      const isScrolled =
        strip !== null &&
        strip !== element &&
        /auto|scroll/.test(getComputedStyle(strip).overflowX) &&
        strip.scrollWidth > strip.clientWidth + 1
      const isSeen = width > 1 && height > 1 && getComputedStyle(element).visibility === 'visible'
      if (isWord || isScrolled || !isSeen || right < 0 || left > innerWidth) return []
      return [
        {
          what: `${element.tagName} ${(element.ariaLabel ?? element.textContent ?? '').slice(0, 40)}`,
          left,
          right,
          top,
        },
      ]
    })
  }, dir)
}

function differences(before: readonly Placed[], after: readonly Placed[], width: number): readonly string[] {
  if (before.length !== after.length) return [`${before.length} parts, mirrored ${after.length}`]
  return before.flatMap((place, index) => {
    const mirrored = after[index]
    if (mirrored === undefined) return []
    const offBy = Math.max(
      Math.abs(place.left - (width - mirrored.right)),
      Math.abs(place.right - (width - mirrored.left)),
    )
    return offBy > 2 || Math.abs(place.top - mirrored.top) > 2
      ? [
          `${place.what}: ${JSON.stringify({ ...place, what: undefined })} mirrored ${JSON.stringify({ ...mirrored, what: undefined })}`,
        ]
      : []
  })
}
