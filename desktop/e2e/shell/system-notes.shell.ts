import { expect, test } from '@playwright/test'
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
let daemon: NotificationDaemon
const before = process.env.DBUS_SESSION_BUS_ADDRESS

test.skip(lacking !== undefined, lacking)
test.beforeAll(async () => {
  daemon = await startNotificationDaemon()
  process.env.DBUS_SESSION_BUS_ADDRESS = daemon.address
})
test.afterAll(async () => {
  if (before === undefined) delete process.env.DBUS_SESSION_BUS_ADDRESS
  else process.env.DBUS_SESSION_BUS_ADDRESS = before
  await daemon?.stop()
})

test('tells the system of a message, and a click in the tray leads to that very message', async ({ browser }) => {
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

  await say(other, `@${anaHandle} could you look at the drawing? <b>&`)
  await expect.poll(() => daemon.notified.length).toBe(1)
  expect(daemon.notified[0]).toMatchObject({
    appName: 'Natter',
    summary: 'Ben in Harbour rebuild',
    body: `@${anaHandle} could you look at the drawing? &lt;b&gt;&amp;`,
    actions: ['default', 'Open', 'read', 'Mark as read', 'quiet', 'Quiet for an hour'],
  })
  for (let line = 1; line <= 30; line++) await say(other, `line ${line}`)
  daemon.press(daemon.notified[0]?.id ?? 0, 'default')
  await expect.poll(() => window?.isVisible()).toBe(true)
  await expect(page.getByRole('heading', { level: 1, name: 'Harbour rebuild' })).toBeVisible()
  await expect(page.locator('[data-message]', { hasText: 'could you look at the drawing?' })).toBeInViewport()
  // Nothing of Electron's own was needed.
  expect(ana.notes).toEqual([])

  // Marked as read in the notification itself, the window stays where it is, and the notification goes.
  await openRoom(page, 'Quay')
  window?.close()
  await say(other, `@${anaHandle} and this one`)
  await expect.poll(() => daemon.notified.at(-1)?.body).toContain('and this one')
  const last = daemon.notified.at(-1)?.id ?? 0
  daemon.press(last, 'read')
  await expect.poll(() => ana.record.badge?.at(-1)).toBe(0)
  expect(window?.isVisible()).toBe(false)
})
