import { type Browser, expect, test } from '@playwright/test'
import { composer, makeRoom, messages, messageWords, openRoom, say, signUp } from './people-in-browsers.ts'

test('a worker that dies is started again: what is typed stays, what is said meanwhile goes out, once', async ({
  browser,
}) => {
  const eva = await signUp(browser, 'Eva')
  await makeRoom(eva.page, 'Pier')
  await say(eva.page, 'Before')
  await expect(messages(eva.page).last().getByTitle('Sent')).toBeVisible()
  await composer(eva.page).fill('Half a sen')
  await endWorker(browser)
  await composer(eva.page).pressSequentially('tence')
  await composer(eva.page).press('Enter')
  await expect(messages(eva.page)).toHaveCount(2)
  await expect(messages(eva.page).last().getByTitle('Sent')).toBeVisible()
  expect(await messageWords(eva.page)).toEqual(['Before', 'Half a sentence'])
  await composer(eva.page).fill('And a draft')
  await endWorker(browser)
  await expect.poll(() => countWorkers(browser)).toBe(1)
  await expect(composer(eva.page)).toHaveValue('And a draft')
  await eva.page.reload()
  await openRoom(eva.page, 'Pier')
  await expect(composer(eva.page)).toHaveValue('And a draft')
  await expect(messages(eva.page)).toHaveCount(2)
  await eva.context.close()
})

/** As when its process dies: nobody is told. */
async function endWorker(browser: Browser): Promise<void> {
  const session = await browser.newBrowserCDPSession()
  const { targetInfos } = await session.send('Target.getTargets')
  const targetId = targetInfos.find((target) => target.type === 'shared_worker')?.targetId ?? ''
  const { sessionId } = await session.send('Target.attachToTarget', { targetId })
  const message = { id: 1, method: 'Runtime.evaluate', params: { expression: 'self.close()' } }
  await session.send('Target.sendMessageToTarget', { sessionId, message: JSON.stringify(message) })
  await expect.poll(() => hasTarget(browser, targetId)).toBe(false)
  await session.detach()
}

async function hasTarget(browser: Browser, targetId: string): Promise<boolean> {
  const session = await browser.newBrowserCDPSession()
  const { targetInfos } = await session.send('Target.getTargets')
  await session.detach()
  return targetInfos.some((target) => target.targetId === targetId)
}

async function countWorkers(browser: Browser): Promise<number> {
  const session = await browser.newBrowserCDPSession()
  const { targetInfos } = await session.send('Target.getTargets')
  await session.detach()
  return targetInfos.filter((target) => target.type === 'shared_worker').length
}
