import { expect } from '@playwright/test'
import { test } from './browser-test.ts'
import { makeRoom, messages, messageWords, say, signUp } from './people-in-browsers.ts'

const hostile = [
  '<img src=x onerror="document.title=\'owned\'">',
  '<script>document.title="owned"</script>',
  'javascript:document.title="owned"',
  '[click](javascript:alert(1)) **bold** `code <b>x</b>`',
  '\u202Eright to left override',
  '{{constructor.constructor("alert(1)")()}}',
]

test('whatever is typed is shown as text and runs nowhere', async ({ browser }) => {
  const [ana, ben] = await Promise.all([signUp(browser, 'Ana'), signUp(browser, '<b>Ben</b>')])
  const dialogs: string[] = []
  for (const { page } of [ana, ben]) page.on('dialog', (dialog) => dialogs.push(dialog.message()))
  await makeRoom(ana.page, '<i>Pier</i> & "co"', [ben.handle])
  for (const words of hostile) await say(ana.page, words)
  await ben.page.getByRole('button', { name: /Pier/ }).click()
  await expect(messages(ben.page)).toHaveCount(hostile.length)
  await say(ben.page, 'I am <u>Ben</u>')
  for (const { page } of [ana, ben]) {
    await expect(messages(page)).toHaveCount(hostile.length + 1)
    const shown = await messageWords(page)
    expect(shown.slice(0, 3)).toEqual(hostile.slice(0, 3))
    expect(shown[3]).toBe('[click](javascript:alert(1)) bold code <b>x</b>')
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('<i>Pier</i> & "co"')
    expect(await page.locator('[data-message] :is(img, script, u, i)').count()).toBe(0)
    expect(await page.locator('[data-message] a').count()).toBe(0)
    expect(await page.title()).not.toBe('owned')
  }
  await expect(ana.page.getByText('<b>Ben</b>').first()).toBeAttached()
  expect(dialogs).toEqual([])
})
