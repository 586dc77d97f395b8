import type { RoomId } from '../../../common/ids.ts'
import type { EngineClock } from '../engine-clock.ts'
import type { DraftStore } from '../local-store/draft-store.ts'

/** What stands in the composers: in memory at once, on disk within 300 ms, also while somebody types without a pause. */
export type DraftKeeper = {
  restore(): Promise<void>
  save(room: RoomId, text: string): void
  flush(): Promise<void>
}

type Keeping = {
  readonly clock: EngineClock
  readonly store: DraftStore
  readonly onDraft: (room: RoomId, text: string, reason: 'draft' | 'restored') => void
  readonly onFault: (cause: unknown) => void
}

const delayMs = 150

export function buildDraftKeeper({ clock, store, onDraft, onFault }: Keeping): DraftKeeper {
  const pending = new Map<RoomId, string>()
  let cancel: (() => void) | undefined
  let written: Promise<unknown> = Promise.resolve()

  function flush(): Promise<void> {
    cancel?.()
    cancel = undefined
    const drafts = [...pending]
    pending.clear()
    // One after the other: an older text must not land after a newer one.
    const done = written.then(async () => {
      for (const [room, text] of drafts) await store.putDraft(room, text)
    })
    written = done.catch(onFault)
    return written.then(() => {})
  }
  return {
    async restore() {
      for (const [room, text] of await store.loadDrafts()) onDraft(room, text, 'restored')
    },
    save(room, text) {
      onDraft(room, text, 'draft')
      pending.set(room, text)
      cancel ??= clock.after(delayMs, () => void flush())
    },
    flush,
  }
}
