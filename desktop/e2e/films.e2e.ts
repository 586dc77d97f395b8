import { expect, type Page, type Response } from '@playwright/test'
import { test } from './browser-test.ts'
import { makeRoom, messages, openRoom, signUp } from './people-in-browsers.ts'

/** Three seconds in which a teal stage turns red, as the browser itself records it. */
async function recordFilm(page: Page): Promise<Buffer> {
  const bytes = await page.evaluate(async () => {
    const canvas = Object.assign(document.createElement('canvas'), { width: 320, height: 180 })
    const context = canvas.getContext('2d') as CanvasRenderingContext2D
    const parts: Blob[] = []
    const stream = canvas.captureStream(0)
    const recorder = new MediaRecorder(stream, { mimeType: 'video/webm;codecs=vp8', videoBitsPerSecond: 1_500_000 })
    recorder.ondataavailable = ({ data }) => parts.push(data)
    const ended = new Promise((resolve) => {
      recorder.onstop = resolve
    })
    recorder.start()
    const startedAt = performance.now()
    for (let passedMs = 0; passedMs < 3_000; passedMs = performance.now() - startedAt) {
      context.fillStyle = passedMs < 1_500 ? '#108080' : '#c02020'
      context.fillRect(0, 0, 320, 180)
      // Grain, so that there is something of it to fetch part by part.
      for (let dot = 0; dot < 400; dot++) {
        context.fillStyle = `hsl(${Math.random() * 360} 40% 45%)`
        context.fillRect(Math.random() * 320, Math.random() * 180, 4, 4)
      }
      ;(stream.getVideoTracks()[0] as CanvasCaptureMediaStreamTrack).requestFrame()
      await new Promise((next) => setTimeout(next, 50))
    }
    recorder.stop()
    await ended
    return [...new Uint8Array(await new Blob(parts).arrayBuffer())]
  })
  return Buffer.from(bytes)
}

/** What colour stands in the middle of a canvas, or of what a film shows. */
function colourOf(page: Page, selector: string) {
  return page
    .locator(selector)
    .first()
    .evaluate((element) => {
      const canvas = Object.assign(document.createElement('canvas'), { width: 1, height: 1 })
      const context = canvas.getContext('2d') as CanvasRenderingContext2D
      context.drawImage(element as HTMLVideoElement | HTMLCanvasElement, 0, 0, 1, 1)
      const [red = 0, green = 0] = context.getImageData(0, 0, 1, 1).data
      return red > green ? 'red' : 'teal'
    })
}

async function sendFile(page: Page, file: { name: string; mimeType: string; buffer: Buffer }) {
  const [chooser] = await Promise.all([
    page.waitForEvent('filechooser'),
    page.getByRole('button', { name: 'Add files' }).click(),
  ])
  await chooser.setFiles(file)
  const tile = page.getByRole('list', { name: 'Files of the next message' }).locator('[data-row]')
  await expect(tile).toHaveAccessibleName(/, ready,/)
  // What was sent before it is stored already.
  const before = await messages(page).count()
  await page.getByRole('button', { name: 'Send', exact: true }).click()
  await expect(messages(page)).toHaveCount(before + 1)
  await expect(messages(page).last()).toHaveAttribute('data-state', 'stored')
}

test('a film has its first picture from whoever sends it, comes in parts, plays, and is looked through; one of no browser is saved', async ({
  browser,
}) => {
  test.setTimeout(180_000)
  const [ana, ben] = await Promise.all([signUp(browser, 'Ana'), signUp(browser, 'Ben')])
  await makeRoom(ana.page, 'Quay', [ben.handle])
  await openRoom(ben.page, 'Quay')
  const answers: Response[] = []
  ben.page.on('response', (answer) => {
    if (/\/files\/\w{16}\?as=/.test(answer.url())) answers.push(answer)
  })
  // The first page of all came before the worker that adds the token, and is taken over by it.
  await expect.poll(() => ben.page.evaluate(() => navigator.serviceWorker.controller !== null)).toBe(true)
  const film = await recordFilm(ana.page)
  expect(film.length).toBeGreaterThan(50_000)
  await sendFile(ana.page, { name: 'crane.webm', mimeType: 'video/webm', buffer: film })

  const video = ben.page.locator('video')
  await expect(video).toHaveAccessibleName('Video: crane.webm')
  // Made by Ana's client of its beginning, and there before a byte of the film is.
  await expect(ben.page.locator('[data-message] canvas')).toBeVisible()
  expect(await colourOf(ben.page, '[data-message] canvas')).toBe('teal')
  const box = (await video.boundingBox()) ?? { width: 0, height: 1 }
  expect(box.width / box.height).toBeCloseTo(16 / 9, 1)
  await expect.poll(() => video.evaluate((one: HTMLVideoElement) => one.readyState)).toBeGreaterThanOrEqual(2)
  expect(await colourOf(ben.page, 'video')).toBe('teal')

  // What is begun here is waited for outside: what never comes must not hold the test.
  await video.evaluate((one: HTMLVideoElement) => void one.play())
  await expect.poll(() => video.evaluate((one: HTMLVideoElement) => one.currentTime)).toBeGreaterThan(0.4)
  await video.evaluate((one: HTMLVideoElement) => one.pause())
  const seek = async (toSec: number) => {
    await video.evaluate((one: HTMLVideoElement, to) => {
      one.currentTime = to
    }, toSec)
    await expect.poll(() => video.evaluate((one: HTMLVideoElement) => one.seeking)).toBe(false)
  }
  await seek(2.4)
  await expect.poll(() => colourOf(ben.page, 'video')).toBe('red')
  await seek(0.2)
  await expect.poll(() => colourOf(ben.page, 'video')).toBe('teal')
  expect(answers.length).toBeGreaterThan(0)
  expect(answers.map((answer) => answer.status()).filter((status) => status !== 206)).toEqual([])
  expect(await answers[0]?.headerValue('content-range')).toBe(`bytes 0-${film.length - 1}/${film.length}`)

  // The beginning of a film, and nothing after it: a type that is shown, and bytes that nobody can.
  await sendFile(ana.page, { name: 'torn.webm', mimeType: 'video/webm', buffer: film.subarray(0, 60) })
  const torn = messages(ben.page).last()
  await expect(torn.getByRole('note')).toContainText('This browser cannot show it. It can be saved.')
  const [saved] = await Promise.all([
    ben.page.waitForEvent('download'),
    torn.getByRole('button', { name: 'Save', exact: true }).click(),
  ])
  expect(saved.suggestedFilename()).toBe('torn.webm')
  // As a sound that is none.
  await sendFile(ana.page, {
    ...{ name: 'torn.mp3', mimeType: 'audio/mpeg' },
    buffer: Buffer.concat([Buffer.from([0xff, 0xfb, 0x90, 0]), Buffer.alloc(300)]),
  })
  const group = messages(ben.page)
    .last()
    .getByRole('group', { name: /^torn\.mp3/ })
  await group.getByRole('button', { name: 'Play torn.mp3' }).click()
  const bar = ben.page.getByRole('region', { name: 'Playing' })
  await expect(bar).toContainText('This browser cannot play it. It can be saved.')
  const [sound] = await Promise.all([
    ben.page.waitForEvent('download'),
    bar.getByRole('button', { name: 'Save', exact: true }).click(),
  ])
  expect(sound.suggestedFilename()).toBe('torn.mp3')
})
