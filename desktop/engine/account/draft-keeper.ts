import type { DraftKey, DraftView } from '../../engine-command.ts'
import type { EngineClock } from '../engine-clock.ts'
import type { DraftStore } from '../local-store/draft-store.ts'

/** What stands in the composers: in memory at once, on disk within 300 ms, also while somebody types without a pause. */
export type DraftKeeper = {
  restore(): Promise<void>
  /**
   * Resolves when it is on disk, or a later one of the room takes its place: whoever asked for the last one says it again
   * where we die before that, and where the disk takes nothing only that one waits.
   */
  save(room: DraftKey, draft: DraftView): Promise<void>
  /** Nothing of the room, and of its threads, is wanted any more. */
  forget(room: DraftKey): Promise<void>
  flush(): Promise<void>
  /** The last word of each is written, or is lost here. */
  stop(): Promise<void>
}

type Keeping = {
  readonly clock: EngineClock
  readonly store: DraftStore
  readonly onDraft: (room: DraftKey, draft: DraftView | undefined, reason: 'draft' | 'restored') => void
  readonly onFault: (cause: unknown) => void
  /** What comes back from the disk, without what is not there any more. */
  readonly withKept?: (draft: DraftView) => DraftView
}

const delayMs = 100
/** A disk that refused is asked again: what is only in memory would be lost with it. */
const againMs = 2_000

export function buildDraftKeeper({ clock, store, onDraft, onFault, withKept = same }: Keeping): DraftKeeper {
  const pending = new Map<DraftKey, DraftView | undefined>()
  let cancel: (() => void) | undefined
  const waiting = new Map<DraftKey, () => void>()
  let stopped = false
  let written: Promise<unknown> = Promise.resolve()
  const known = new Set<DraftKey>()

  function flush(): Promise<void> {
    cancel?.()
    cancel = undefined
    const drafts = [...pending]
    const told = new Map(waiting)
    pending.clear()
    // One after the other: an older draft must not land after a newer one.
    written = written.then(async () => {
      for (const [room, draft] of drafts) if (await put(room, draft)) answer(room, told.get(room))
    })
    return written.then(() => {})
  }
  async function put(room: DraftKey, draft: DraftView | undefined): Promise<boolean> {
    try {
      await store.putDraft(room, draft)
      return true
    } catch (cause) {
      onFault(cause)
      if (!pending.has(room)) pending.set(room, draft)
      if (!stopped) cancel ??= clock.after(againMs, () => void flush())
      return false
    }
  }
  function answer(room: DraftKey, tell: (() => void) | undefined) {
    if (waiting.get(room) === tell) waiting.delete(room)
    tell?.()
  }
  function take(room: DraftKey, draft: DraftView | undefined): Promise<void> {
    known.add(room)
    onDraft(room, draft, 'draft')
    pending.set(room, draft)
    cancel ??= clock.after(delayMs, () => void flush())
    answer(room, waiting.get(room))
    return new Promise((tell) => waiting.set(room, tell))
  }
  return {
    async restore() {
      for (const [room, draft] of await store.loadDrafts()) {
        known.add(room)
        onDraft(room, withKept(draft), 'restored')
      }
    },
    save: (room, draft) => take(room, isEmpty(draft) ? undefined : draft),
    async forget(room) {
      const ofThreads = [...known].filter((key) => key.startsWith(`${room}/`))
      await Promise.all([room, ...ofThreads].map((key) => take(key, undefined)))
    },
    flush,
    stop() {
      stopped = true
      return flush()
    },
  }
}

const same = (draft: DraftView) => draft

function isEmpty({ text, replyTo, edit, aside = [], files = [], voice }: DraftView): boolean {
  const isSilent = files.length === 0 && voice === undefined
  return text === '' && replyTo === undefined && edit === undefined && aside.length === 0 && isSilent
}
