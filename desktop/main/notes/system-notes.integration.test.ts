import { createRequire } from 'node:module'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  lacksForNotifications,
  type NotificationDaemon,
  type Notified,
  startNotificationDaemon,
} from '../../../test-kit/notification-daemon.ts'
import type { DesktopNote } from '../../bridge.ts'
import { buildNoteDesk } from './note-desk.ts'
import { buildNodeNotifier, type NodeNotifier } from './note-means.node-notifier.ts'
import { buildNotifySend } from './note-means.notify-send.ts'
import type { Notifier } from './note-means.ts'
import { hasNotifySendActions, notifySendSaysAtOnce, runNotifySend } from './run-notify-send.ts'

/** Real programs and a real bus: only who shows the notifications is the test's own. */
const lacking = lacksForNotifications()
const room = '0.aaaaaaaaaaaaaa'
const message = '01jd0000000000000000000001'
const note: DesktopNote = {
  title: 'Ben in Harbour rebuild',
  text: 'Could you look at the drawing?',
  tag: room,
  room,
  message,
  hasSound: true,
  canAct: true,
}
const after = (ms: number, run: () => void) => {
  const timer = setTimeout(run, ms)
  return () => clearTimeout(timer)
}

describe.skipIf(lacking !== undefined)(`a real notification${lacking === undefined ? '' : `: ${lacking}`}`, () => {
  let daemon: NotificationDaemon
  const before = process.env.DBUS_SESSION_BUS_ADDRESS

  beforeAll(async () => {
    daemon = await startNotificationDaemon()
    process.env.DBUS_SESSION_BUS_ADDRESS = daemon.address
  })
  afterAll(async () => {
    if (before === undefined) delete process.env.DBUS_SESSION_BUS_ADDRESS
    else process.env.DBUS_SESSION_BUS_ADDRESS = before
    await daemon?.stop()
  })

  const words = { open: 'Open', reply: 'Answer', read: 'Mark as read', quiet: 'Quiet for an hour' }
  function start(
    way: Notifier = buildNotifySend({
      run: runNotifySend,
      saysAtOnce: notifySendSaysAtOnce,
      after,
      icon: '/icon.png',
      words,
    }),
  ) {
    const done: unknown[] = []
    const desk = buildNoteDesk({
      waysFor: () => [way],
      isQuiet: () => false,
      onGo: (account, place) => done.push(['go', account, place]),
      onAct: (account, place) => done.push(['act', account, place]),
      now: () => performance.now(),
      after,
      log: () => {},
    })
    return { desk, done }
  }
  const openNodeNotifier = () => {
    const { NotifySend } = createRequire(import.meta.url)('node-notifier') as { NotifySend: new () => NodeNotifier }
    return buildNodeNotifier({ platform: 'linux', notifier: new NotifySend(), icon: '/icon.png' })
  }

  test('is exactly what was asked for, and a click leads to the message', async () => {
    expect(await hasNotifySendActions()).toBe(true)
    const { desk, done } = start()
    expect(await desk.show('ana', note)).toMatchObject({ kind: 'shown', by: 'notify-send' })
    const { id, hints, ...shown } = daemon.notified.at(-1) as Notified
    const { 'sender-pid': _, ...said } = hints
    expect(shown).toEqual({
      appName: 'Natter',
      replaces: 0,
      icon: '/icon.png',
      summary: note.title,
      body: note.text,
      actions: ['default', 'Open', 'read', 'Mark as read', 'quiet', 'Quiet for an hour'],
    })
    expect(said).toEqual({
      category: 'im.received',
      'desktop-entry': 'chat.natter.desktop',
      'sound-name': 'message-new-instant',
      urgency: 1,
    })
    daemon.press(id, 'default')
    await expect.poll(() => done).toEqual([['go', 'ana', { kind: 'room', room, message }]])
  })

  test('is replaced by the next one of its room, goes when that is read, and can be marked as read itself', async () => {
    const { desk, done } = start()
    await desk.show('ana', note)
    const first = daemon.notified.at(-1)
    await desk.show('ana', { ...note, text: '50 new', hasSound: false, canAct: false })
    const second = daemon.notified.at(-1)
    expect(second).toMatchObject({ id: first?.id, replaces: first?.id, actions: ['default', 'Open'] })
    expect(second?.hints).toMatchObject({ 'suppress-sound': true })
    desk.clear('ana', room)
    await expect.poll(() => daemon.closed).toContain(second?.id)
    await desk.show('ana', note)
    daemon.press(daemon.notified.at(-1)?.id ?? 0, 'read')
    await expect.poll(() => done).toEqual([['act', 'ana', { kind: 'read', room }]])
    desk.clearAll()
  })

  test('is gone every time, also where that comes the moment it is there', async () => {
    const { desk } = start()
    const before = daemon.notified.length
    const rooms = Array.from({ length: 100 }, (_, n) => `0.${String(n).padStart(14, 'b')}`)
    for (const one of rooms) {
      await desk.show('ana', { ...note, tag: one, room: one })
      desk.clear('ana', one)
    }
    const shown = daemon.notified.slice(before).map(({ id }) => id)
    expect(shown).toHaveLength(rooms.length)
    await expect.poll(() => shown.filter((id) => !daemon.closed.includes(id))).toEqual([])
  })

  test('by node-notifier, where the program knows no buttons', async () => {
    const { desk } = start(openNodeNotifier())
    expect(await desk.show('ana', note)).toMatchObject({ kind: 'shown', by: 'node-notifier' })
    expect(daemon.notified.at(-1)).toMatchObject({ appName: 'Natter', summary: note.title, body: note.text })
  })

  test.each([
    ['notify-send', undefined],
    ['node-notifier', openNodeNotifier],
  ])(
    'of %s: nothing that people write is an option, a mark or an end',
    async (_means, open) => {
      const { desk } = start(open?.())
      const from = daemon.notified.length
      const startedAt = performance.now()
      for (const [index, text] of hostileTexts.entries()) {
        const told = await desk.show('ana', { ...note, tag: `t${index % 5}`, title: text, text, canAct: false })
        expect([index, told.kind]).toEqual([index, 'shown'])
      }
      const shown = daemon.notified.slice(from)
      expect(shown).toHaveLength(hostileTexts.length)
      for (const { appName, icon, summary, body, hints } of shown) {
        expect([appName, icon, hints.urgency, hints.category]).toEqual(['Natter', '/icon.png', 1, 'im.received'])
        expect([...summary].length).toBeLessThanOrEqual(81)
        expect(summary).not.toMatch(/^-|[\p{Cc}\u202a-\u202e\u2066-\u2069]/u)
        expect(body).not.toMatch(/^-|[<>\p{Cc}\u202a-\u202e\u2066-\u2069]|&(?!amp;|lt;|gt;)/u)
      }
      desk.clearAll()
      // None of them hung: each would have been given up after three seconds.
      expect(performance.now() - startedAt).toBeLessThan(hostileTexts.length * 2_000)
    },
    180_000,
  )
})

const hostileTexts: readonly string[] = [
  ...[
    '--icon=/etc/passwd',
    '--urgency=critical',
    '--hint=string:x:y',
    '--app-name=System Update',
    '--help',
    '--version',
  ],
  ...['-w', '-', '--', '-u', '-?', '-h', '-i', '-t0', '-A x=y', '-p', '-r1', '-c', '-e', '--wait', '--action=x=y'],
  ...['a\u0000b', '\u0000', '\u0000--help', 'x'.repeat(200_000), '😀'.repeat(50_000), '-'.repeat(200_000)],
  ...['C:\\new\\table', '\\', '\\\\', '\\0', '\\x41', '\\n', '%s%n%d', '%'],
  ...[
    '<b>bold</b>',
    '<a href="https://evil.example">x</a>',
    '<img src=x>',
    '&lt;b&gt;',
    '&amp;',
    '&',
    '<',
    ']]>',
    '<!--',
  ],
  ...[
    '"; touch /tmp/natter-owned; "',
    '$(touch /tmp/natter-owned)',
    '`touch /tmp/natter-owned`',
    '| sh',
    '&& sh',
    '> /tmp/x',
  ],
  ...["'", '"', '\n--help', '\r\n-w', '\t-w', ' -w', '!!', '~', '*', '$HOME', '\u001b[2J', '\u0007'],
  ...['\u202egnp.exe', '\u2066\u2066', '\u200f', '\ud800', '\udfff\ud800', `e${'\u0301'.repeat(5_000)}`, '\ufeff-w'],
]
