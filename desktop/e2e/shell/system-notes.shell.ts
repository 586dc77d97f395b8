import { type Browser, expect, test } from '@playwright/test'
import {
  lacksForNotifications,
  type NotificationDaemon,
  startNotificationDaemon,
} from '../../../test-kit/notification-daemon.ts'
import { makeRoom, openRoom, say } from '../people-in-browsers.ts'
import { endDesktops, makeAccount, startOnServer } from './desktop-person.ts'

/** Through the system for real: the built main, `notify-send` and a bus; only who shows the notifications is the test's. */
endDesktops()
const lacking = lacksForNotifications()
let daemon: NotificationDaemon | undefined
const before = process.env.DBUS_SESSION_BUS_ADDRESS

function setBus(address: string | undefined) {
  if (address === undefined) delete process.env.DBUS_SESSION_BUS_ADDRESS
  else process.env.DBUS_SESSION_BUS_ADDRESS = address
}
test.afterEach(async () => {
  setBus(before)
  await daemon?.stop()
  daemon = undefined
})

/** Ana is in the tray, with another room open; Ben is in the room that both are in. */
async function startBoth(browser: Browser) {
  const ana = await startOnServer({ browser })
  const page = await ana.page()
  const anaHandle = await makeAccount(page, 'Ana')
  const ben = await startOnServer({ browser })
  const other = await ben.page()
  await makeAccount(other, 'Ben')
  await makeRoom(other, 'Harbour rebuild', [anaHandle])
  await expect(page.getByRole('button', { name: /Harbour rebuild/ })).toBeVisible()
  await makeRoom(page, 'Quay')
  const [window] = ana.windows
  ana.answers.boxes.push(0)
  window?.close()
  await expect.poll(() => window?.isVisible()).toBe(false)
  return { ana, page, anaHandle, other, window }
}

test('tells the system of a message, and a click in the tray leads to that very message', async ({ browser }) => {
  test.skip(lacking !== undefined, lacking)
  daemon = await startNotificationDaemon()
  const { notified, address, press } = daemon
  setBus(address)
  const { ana, page, anaHandle, other, window } = await startBoth(browser)
  await say(other, `@${anaHandle} could you look at the drawing? <b>&`)
  await expect.poll(() => notified.length).toBe(1)
  expect(notified[0]).toMatchObject({
    appName: 'Natter',
    summary: 'Ben in Harbour rebuild',
    body: `@${anaHandle} could you look at the drawing? &lt;b&gt;&amp;`,
    actions: ['default', 'Open', 'read', 'Mark as read', 'quiet', 'Quiet for an hour'],
  })
  for (let line = 1; line <= 30; line++) await say(other, `line ${line}`)
  press(notified[0]?.id ?? 0, 'default')
  await expect.poll(() => window?.isVisible()).toBe(true)
  await expect(page.getByRole('heading', { level: 1, name: 'Harbour rebuild' })).toBeVisible()
  await expect(page.locator('[data-message]', { hasText: 'could you look at the drawing?' })).toBeInViewport()
  // Nothing of Electron's own was needed.
  expect(ana.notes).toEqual([])

  // Marked as read in the notification itself, the window stays where it is, and the notification goes.
  await openRoom(page, 'Quay')
  window?.close()
  await say(other, `@${anaHandle} and this one`)
  await expect.poll(() => notified.at(-1)?.body).toContain('and this one')
  const last = notified.at(-1)?.id ?? 0
  press(last, 'read')
  await expect.poll(() => ana.record.badge?.at(-1)).toBe(0)
  expect(window?.isVisible()).toBe(false)
})

test('an answer in the notification itself goes out, and the window stays where it is', async ({ browser }) => {
  // Nobody on the bus: Electron's own, which has a field where the system has one.
  setBus(undefined)
  const { ana, anaHandle, other, window } = await startBoth(browser)
  await say(other, `@${anaHandle} when will you be here?`)
  await expect
    .poll(() => ana.notes.map(({ title, hasReply }) => [title, hasReply]))
    .toEqual([['Ben in Harbour rebuild', true]])
  ana.notes[0]?.reply('In ten minutes')
  await expect(other.locator('[data-message]', { hasText: 'In ten minutes' })).toBeVisible()
  expect(window?.isVisible()).toBe(false)
})
