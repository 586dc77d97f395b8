import { randomBytes } from 'node:crypto'
import { expect, type Page } from '@playwright/test'
import { apiPaths } from '../../common/http-contract/api-paths.ts'
import type { RoomId, UserId } from '../../common/ids.ts'
import { test } from './browser-test.ts'
import { natterUrl } from './natter-under-test.ts'
import { makeRoom, signUp } from './people-in-browsers.ts'
import { signInBeside, uploadBeside } from './sent-files.ts'

/** As an element of the page would: whoever answers for the page adds what is missing. */
async function ask(page: Page, path: string, headers: Readonly<Record<string, string>> = {}) {
  return page.evaluate(
    async ([to, more]) => {
      const answer = await fetch(to, { headers: more })
      const bytes = new Uint8Array(await answer.arrayBuffer())
      const names = ['content-range', 'content-disposition', 'x-content-type-options', 'content-security-policy']
      return { status: answer.status, bytes: [...bytes], told: names.map((name) => answer.headers.get(name)) }
    },
    [path, headers] as const,
  )
}

test('a page reads files by addresses without a token, in parts too, and nobody does once they are signed out', async ({
  browser,
}) => {
  const ana = await signUp(browser, 'Ana')
  const { page } = ana
  await makeRoom(page, 'Pier')
  const room = new URL(page.url()).hash.split('/').at(-1) as RoomId
  const beside = await signInBeside(ana)
  const bytes = randomBytes(300_000)
  const file = await uploadBeside(beside, room, 'data.bin', bytes)
  // The first page of all came before the worker, which takes it over.
  await expect.poll(() => page.evaluate(() => navigator.serviceWorker.controller !== null)).toBe(true)

  const shown = apiPaths.shownFile(file, beside.user)
  const whole = await ask(page, shown)
  expect([whole.status, whole.bytes.length]).toEqual([200, bytes.length])
  expect(Buffer.from(whole.bytes).equals(bytes)).toBe(true)
  expect(whole.told).toEqual([null, expect.stringMatching(/^attachment/), 'nosniff', "default-src 'none'; sandbox"])
  const part = await ask(page, shown, { range: 'bytes=1000-1099' })
  expect([part.status, part.told[0]]).toEqual([206, `bytes 1000-1099/${bytes.length}`])
  expect(Buffer.from(part.bytes).equals(bytes.subarray(1000, 1100))).toBe(true)
  expect((await ask(page, shown, { range: `bytes=${bytes.length}-` })).status).toBe(416)

  // For somebody else, without saying for whom, and as a page of its own.
  expect((await ask(page, apiPaths.shownFile(file, 'b'.repeat(16) as UserId))).status).toBe(401)
  expect((await ask(page, apiPaths.file(file))).status).toBe(401)
  const alone = await ana.context.newPage()
  expect((await alone.goto(natterUrl() + shown))?.status()).toBe(401)
  await alone.close()

  const caches = await page.evaluate(async () => {
    const names = await globalThis.caches.keys()
    const kept = await Promise.all(names.map(async (name) => (await globalThis.caches.open(name)).keys()))
    return kept.flat().map(({ url }) => new URL(url).pathname)
  })
  expect(caches, 'the app itself is kept').not.toEqual([])
  expect(caches.filter((path) => path.startsWith('/api/'))).toEqual([])

  await page.getByRole('button', { name: 'Settings' }).click()
  await page.getByRole('button', { name: 'Account', exact: true }).click()
  await page.getByRole('button', { name: 'Sign out', exact: true }).click()
  await expect(page.getByRole('button', { name: 'Make an account' })).toBeVisible()
  expect((await ask(page, shown)).status).toBe(401)
})
