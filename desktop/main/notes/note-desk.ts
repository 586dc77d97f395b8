import { parseEventId, parseRoomId } from '../../../common/ids.ts'
import { unreachable } from '../../../common/result.ts'
import type { DesktopNote, DesktopNoteOutcome, DesktopPlace } from '../../bridge.ts'
import { buildNoteId, type NoteActivation } from './note-address.ts'
import type { NoteEvents, Notifier, SystemNote } from './note-means.ts'
import { cleanNote } from './note-text.ts'

/** The notifications of all accounts: cleaned, told by the first way that works, taken back, and led to where they point. */
export type NoteDesk = {
  show(account: string, note: DesktopNote): Promise<DesktopNoteOutcome>
  clear(account: string, tag: string): void
  /** The system hands over what was pressed in one that this run may not have shown; what it has shown is not done twice. */
  activate(activation: NoteActivation): void
  /** The app ends, or somebody wants quiet: nothing of anybody's rooms stays in the system's centre. */
  clearAll(): void
}

export type NoteDeskDeps = {
  /** In the order in which they are tried, for this note. */
  readonly waysFor: (note: SystemNote) => readonly Notifier[]
  readonly isQuiet: () => boolean
  /** The window comes forward, and the page is led there. */
  readonly onGo: (account: string, place: DesktopPlace) => void
  /** The page is told, and the window stays where it is. */
  readonly onAct: (account: string, place: DesktopPlace) => void
  readonly now: () => number
  readonly after: (ms: number, run: () => void) => () => void
  readonly log: (line: string) => void
}

/** Whoever has not shown it by then is given up, and another way is tried. */
const withinMs = 3_000
const mostReplyCharacters = 10_000
const mostKnown = 100

export function buildNoteDesk(deps: NoteDeskDeps): NoteDesk {
  const { waysFor, isQuiet, onGo, onAct, now, after, log } = deps
  const shownBy = new Map<string, Notifier>()
  /** One after the other for each tag: a later one must not be overtaken by the one that it replaces. */
  const turns = new Map<string, Promise<unknown>>()
  /** By the system's name of each. */
  const known = new Map<string, NoteEvents>()

  function eventsOf(account: string, leadsTo: Pick<DesktopNote, 'room' | 'message'>): NoteEvents {
    const room = parseRoomId(leadsTo.room)
    const message = parseEventId(leadsTo.message)
    let isDone = false
    const once = (act: () => void) => () => {
      if (isDone) return
      isDone = true
      act()
    }
    const open = () => {
      if (room !== undefined) onGo(account, { kind: 'room', room, ...(message === undefined ? {} : { message }) })
    }
    return {
      onOpen: once(open),
      onReply(text) {
        // An empty answer is a click on the button that would send it.
        if (room === undefined || text.trim() === '') return once(open)()
        once(() => onAct(account, { kind: 'reply', room, text: text.slice(0, mostReplyCharacters) }))()
      },
      onRead: once(() => room !== undefined && onAct(account, { kind: 'read', room })),
      onQuiet: once(() => onAct(account, { kind: 'quiet' })),
    }
  }

  async function showNow(tag: string, account: string, note: DesktopNote): Promise<DesktopNoteOutcome> {
    const startedAt = now()
    const { room, message, hasSound, canAct } = note
    const place = { kind: 'room' as const, room: room ?? '', ...(message === undefined ? {} : { message }) }
    const id = room === undefined ? undefined : buildNoteId({ account, place })
    const system: SystemNote = { ...cleanNote(note), tag, hasSound, canAct, ...(id !== undefined && { id }) }
    const events = eventsOf(account, note)
    if (id !== undefined) remember(id, events)
    for (const way of waysFor(system)) {
      if (!(await isShown(way, system, events))) {
        // It may come yet, beside the one that is shown in its place.
        way.clear(tag)
        continue
      }
      const before = shownBy.get(tag)
      if (before !== undefined && before !== way) before.clear(tag)
      shownBy.set(tag, way)
      return { kind: 'shown', by: way.means, tookMs: Math.round(now() - startedAt) }
    }
    return { kind: 'failed' }
  }

  function remember(id: string, events: NoteEvents) {
    known.delete(id)
    known.set(id, events)
    const [oldest] = known.keys()
    if (known.size > mostKnown && oldest !== undefined) known.delete(oldest)
  }

  async function isShown(way: Notifier, note: SystemNote, events: NoteEvents): Promise<boolean> {
    let cancel = () => {}
    const tooLong = new Promise<false>((resolve) => {
      cancel = after(withinMs, () => resolve(false))
    })
    // What comes late is shown twice at worst; what throws is a fault of a package, and the message is told all the same.
    const shown = Promise.resolve()
      .then(() => way.notify(note, events))
      .catch(() => false)
    const isThere = await Promise.race([shown, tooLong])
    cancel()
    if (!isThere) log(`a notification could not be shown by ${way.means}`)
    return isThere
  }

  function inTurn<Answer>(tag: string, job: () => Answer | Promise<Answer>): Promise<Answer> {
    const turn = (turns.get(tag) ?? Promise.resolve()).then(job)
    turns.set(tag, turn)
    void turn.finally(() => turns.get(tag) === turn && turns.delete(tag))
    return turn
  }
  const keyOf = (account: string, tag: string) => `${account}/${tag}`
  function clear(tag: string) {
    shownBy.get(tag)?.clear(tag)
    shownBy.delete(tag)
  }

  return {
    async show(account, note) {
      if (isQuiet()) return { kind: 'quiet' }
      const tag = keyOf(account, note.tag)
      return inTurn(tag, () => showNow(tag, account, note))
    },
    clear(account, tag) {
      const key = keyOf(account, tag)
      void inTurn(key, () => clear(key))
    },
    activate({ id, account, place, act }) {
      const { onOpen, onReply, onRead, onQuiet } = known.get(id) ?? eventsOf(account, place)
      switch (act.kind) {
        case 'open':
          return onOpen()
        case 'reply':
          return onReply(act.text)
        case 'read':
          return onRead()
        case 'quiet':
          return onQuiet()
        default:
          return unreachable(act)
      }
    },
    clearAll() {
      for (const tag of shownBy.keys()) clear(tag)
    },
  }
}
