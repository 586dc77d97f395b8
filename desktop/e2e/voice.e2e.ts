import { expect, test } from '@playwright/test'
import { makeRoom, openRoom, signUp } from './people-in-browsers.ts'

/** A microphone that beeps, and nobody who is asked for it. */
const microphone = ['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream']
test.use({
  launchOptions: [
    ({ launchOptions }, use) => use({ ...launchOptions, args: [...(launchOptions.args ?? []), ...microphone] }),
    { scope: 'worker' },
  ],
})

test('a voice is recorded, heard before it is sent, and played by whoever gets it', async ({ browser }) => {
  const [ana, ben] = await Promise.all([signUp(browser, 'Ana'), signUp(browser, 'Ben')])
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
  await makeRoom(ana.page, 'Pier', [ben.handle])
  const states = () =>
    ana.page.evaluate(() =>
      (globalThis as unknown as { opened: MediaStreamTrack[] }).opened.map((one) => one.readyState),
    )
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
  await ana.context.close()
  await ben.context.close()
})
