import { expect, type Page } from '@playwright/test'
import { test } from './browser-test.ts'
import { natterUrl } from './natter-under-test.ts'
import { makeRoom, messages, openRoom, password, say, signUp } from './people-in-browsers.ts'

/** What the page has asked the browser's notifications for; a headless one shows none. */
type Asked = { readonly title: string; readonly body: string; isClosed: boolean; click(): void }
type Recording = { asked: Asked[]; leaveAsked: number }

/** In the place of the browser's own, before the page runs. */
function recordNotifications(): void {
  const recording: Recording = { asked: [], leaveAsked: 0 }
  class Recorded extends EventTarget {
    static permission: NotificationPermission = 'default'
    static async requestPermission() {
      recording.leaveAsked++
      Recorded.permission = 'granted'
      return Recorded.permission
    }
    onclick?: () => void
    onshow?: () => void
    readonly own: Asked
    constructor(title: string, { body }: { body: string }) {
      super()
      this.own = { title, body, isClosed: false, click: () => this.onclick?.() }
      recording.asked.push(this.own)
      setTimeout(() => this.onshow?.())
    }
    close() {
      this.own.isClosed = true
    }
  }
  Object.assign(globalThis, { Notification: Recorded, recordedNotices: recording })
}

const recorded = (page: Page) => page.evaluate(() => (Reflect.get(globalThis, 'recordedNotices') as Recording).asked)
const standing = async (page: Page) =>
  (await recorded(page)).filter(({ isClosed }) => !isClosed).map(({ title }) => title)

async function turnOn(page: Page) {
  expect(await page.evaluate(() => (Reflect.get(globalThis, 'recordedNotices') as Recording).leaveAsked)).toBe(0)
  await page.keyboard.press('Control+,')
  await page.getByRole('button', { name: 'Notifications', exact: true }).click()
  await page.getByRole('button', { name: 'Turn on' }).click()
  await expect(page.getByRole('button', { name: 'Turn on' })).toHaveCount(0)
  await page.keyboard.press('Escape')
}

test('a notice comes on each device that does not show the room, goes when it is read on one, and leads to its message', async ({
  browser,
}) => {
  test.setTimeout(180_000)
  const ana = await signUp(browser, 'Ana')
  await ana.context.addInitScript(recordNotifications)
  await ana.page.reload()
  await makeRoom(ana.page, 'Quay')
  const ben = await signUp(browser, 'Ben')
  await makeRoom(ben.page, 'Harbour rebuild', [ana.handle])

  // Ana's other device.
  const other = await browser.newContext()
  await other.addInitScript(recordNotifications)
  const second = await other.newPage()
  await second.goto(natterUrl())
  await second.getByLabel('Handle').fill(ana.handle)
  await second.getByLabel('Password').fill(password)
  await second.getByRole('button', { name: 'Sign in', exact: true }).click()
  await openRoom(second, 'Quay')
  await openRoom(ana.page, 'Quay')
  for (const page of [ana.page, second]) await turnOn(page)
  await expect(ana.page.getByRole('button', { name: /Harbour rebuild/ })).toBeVisible()

  await say(ben.page, 'among ourselves')
  await say(ben.page, `@${ana.handle} could you look at the drawing?`)
  for (const page of [ana.page, second]) {
    await expect.poll(() => standing(page)).toEqual(['Ben in Harbour rebuild'])
    await expect(page).toHaveTitle(/^\(2\)/)
    await expect(page.locator('link[rel=icon]')).toHaveAttribute('href', '/mark-for-you.svg')
  }
  // Read on the one, gone on both.
  await openRoom(ana.page, 'Harbour rebuild')
  for (const page of [ana.page, second]) {
    await expect.poll(() => standing(page)).toEqual([])
    await expect(page).toHaveTitle(/^[^(]/)
    await expect(page.locator('link[rel=icon]')).toHaveAttribute('href', '/mark.svg')
  }
  // The one that shows the room tells nothing, and what is read there does not stay on the other.
  const before = (await recorded(ana.page)).length
  await say(ben.page, `@${ana.handle} and this one`)
  await expect(messages(ana.page).last()).toContainText('and this one')
  await expect(second).toHaveTitle(/^[^(]/)
  await expect.poll(() => standing(second)).toEqual([])
  expect(await recorded(ana.page)).toHaveLength(before)

  // A click leads to the very message, and muted the room says nothing and is counted nowhere.
  await openRoom(ana.page, 'Quay')
  await say(ben.page, `@${ana.handle} the last one`)
  for (const page of [ana.page, second]) {
    await expect.poll(async () => (await recorded(page)).at(-1)?.body).toContain('the last one')
    await expect.poll(() => standing(page)).toHaveLength(1)
  }
  await second.evaluate(() => (Reflect.get(globalThis, 'recordedNotices') as Recording).asked.at(-1)?.click())
  await expect(second.getByRole('heading', { level: 1, name: 'Harbour rebuild' })).toBeVisible()
  await expect(messages(second).filter({ hasText: 'the last one' })).toBeInViewport()
  await second.getByRole('button', { name: 'Notifications of this room' }).click()
  await second.getByRole('menuitem', { name: 'Mute for an hour' }).click()
  await openRoom(second, 'Quay')
  await expect(
    ana.page.locator('[data-room]', { hasText: 'Harbour rebuild' }).getByText('Muted', { exact: true }),
  ).toHaveCount(1)
  const told = (await recorded(ana.page)).length
  await say(ben.page, `@${ana.handle} nobody is told of this`)
  await expect(ana.page.locator('[data-room]', { hasText: 'Harbour rebuild' })).toContainText('nobody is told')
  await expect(ana.page).toHaveTitle(/^[^(]/)
  expect(await recorded(ana.page)).toHaveLength(told)
})
