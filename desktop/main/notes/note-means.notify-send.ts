import type { ChildProcess } from 'node:child_process'
import type { NoteEvents, NoteWords, Notifier, SystemNote } from './note-means.ts'
import { escapeBody } from './note-text.ts'

/** As `child_process.spawn` does it, without a shell: each argument is one, whatever stands in it. */
export type RunNotifySend = (args: readonly string[]) => Pick<ChildProcess, 'on' | 'kill' | 'stdout'>

type Sending = {
  readonly run: RunNotifySend
  readonly after: (ms: number, run: () => void) => () => void
  /** Line by line, as each is said; else nothing is known of it before the end. */
  readonly saysAtOnce: boolean
  readonly icon: string
  readonly words: NoteWords
}

/**
 * Without `stdbuf` before it the program keeps its number to itself until the end: then one that still waits after this has
 * been shown. One that has nobody to tell ends at once.
 */
const aliveMs = 1_000
/** Each waits for its click; the oldest has been long out of sight. */
const mostWaiting = 20

/**
 * Linux, where node-notifier hears no click: the same program with buttons (libnotify from 0.8 on), a child for each
 * notification, which says its number first and afterwards what was pressed. It takes its notification away when it is
 * interrupted; killed it leaves it.
 */
export function buildNotifySend({ run, after, saysAtOnce, icon, words }: Sending): Notifier {
  const waiting = new Map<string, Waiting>()

  function leave(tag: string) {
    waiting.get(tag)?.leave()
    waiting.delete(tag)
  }
  return {
    means: 'notify-send',
    notify(note, events) {
      const before = waiting.get(note.tag)
      const replaces = before?.id()
      // One whose number is not known cannot be replaced: it goes, and the new one comes.
      if (replaces === undefined) before?.takeAway()
      leave(note.tag)
      const started = watch(run(buildArguments(note, { icon, words, replaces })), events, () => {
        if (waiting.get(note.tag) === started) waiting.delete(note.tag)
      })
      waiting.set(note.tag, started)
      if (!saysAtOnce) void started.shown.then(after(aliveMs, started.stillThere))
      const [oldest] = waiting.keys()
      if (waiting.size > mostWaiting && oldest !== undefined) leave(oldest)
      return started.shown
    },
    clear(tag) {
      const before = waiting.get(tag)
      waiting.delete(tag)
      before?.takeAway()
    },
  }
}

type Waiting = {
  readonly shown: Promise<boolean>
  stillThere(): void
  /** The daemon's number of it, once it is known. */
  id(): string | undefined
  /** Another takes its place: nobody listens any more. */
  leave(): void
  takeAway(): void
}

function watch(child: ReturnType<RunNotifySend>, events: NoteEvents, onEnd: () => void): Waiting {
  let said = ''
  let id: string | undefined
  let isHeard = true
  let tell: (isShown: boolean) => void = () => {}
  const shown = new Promise<boolean>((resolve) => {
    tell = resolve
  })
  const actions: Readonly<Record<string, () => void>> = {
    default: events.onOpen,
    read: events.onRead,
    quiet: events.onQuiet,
  }
  child.stdout?.setEncoding('utf8')
  child.stdout?.on('data', (chunk: string) => {
    said = (said + chunk).slice(-1_000)
    for (let end = said.indexOf('\n'); end !== -1; end = said.indexOf('\n')) {
      const line = said.slice(0, end).trim()
      said = said.slice(end + 1)
      // Where nobody shows anything, the number is 0.
      if (id === undefined && /^[1-9]\d{0,9}$/.test(line)) {
        id = line
        tell(true)
      } else if (isHeard && Object.hasOwn(actions, line)) actions[line]?.()
    }
  })
  const end = () => {
    tell(id !== undefined)
    onEnd()
  }
  child.on('error', end)
  child.on('close', end)
  return {
    shown,
    stillThere: () => tell(true),
    id: () => id,
    leave() {
      if (isHeard) child.kill('SIGKILL')
      isHeard = false
    },
    takeAway() {
      if (isHeard) child.kill('SIGINT')
      isHeard = false
    },
  }
}

type Around = { readonly icon: string; readonly words: NoteWords; readonly replaces: string | undefined }

function buildArguments({ title, text, hasSound, canAct }: SystemNote, { icon, words, replaces }: Around): string[] {
  return [
    '--app-name=Natter',
    `--icon=${icon}`,
    '--category=im.received',
    '--hint=string:desktop-entry:chat.natter.desktop',
    hasSound ? '--hint=string:sound-name:message-new-instant' : '--hint=boolean:suppress-sound:true',
    '--print-id',
    ...(replaces === undefined ? [] : [`--replace-id=${replaces}`]),
    `--action=default=${words.open}`,
    ...(canAct ? [`--action=read=${words.read}`, `--action=quiet=${words.quiet}`] : []),
    // From here on nothing is an option, however it begins.
    '--',
    title,
    escapeBody(text),
  ]
}

/** Whether the program that is here knows buttons and numbers, by its own word. */
export function knowsActions(help: string): boolean {
  return ['--action', '--print-id', '--replace-id'].every((option) => help.includes(option))
}
