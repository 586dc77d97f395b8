import { Notification } from 'electron'
import { type NoteActivation, parseActivation, parseNoteId } from '../notes/note-address.ts'
import type { NoteWords, Notifier } from '../notes/note-means.ts'
import { buildToastXml } from '../notes/toast-xml.ts'

/**
 * Electron's own: where the others fail, and where the system has a field to answer in. Linux hears no failure, so silence is
 * success there.
 */
export function buildElectronNotifier(words: NoteWords, after: (ms: number, run: () => void) => void): Notifier {
  /** Kept while they are shown, or the collector takes them, and nobody hears the click. */
  const shown = new Map<string, Notification>()
  return {
    means: 'electron',
    notify(given, events) {
      const { title, text, tag, id, hasSound, canAct } = given
      if (!Notification.isSupported()) return Promise.resolve(false)
      shown.get(tag)?.close()
      const buttons = [
        { text: words.read, act: events.onRead },
        { text: words.quiet, act: events.onQuiet },
      ]
      const note = new Notification({
        title,
        body: text,
        silent: !hasSound,
        ...(id !== undefined && { id }),
        ...(process.platform === 'win32' && { toastXml: buildToastXml(given, words) }),
        ...(canAct && {
          hasReply: true,
          replyPlaceholder: words.reply,
          actions: buttons.map((button) => ({ type: 'button' as const, text: button.text })),
        }),
      })
      shown.set(tag, note)
      const forget = () => void (shown.get(tag) === note && shown.delete(tag))
      const done = (act: () => void) => {
        forget()
        act()
      }
      note.on('click', () => done(events.onOpen))
      note.on('close', forget)
      note.on('reply', ({ reply }) => done(() => events.onReply(reply)))
      note.on('action', ({ actionIndex }) => done(() => buttons[actionIndex]?.act()))
      return new Promise((resolve) => {
        note.on('show', () => resolve(true))
        note.on('failed', () => {
          forget()
          resolve(false)
        })
        after(silentMs, () => resolve(shown.get(tag) === note))
        note.show()
      })
    },
    clear(tag) {
      shown.get(tag)?.close()
      shown.delete(tag)
    },
  }
}

const silentMs = 1_000

/**
 * What is pressed in a notification that nobody here listens to: Windows says it even where it has started the app. macOS
 * says that at `ready`, and keeps those that an earlier run has left, where their clicks can be heard again.
 */
export function hearLeftNotes(onActivated: (activation: NoteActivation) => void): void {
  // Absent where the system has no such thing, whatever the types say.
  const system = Notification as Partial<Pick<typeof Notification, 'handleActivation' | 'getHistory'>>
  system.handleActivation?.((details) => {
    const activation = parseActivation(details)
    if (activation !== undefined) onActivated(activation)
  })
  void system.getHistory?.().then((notes) => {
    for (const note of notes) {
      const address = parseNoteId(note.id)
      if (address === undefined) continue
      const done = (act: NoteActivation['act']) => {
        left.delete(note)
        onActivated({ ...address, id: note.id, act })
      }
      left.add(note)
      note.on('click', () => done({ kind: 'open' }))
      note.on('close', () => void left.delete(note))
      note.on('reply', ({ reply }) => done(reply.trim() === '' ? { kind: 'open' } : { kind: 'reply', text: reply }))
    }
  })
}
/** Kept, or the collector takes them and nobody hears the click. */
const left = new Set<Notification>()
