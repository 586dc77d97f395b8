import type { NoteMeans } from '../../bridge.ts'
import type { NoteText } from './note-text.ts'

/**
 * One way of telling the system. The words are clean by then (note-text.ts); an adapter names its options one by one, and
 * nothing of a message is ever one. None throws: what cannot be shown is `false`, and another way is tried.
 */
export type Notifier = {
  readonly means: NoteMeans
  /** Resolves once the system has it. A later note with the same tag takes the earlier one's place. */
  notify(note: SystemNote, events: NoteEvents): Promise<boolean>
  /** Off the screen and out of the system's centre, where that can be done. */
  clear(tag: string): void
}

export type SystemNote = NoteText & {
  readonly tag: string
  /** By which the system names it to a later run of the app (note-address.ts). Without: it leads nowhere. */
  readonly id?: string
  readonly hasSound: boolean
  /** It may be answered, and the room marked as read, in the notification itself. */
  readonly canAct: boolean
}

/** What the person does with it; each at most once. */
export type NoteEvents = {
  readonly onOpen: () => void
  readonly onReply: (text: string) => void
  readonly onRead: () => void
  readonly onQuiet: () => void
}

/** What buttons in a notification say, in the shell's own language. */
export type NoteWords = {
  readonly open: string
  readonly reply: string
  readonly read: string
  readonly quiet: string
}
