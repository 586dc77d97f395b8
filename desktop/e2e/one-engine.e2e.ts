import { type Browser, expect, type Page } from '@playwright/test'
import { test } from './browser-test.ts'
import { natterUrl } from './natter-under-test.ts'
import { composer, makeRoom, messages, openRoom, say, signUp } from './people-in-browsers.ts'

test('two tabs share one engine: what one says the other shows, and closing one loses nothing', async ({ browser }) => {
  const eva = await signUp(browser, 'Eva')
  await makeRoom(eva.page, 'Pier')
  await say(eva.page, 'From the first tab')
  const second = await eva.context.newPage()
  const ofPages: string[] = []
  for (const page of [eva.page, second]) page.on('websocket', (socket) => ofPages.push(socket.url()))
  await second.goto(natterUrl())
  await openRoom(second, 'Pier')
  await expect(messages(second)).toHaveCount(1)
  expect(await listEngines(second)).toHaveLength(1)
  // A renewal holds two for a moment.
  await expect.poll(() => countConnections(second)).toBe(1)
  await eva.page.reload()
  await openRoom(eva.page, 'Pier')
  await expect.poll(() => countConnections(second)).toBe(1)

  await say(second, 'From the second tab')
  await expect(messages(eva.page)).toHaveCount(2)
  await eva.page.close()
  await say(second, 'The first tab is gone')
  await expect(messages(second)).toHaveCount(3)
  await expect(messages(second).last().getByTitle('Sent')).toBeVisible()
  await expect(composer(second)).toHaveValue('')
  await expect.poll(() => countConnections(second)).toBe(1)
  expect(ofPages).toEqual([])
})

test('another version of the app takes over from the engine that runs: its tabs load again and lose nothing', async ({
  browser,
}) => {
  const eva = await signUp(browser, 'Eva')
  await makeRoom(eva.page, 'Pier')
  await say(eva.page, 'Before')
  await expect(messages(eva.page).last().getByTitle('Sent')).toBeVisible()
  await composer(eva.page).fill('Half a sen')
  const [engine] = await listEngines(eva.page)
  const second = await eva.context.newPage()
  await second.goto(`${natterUrl()}/healthz`)
  const reloaded = eva.page.waitForEvent('load')
  // Another address is another worker to the browser, as the worker of another version is.
  await second.evaluate((url) => {
    new SharedWorker(`${url}?newer`, { type: 'module', name: 'natter' }).port.start()
  }, engine?.url ?? '')
  await reloaded
  await openRoom(eva.page, 'Pier')
  await expect(composer(eva.page)).toHaveValue('Half a sen')
  await say(eva.page, 'After')
  await expect(messages(eva.page)).toHaveCount(2)
  await expect(messages(eva.page).last().getByTitle('Sent')).toBeVisible()
})

/** The shared workers of one person's windows: the browser is shared with other tests. */
async function listEngines(page: Page) {
  const own = await page.context().newCDPSession(page)
  const { targetInfo } = await own.send('Target.getTargetInfo')
  await own.detach()
  const session = await browserOf(page).newBrowserCDPSession()
  const { targetInfos } = await session.send('Target.getTargets')
  await session.detach()
  return targetInfos.filter(
    ({ type, browserContextId }) => type === 'shared_worker' && browserContextId === targetInfo.browserContextId,
  )
}

function browserOf(page: Page): Browser {
  const browser = page.context().browser()
  if (browser === null) throw new Error('a window without a browser')
  return browser
}

/** The sockets that are open in the engine, counted on its own heap: Playwright shows only those of pages. */
async function countConnections(page: Page): Promise<number> {
  const [engine] = await listEngines(page)
  const targetId = engine?.targetId ?? ''
  const session = await browserOf(page).newBrowserCDPSession()
  const { sessionId } = await session.send('Target.attachToTarget', { targetId })
  let last = 0
  const ask = (method: string, params: object): Promise<{ result?: RemoteValue; objects?: RemoteValue }> => {
    const id = ++last
    const answered = new Promise<{ result?: RemoteValue; objects?: RemoteValue }>((resolve) => {
      session.on('Target.receivedMessageFromTarget', ({ message }) => {
        const answer = JSON.parse(message)
        if (answer.id === id) resolve(answer.result)
      })
    })
    return session
      .send('Target.sendMessageToTarget', { sessionId, message: JSON.stringify({ id, method, params }) })
      .then(() => answered)
  }
  const { result } = await ask('Runtime.evaluate', { expression: 'WebSocket.prototype' })
  const { objects } = await ask('Runtime.queryObjects', { prototypeObjectId: result?.objectId })
  const open = 'function () { return this.filter((socket) => socket.readyState === WebSocket.OPEN).length }'
  const counted = await ask('Runtime.callFunctionOn', {
    objectId: objects?.objectId,
    functionDeclaration: open,
    returnByValue: true,
  })
  await session.detach()
  return Number(counted.result?.value)
}

type RemoteValue = { readonly objectId?: string; readonly value?: unknown }
