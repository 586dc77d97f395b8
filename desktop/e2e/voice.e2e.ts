import { type Browser, expect, type Page } from '@playwright/test'
import { test } from './browser-test.ts'
import { loadKept } from './kept-on-disk.ts'
import { composer, makeRoom, messages, openRoom, say, signUp } from './people-in-browsers.ts'

/** A microphone that beeps, and nobody who is asked for it. */
const microphone = ['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream']
/** A voice takes its seconds, on a machine with much else to do many of them. */
test.describe.configure({ timeout: 120_000 })
test.use({
  launchOptions: [
    ({ launchOptions }, use) => use({ ...launchOptions, args: [...(launchOptions.args ?? []), ...microphone] }),
    { scope: 'worker' },
  ],
})

const record = (page: Page) => page.getByRole('button', { name: 'Record a voice message' }).click()
const stripOf = (page: Page) => page.getByRole('region', { name: 'Voice message' })
const recordSome = async (page: Page) => {
  await record(page)
  await expect(stripOf(page).getByRole('timer')).toHaveText(/^0:0[1-9]$/)
}

/** Somebody signed up, and what became of each microphone that their page opened. */
async function speaking(browser: Browser) {
  const ana = await signUp(browser, 'Ana')
  await ana.page.addInitScript(() => {
    const opened: MediaStreamTrack[] = []
    Object.assign(globalThis, { opened })
    const { mediaDevices } = navigator
    const open = mediaDevices.getUserMedia.bind(mediaDevices)
    mediaDevices.getUserMedia = async (wanted) => {
      const stream = await open(wanted)
      opened.push(...stream.getTracks())
      return stream
    }
  })
  await ana.page.reload()
  const states = () =>
    ana.page.evaluate(() =>
      (globalThis as unknown as { opened: MediaStreamTrack[] }).opened.map((one) => one.readyState),
    )
  return { ...ana, states }
}

test('a voice is recorded, heard before it is sent, and played by whoever gets it', async ({ browser }) => {
  const [ana, ben] = await Promise.all([speaking(browser), signUp(browser, 'Ben')])
  const { states } = ana
  await makeRoom(ana.page, 'Pier', [ben.handle])
  expect(await states()).toEqual([])

  await ana.page.getByRole('button', { name: 'Record a voice message' }).click()
  const strip = ana.page.getByRole('region', { name: 'Voice message' })
  await expect(strip.getByRole('timer')).toHaveText(/^0:0[2-9]$/)
  expect(await states()).toEqual(['live'])
  await strip.getByRole('button', { name: 'Stop, and listen first' }).click()
  // Not only when it is sent.
  await expect.poll(states).toEqual(['ended'])
  await strip.getByRole('button', { name: 'Play Voice message' }).click()
  await expect(strip.getByRole('button', { name: 'Pause Voice message' })).toBeVisible()
  await strip.getByRole('button', { name: 'Send voice message' }).click()
  await expect(strip).toHaveCount(0)

  await openRoom(ben.page, 'Pier')
  const heard = ben.page.getByRole('group', { name: /^Voice message, 0:\d\d$/ })
  await heard.getByRole('button', { name: 'Play Voice message' }).click()
  await expect
    .poll(() => ben.page.locator('audio').evaluate((audio: HTMLAudioElement) => audio.currentTime))
    .toBeGreaterThan(0.3)
  // What was measured is what is drawn: it beeps, and is silent in between.
  const heights = await heard
    .getByRole('slider')
    .locator('i')
    .evaluateAll((bars) => bars.map((bar) => bar.style.height))
  expect(new Set(heights).size).toBeGreaterThan(2)

  // It is among the room's files, and leads back to its message.
  await ben.page.getByRole('button', { name: 'About this room' }).click()
  await ben.page.getByRole('tab', { name: 'Files' }).click()
  const row = ben.page.getByRole('tabpanel').getByRole('button', { name: /voice-.*\.webm/ })
  await expect(row.first()).toBeVisible()

  await ana.page.getByRole('button', { name: 'Record a voice message' }).click()
  await expect(strip.getByRole('timer')).toBeVisible()
  await ana.page.keyboard.press('Escape')
  await expect(strip).toHaveCount(0)
  await expect.poll(states).toEqual(['ended', 'ended'])

  // Sent while it is recorded, by somebody who presses twice: one message.
  await ana.page.getByRole('button', { name: 'Record a voice message' }).click()
  await expect(strip.getByRole('timer')).toHaveText(/^0:0[1-9]$/)
  await strip.getByRole('button', { name: 'Send voice message' }).evaluate((button: HTMLButtonElement) => {
    button.click()
    button.click()
  })
  await expect(strip).toHaveCount(0)
  await expect.poll(states).toEqual(['ended', 'ended', 'ended'])
  await expect(ben.page.getByRole('group', { name: /^Voice message, / })).toHaveCount(2)
  await expect(ana.page.getByRole('group', { name: /^Voice message, / })).toHaveCount(2)
})

test('who goes elsewhere while they speak gives the microphone back at once, and finds what they said', async ({
  browser,
}) => {
  const [ana, ben] = await Promise.all([speaking(browser), signUp(browser, 'Ben')])
  const { page, states } = ana
  await makeRoom(page, 'Pier', [ben.handle])
  await say(page, 'The stairs are wet')
  await makeRoom(page, 'Quay')
  await openRoom(page, 'Pier')

  await recordSome(page)
  await openRoom(page, 'Quay')
  expect(await states()).toEqual(['ended'])
  await expect(stripOf(page)).toHaveCount(0)
  const row = page.getByRole('navigation', { name: 'Rooms and people' }).getByRole('button', { name: /Pier/ })
  await expect(row).toContainText('Draft: Voice message')
  await openRoom(page, 'Pier')
  await expect(stripOf(page).getByRole('button', { name: 'Play Voice message' })).toBeVisible()
  // It takes nobody out of the box, and goes with no other message.
  await expect(composer(page)).toBeFocused()
  await say(page, 'Words alone')
  await expect(messages(page).filter({ hasText: 'Words alone' })).toHaveAttribute('data-state', 'stored')
  await page.reload()
  await openRoom(page, 'Pier')
  await expect(messages(page)).toHaveCount(2)
  await stripOf(page).getByRole('button', { name: 'Play Voice message' }).click()
  await expect(stripOf(page).getByRole('button', { name: 'Pause Voice message' })).toBeVisible()
  await stripOf(page)
    .getByRole('button', { name: 'Send voice message' })
    .evaluate((button: HTMLButtonElement) => {
      button.click()
      button.click()
    })
  await expect(stripOf(page)).toHaveCount(0)
  await openRoom(ben.page, 'Pier')
  await expect(ben.page.getByRole('group', { name: /^Voice message, 0:0\d$/ })).toHaveCount(1)
  await expect(messages(ben.page)).toHaveCount(3)
  await expect(messages(page).last()).toHaveAttribute('data-state', 'stored')
  await expect(messages(page)).toHaveCount(3)
})

test('in a thread that is closed it waits, thrown away it stays away, and signing out keeps nothing', async ({
  browser,
}) => {
  const { page, states } = await speaking(browser)
  await makeRoom(page, 'Pier')
  await say(page, 'The stairs are wet')
  await expect(messages(page).first()).toHaveAttribute('data-state', 'stored')
  const answer = async () => {
    await messages(page).first().hover()
    await messages(page).first().getByRole('button', { name: 'Answer in a thread' }).press('Enter')
  }
  const panel = page.getByRole('complementary', { name: 'Thread' })
  await answer()
  await panel.getByRole('button', { name: 'Record a voice message' }).click()
  await expect(panel.getByRole('timer')).toHaveText(/^0:0[1-9]$/)
  await panel.getByRole('button', { name: 'Close' }).click()
  expect(await states()).toEqual(['ended'])
  await answer()
  await panel.getByRole('button', { name: 'Throw the recording away' }).click()
  await expect(stripOf(page)).toHaveCount(0)
  await panel.getByRole('button', { name: 'Close' }).click()
  await answer()
  await expect(panel.getByRole('button', { name: 'Record a voice message' })).toBeVisible()
  await expect(stripOf(page)).toHaveCount(0)
  await panel.getByRole('button', { name: 'Close' }).click()

  // Out of everything, in the middle of a word.
  await recordSome(page)
  await page.getByRole('button', { name: 'Settings' }).click()
  await page.getByRole('button', { name: 'Account', exact: true }).click()
  await page.getByRole('button', { name: 'Sign out', exact: true }).click()
  await expect(page.getByRole('button', { name: 'Make an account' })).toBeVisible()
  expect(await states()).toEqual(['ended', 'ended'])
  // The page is shown first: what is kept goes meanwhile.
  await expect.poll(() => loadKept(page, 'files').catch(() => [])).toEqual([])
})
