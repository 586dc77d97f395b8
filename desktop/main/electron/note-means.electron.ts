import { Notification } from 'electron'
import type { NoteWords, Notifier } from '../notes/note-means.ts'

/**
 * Electron's own: where the others fail, and where the system has a field to answer in. Linux hears no failure, so silence is
 * success there.
 */
export function buildElectronNotifier(words: NoteWords, after: (ms: number, run: () => void) => void): Notifier {
  /** Kept while they are shown, or the collector takes them, and nobody hears the click. */
  const shown = new Map<string, Notification>()
  return {
    means: 'electron',
    notify({ title, text, tag, hasSound, canAct }, events) {
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
