import { expect, test } from '@playwright/test'
import { findFreePort } from '../../../test-kit/free-port.ts'
import { natterUrl } from '../natter-under-test.ts'
import { makeRoom, messages, messageWords, openRoom, say } from '../people-in-browsers.ts'
import { endDesktops, linesOf, makeAccount, startDesktop, startOnServer } from './desktop-person.ts'

endDesktops()

test('first run, sign-in and a chat of two desktops', async ({ browser }, info) => {
  const ana = await startDesktop({ browser })
  const first = await ana.page()
  await expect(first.getByRole('heading', { name: 'Where do you talk?' })).toBeVisible()
  await first.getByLabel('Address of the server').fill(`http://127.0.0.1:${await findFreePort()}`)
  await expect(first.getByText('The computer is there, but no server answers on it.')).toBeVisible()
  await expect(first.getByRole('button', { name: 'Go on' })).toBeDisabled()
  await first.getByLabel('Address of the server').fill(natterUrl())
  await expect(first.getByText('answers in')).toBeVisible()
  await first.screenshot({ path: info.outputPath('first-run.png') })
  await first.getByRole('button', { name: 'Go on' }).click()
  await expect.poll(async () => (await ana.page()) === first).toBe(false)
  const page = await ana.page()
  await page.screenshot({ path: info.outputPath('sign-in.png') })
  await makeAccount(page, 'Ana')

  const ben = await startOnServer({ browser })
  const other = await ben.page()
  const handle = await makeAccount(other, 'Ben')
  await makeRoom(page, 'Harbour rebuild', [handle])
  await say(page, 'Survey is back.')
  await openRoom(other, 'Harbour rebuild')
  await say(other, 'I can take the piles.')
  await expect(messages(page)).toHaveCount(2)
  await expect.poll(() => messageWords(page)).toEqual(['Survey is back.', 'I can take the piles.'])
  await page.screenshot({ path: info.outputPath('chat.png') })
  // Not a word in the log: no policy stands in the way of what the app does itself.
  expect([...linesOf(ana), ...linesOf(ben)]).toEqual([])
})
