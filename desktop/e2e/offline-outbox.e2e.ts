import { expect } from '@playwright/test'
import { test } from './browser-test.ts'
import { loadKept } from './kept-on-disk.ts'
import { natterUrl } from './natter-under-test.ts'
import {
  composer,
  cutNetwork,
  makeRoom,
  messages,
  messageWords,
  openRoom,
  readDown,
  say,
  signUp,
} from './people-in-browsers.ts'

const many = Array.from({ length: 20 }, (_, index) => `Line ${index + 1} of twenty`)

test('twenty messages written without a network go out once and in order, after the tab was closed', async ({
  browser,
}) => {
  test.setTimeout(120_000)
  const [ana, ben] = await Promise.all([signUp(browser, 'Ana'), signUp(browser, 'Ben')])
  await makeRoom(ana.page, 'Pier', [ben.handle])
  await say(ana.page, 'Before the cut')
  await openRoom(ben.page, 'Pier')
  await expect(messages(ben.page)).toHaveCount(1)

  await cutNetwork(ana)
  for (const words of many) await say(ana.page, words)
  await expect(messages(ana.page).last().getByTitle('Waiting to go out')).toBeVisible()
  await composer(ana.page).fill('Half a thought')
  await expect(ana.page.getByText('No connection.')).toBeVisible()
  await expect(ana.page.getByText('What you write is kept here')).toBeVisible()
  await expect.poll(() => loadKept(ana.page, 'drafts')).toEqual([{ text: 'Half a thought' }])
  await ana.page.close()

  await ana.context.setOffline(false)
  const again = await ana.context.newPage()
  await again.goto(natterUrl())
  await openRoom(again, 'Pier')
  await expect(composer(again)).toHaveValue('Half a thought')
  await expect.poll(() => messageWords(ben.page), { timeout: 30_000 }).toEqual(expect.arrayContaining([many[19]]))
  const wanted = ['Before the cut', ...many]
  expect(await readDown(ben.page, wanted)).toEqual(wanted)
  await expect(messages(ben.page).filter({ hasText: 'Line 7 of twenty' })).toHaveCount(1)
})
