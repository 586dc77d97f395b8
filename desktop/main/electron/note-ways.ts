import { createRequire } from 'node:module'
import { arch } from 'node:os'
import { join } from 'node:path'
import type { Words } from '../../words/words.ts'
import { buildNodeNotifier, type NodeNotifier } from '../notes/note-means.node-notifier.ts'
import { buildNotifySend } from '../notes/note-means.notify-send.ts'
import type { Notifier, SystemNote } from '../notes/note-means.ts'
import { hasNotifySendActions, notifySendSaysAtOnce, runNotifySend } from '../notes/run-notify-send.ts'
import { buildElectronNotifier } from './note-means.electron.ts'

type NodeNotifierPackage = Readonly<
  Record<'NotifySend' | 'NotificationCenter' | 'WindowsToaster', new (options: object) => NodeNotifier>
>

type NoteWaysOptions = { readonly say: Words; readonly shellFolder: string; readonly isPackaged: boolean }

/**
 * The ways of this system, in the order in which they are tried for a note. node-notifier is the first; on Linux, where it
 * hears no click, its program with buttons; and Electron's own where there is a field to answer in, and when the first fails.
 */
export async function openNoteWays(options: NoteWaysOptions): Promise<(note: SystemNote) => readonly Notifier[]> {
  const { say } = options
  const words = {
    open: say('desktop.note-open'),
    reply: say('desktop.note-reply'),
    read: say('desktop.note-read'),
    quiet: say('desktop.note-quiet'),
  }
  const icon = iconOf(options)
  const electron = buildElectronNotifier(words, (ms, run) => setTimeout(run, ms))
  const after = (ms: number, run: () => void) => {
    const timer = setTimeout(run, ms)
    return () => clearTimeout(timer)
  }
  if (process.platform === 'linux' && (await hasNotifySendActions())) {
    const send = buildNotifySend({
      run: runNotifySend,
      saysAtOnce: notifySendSaysAtOnce,
      after,
      icon: icon ?? 'natter',
      words,
    })
    return () => [send, electron]
  }
  const node = openNodeNotifier(options, icon)
  const hasReplies = process.platform !== 'linux'
  return ({ canAct }) => (hasReplies && canAct ? [electron, node] : [node, electron])
}

/** Other programs cannot look into the archive: installed on Linux it has a name, elsewhere the system knows the app's own. */
function iconOf({ shellFolder, isPackaged }: NoteWaysOptions): string | undefined {
  if (!isPackaged) return join(shellFolder, 'window.png')
  return process.platform === 'linux' ? 'natter' : undefined
}

function openNodeNotifier({ shellFolder, isPackaged }: NoteWaysOptions, icon: string | undefined): Notifier {
  const load = createRequire(import.meta.url)
  const { NotifySend, NotificationCenter, WindowsToaster } = load('./node-notifier.cjs') as NodeNotifierPackage
  // Programs cannot be started from within the archive: they lie beside it.
  const folder = isPackaged ? shellFolder.replace('app.asar', 'app.asar.unpacked') : shellFolder
  const programs = join(folder, 'notifier')
  switch (process.platform) {
    case 'win32': {
      const customPath = join(programs, `snoretoast-${arch() === 'ia32' ? 'x86' : 'x64'}.exe`)
      return buildNodeNotifier({ platform: 'windows', notifier: new WindowsToaster({ customPath }), icon })
    }
    case 'darwin': {
      const customPath = join(programs, 'terminal-notifier.app/Contents/MacOS/terminal-notifier')
      return buildNodeNotifier({ platform: 'mac', notifier: new NotificationCenter({ customPath }), icon })
    }
    default:
      return buildNodeNotifier({ platform: 'linux', notifier: new NotifySend({}), icon })
  }
}
