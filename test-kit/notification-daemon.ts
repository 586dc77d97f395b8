import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Message, type MessageBus, sessionBus } from '@jellybrick/dbus-next'

/** What the system's notifications are asked to show: the fields of `Notify`, by their names in the specification. */
export type Notified = {
  readonly id: number
  readonly appName: string
  readonly replaces: number
  readonly icon: string
  readonly summary: string
  readonly body: string
  /** Name, words, name, words. */
  readonly actions: readonly string[]
  readonly hints: Readonly<Record<string, unknown>>
}

/** A session bus of the test's own, and on it who shows notifications: what comes is written down, and nothing is shown. */
export type NotificationDaemon = {
  /** For `DBUS_SESSION_BUS_ADDRESS` of whoever is to speak to it. */
  readonly address: string
  readonly notified: Notified[]
  readonly closed: number[]
  /** The person presses a button, or the notification itself (`default`). */
  press(id: number, action: string): void
  stop(): Promise<void>
}

const name = 'org.freedesktop.Notifications'
const path = '/org/freedesktop/Notifications'
const programs = ['dbus-daemon', 'notify-send']

/** Why there can be none here, for a test that is then skipped; undefined where all is there. */
export function lacksForNotifications(): string | undefined {
  const folders = (process.env.PATH ?? '').split(':')
  const lacking = programs.filter((program) => !folders.some((folder) => existsSync(join(folder, program))))
  if (process.platform !== 'linux') return 'not Linux'
  return lacking.length === 0 ? undefined : `${lacking.join(' and ')} not installed (dbus, libnotify-bin)`
}

export async function startNotificationDaemon(): Promise<NotificationDaemon> {
  const folder = mkdtempSync(join(tmpdir(), 'natter-bus-'))
  const address = `unix:path=${join(folder, 'bus')}`
  const daemon = spawn(
    'dbus-daemon',
    ['--session', '--nofork', '--nopidfile', `--address=${address}`, '--print-address'],
    {
      stdio: ['ignore', 'pipe', 'ignore'],
    },
  )
  await new Promise<void>((resolve, reject) => {
    daemon.stdout.once('data', () => resolve())
    daemon.once('exit', (code) => reject(new Error(`dbus-daemon ended with ${code}`)))
  })
  const bus = sessionBus({ busAddress: address })
  await bus.requestName(name, 0)
  const notified: Notified[] = []
  const closed: number[] = []
  answer(bus, notified, closed)
  return {
    address,
    notified,
    closed,
    press: (id, action) => bus.send(Message.newSignal(path, name, 'ActionInvoked', 'us', [id, action])),
    async stop() {
      bus.disconnect()
      const ended = new Promise((resolve) => daemon.once('exit', resolve))
      daemon.kill()
      await ended
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

type NotifyBody = [
  string,
  number,
  string,
  string,
  string,
  readonly string[],
  Record<string, { value: unknown }>,
  number,
]

function answer(bus: MessageBus, notified: Notified[], closed: number[]): void {
  bus.addMethodHandler((call: Message) => {
    if (call.interface !== name) return false
    const reply = (signature: string, body: unknown[]) => bus.send(Message.newMethodReturn(call, signature, body))
    switch (call.member) {
      case 'Notify': {
        const [appName, replaces, icon, summary, body, actions, hints] = call.body as NotifyBody
        const id = replaces === 0 ? Math.max(0, ...notified.map((one) => one.id)) + 1 : replaces
        const plain = Object.fromEntries(Object.entries(hints).map(([key, { value }]) => [key, value]))
        notified.push({ id, appName, replaces, icon, summary, body, actions, hints: plain })
        reply('u', [id])
        return true
      }
      case 'CloseNotification':
        closed.push(Number(call.body[0]))
        reply('', [])
        bus.send(Message.newSignal(path, name, 'NotificationClosed', 'uu', [call.body[0], 3]))
        return true
      case 'GetCapabilities':
        reply('as', [['actions', 'body', 'body-markup', 'body-hyperlinks']])
        return true
      case 'GetServerInformation':
        reply('ssss', ['Natter test', 'Natter', '1', '1.2'])
        return true
      default:
        return false
    }
  })
}
