import type { Notifier, SystemNote } from './note-means.ts'
import { escapeBody } from './note-text.ts'

/** Of node-notifier's three, what is used. It may throw at once, or say so later. */
export type NodeNotifier = {
  notify(options: Readonly<Record<string, unknown>>, callback: (error: unknown, response?: unknown) => void): unknown
}

type Notifying = {
  readonly platform: 'linux' | 'mac' | 'windows'
  readonly notifier: NodeNotifier
  /** Absent: as the system shows the app. */
  readonly icon?: string | undefined
}

/** As in `app.setAppUserModelId`: else Windows says that SnoreToast has something to tell. */
const appId = 'chat.natter.desktop'

/**
 * node-notifier: `notify-send`, `terminal-notifier` or SnoreToast. On Linux it hears no click; elsewhere its answer comes
 * with it, long after the notification is on screen, so that silence is success.
 */
export function buildNodeNotifier({ platform, notifier, icon }: Notifying): Notifier {
  return {
    means: 'node-notifier',
    notify: (note, events) =>
      new Promise((resolve) => {
        if (platform !== 'linux') setTimeout(() => resolve(true), quietMs)
        try {
          notifier.notify(buildOptions(note, platform, icon), (error, response) => {
            // What its program said on stderr, where it has not failed: mostly nothing.
            resolve(!error)
            if (isClick(response)) events.onOpen()
          })
        } catch {
          resolve(false)
        }
      }),
    clear(tag) {
      const options = takeBack[platform]?.(numberOf(tag))
      try {
        if (options !== undefined) notifier.notify(options, () => undefined)
      } catch {
        // It stands a while longer: nothing else is lost.
      }
    },
  }
}

/** A program that is missing or refuses says so at once. */
const quietMs = 700

function isClick(response: unknown): boolean {
  return response === 'activate' || response === 'clicked' || response === 'activated'
}

/** `notify-send` without numbers cannot. */
const takeBack: { readonly [Platform in Notifying['platform']]?: (number: number) => Record<string, unknown> } = {
  windows: (number) => ({ close: number, appID: appId }),
  mac: (number) => ({ remove: String(number) }),
}

/** One by one: `customPath`, `execute` or `open` from elsewhere would start any program. */
function buildOptions(
  note: SystemNote,
  platform: Notifying['platform'],
  icon: string | undefined,
): Record<string, unknown> {
  const { title, text, hasSound, tag } = note
  const picture = icon === undefined ? {} : { icon }
  switch (platform) {
    case 'linux':
      return {
        title,
        message: escapeBody(text) || ' ',
        'app-name': 'Natter',
        ...picture,
        urgency: 'normal',
        category: 'im.received',
      }
    case 'windows':
      return { title, message: text || ' ', appID: appId, id: numberOf(tag), ...picture, sound: hasSound }
    case 'mac':
      return { title, message: text || ' ', ...picture, sound: hasSound, timeout: 60, group: String(numberOf(tag)) }
  }
}

/** The same for the same tag: SnoreToast takes a number, and replaces by it. */
function numberOf(tag: string): number {
  let number = 7
  for (const point of tag) number = (number * 31 + (point.codePointAt(0) ?? 0)) % 2_000_000_000
  return number
}
