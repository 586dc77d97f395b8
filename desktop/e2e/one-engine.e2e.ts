import { type Browser, expect, test } from '@playwright/test'
import { natterUrl } from './natter-under-test.ts'
import { composer, makeRoom, messages, openRoom, say, signUp } from './people-in-browsers.ts'

test('two tabs share one engine: what one says the other shows, and closing one loses nothing', async ({ browser }) => {
  const eva = await signUp(browser, 'Eva')
  await makeRoom(eva.page, 'Pier')
  await say(eva.page, 'From the first tab')
  const second = await eva.context.newPage()
  await second.goto(natterUrl())
  await openRoom(second, 'Pier')
  await expect(messages(second)).toHaveCount(1)
  expect(await countEngines(browser)).toBe(1)

  await say(second, 'From the second tab')
  await expect(messages(eva.page)).toHaveCount(2)
  await eva.page.close()
  await say(second, 'The first tab is gone')
  await expect(messages(second)).toHaveCount(3)
  await expect(messages(second).last().getByTitle('Sent')).toBeVisible()
  await expect(composer(second)).toHaveValue('')
  await eva.context.close()
})

/** The shared workers that run in the whole browser: one of them would be one connection. */
async function countEngines(browser: Browser): Promise<number> {
  const session = await browser.newBrowserCDPSession()
  const { targetInfos } = await session.send('Target.getTargets')
  await session.detach()
  return targetInfos.filter((target) => target.type === 'shared_worker').length
}
