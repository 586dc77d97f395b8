import { type Browser, expect, type Page } from '@playwright/test'
import { test } from './browser-test.ts'
import { composer, makeRoom, messages, messageWords, openRoom, say, signUp } from './people-in-browsers.ts'

test('a worker that dies is started again: what is typed stays, what is said meanwhile goes out, once', async ({
  browser,
}) => {
  test.setTimeout(120_000)
  const eva = await signUp(browser, 'Eva')
  await makeRoom(eva.page, 'Pier')
  await say(eva.page, 'Before')
  await expect(messages(eva.page).last().getByTitle('Sent')).toBeVisible()
  await composer(eva.page).fill('Half a sen')
  await endWorker(eva.page)
  await composer(eva.page).pressSequentially('tence')
  await composer(eva.page).press('Enter')
  await expect(messages(eva.page)).toHaveCount(2)
  await expect(messages(eva.page).last().getByTitle('Sent')).toBeVisible()
  expect(await messageWords(eva.page)).toEqual(['Before', 'Half a sentence'])
  await composer(eva.page).fill('And a draft')
  await endWorker(eva.page)
  await expect.poll(() => workersOf(eva.page)).toHaveLength(1)
  await expect(composer(eva.page)).toHaveValue('And a draft')
  await eva.page.reload()
  await openRoom(eva.page, 'Pier')
  await expect(composer(eva.page)).toHaveValue('And a draft')
  await expect(messages(eva.page)).toHaveCount(2)
})

/** As when its process dies: nobody is told. */
async function endWorker(page: Page): Promise<void> {
  const session = await sessionOf(page)
  const [targetId = ''] = await workersOf(page)
  const { sessionId } = await session.send('Target.attachToTarget', { targetId })
  const message = { id: 1, method: 'Runtime.evaluate', params: { expression: 'self.close()' } }
  await session.send('Target.sendMessageToTarget', { sessionId, message: JSON.stringify(message) })
  await expect.poll(() => workersOf(page)).not.toContain(targetId)
  await session.detach()
}

/** Of this person's browser only: others run beside it in the same process. */
async function workersOf(page: Page): Promise<readonly string[]> {
  const own = await page.context().newCDPSession(page)
  const { targetInfo } = await own.send('Target.getTargetInfo')
  await own.detach()
  const session = await sessionOf(page)
  const { targetInfos } = await session.send('Target.getTargets')
  await session.detach()
  return targetInfos
    .filter(
      ({ type, browserContextId }) => type === 'shared_worker' && browserContextId === targetInfo.browserContextId,
    )
    .map(({ targetId }) => targetId)
}

function sessionOf(page: Page) {
  return (page.context().browser() as Browser).newBrowserCDPSession()
}
