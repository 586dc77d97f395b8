import { expect, type Page, test } from '@playwright/test'
import { natterUrl } from './natter-under-test.ts'
import { composer, cutNetwork, makeRoom, messages, messageWords, openRoom, say, signUp } from './people-in-browsers.ts'

const many = Array.from({ length: 20 }, (_, index) => `Line ${index + 1} of twenty`)

test('twenty messages written without a network go out once and in order, after the tab was closed', async ({
  browser,
}) => {
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
  await expect.poll(() => keptDrafts(ana.page)).toEqual(['Half a thought'])
  await ana.page.close()

  await ana.context.setOffline(false)
  const again = await ana.context.newPage()
  await again.goto(natterUrl())
  await openRoom(again, 'Pier')
  await expect(composer(again)).toHaveValue('Half a thought')
  await expect.poll(() => messageWords(ben.page), { timeout: 30_000 }).toEqual(expect.arrayContaining([many[19]]))
  const seen = new Set<string>()
  const order: string[] = []
  // The list holds only what is on screen: read it from the end up.
  await ben.page.getByRole('list', { name: 'Messages' }).evaluate((list) => list.scrollTo(0, 0))
  await expect.poll(() => messageWords(ben.page)).toContain('Before the cut')
  for (const part of [0, 400, 800, 1200, 1600]) {
    await ben.page.getByRole('list', { name: 'Messages' }).evaluate((list, top) => list.scrollTo(0, top), part)
    await ben.page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))))
    for (const words of await messageWords(ben.page)) {
      if (seen.has(words)) continue
      seen.add(words)
      order.push(words)
    }
  }
  expect(order).toEqual(['Before the cut', ...many])
  await expect(messages(ben.page).filter({ hasText: 'Line 7 of twenty' })).toHaveCount(1)
  await ana.context.close()
  await ben.context.close()
})

/** What lies on disk as drafts: from there on a closed tab loses nothing. */
function keptDrafts(page: Page): Promise<unknown[]> {
  return page.evaluate(async () => {
    const answerOf = <T>(request: IDBRequest<T>) =>
      new Promise<T>((resolve, reject) => {
        request.onsuccess = () => resolve(request.result)
        request.onerror = () => reject(request.error)
      })
    const kept: unknown[] = []
    for (const { name } of await indexedDB.databases()) {
      const database = await answerOf(indexedDB.open(name ?? ''))
      const store = [...database.objectStoreNames].find((each) => each === 'drafts')
      if (store !== undefined) kept.push(...(await answerOf(database.transaction(store).objectStore(store).getAll())))
      database.close()
    }
    return kept
  })
}
