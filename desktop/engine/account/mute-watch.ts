import type { UserNotice } from '../../../common/user-notice.ts'
import type { NoteView } from '../../engine-contract.ts'
import type { EngineClock } from '../engine-clock.ts'

/** Who said too much in a short time may only listen for a while: that is told, and afterwards what waited goes out. */
export type MuteWatch = {
  onNotice(notice: Extract<UserNotice, { readonly kind: 'muted' }>): void
  stop(): void
}

type Watching = {
  readonly clock: EngineClock
  readonly onNote: (note: NoteView | undefined) => void
  /** What was refused meanwhile may be tried again. */
  readonly onOver: () => void
}

/** However wrong our clock is, or whatever a notice says. */
const longestMs = 24 * 3_600_000

export function buildMuteWatch({ clock, onNote, onOver }: Watching): MuteWatch {
  let cancel = () => {}
  return {
    onNotice({ until }) {
      cancel()
      const waitMs = Math.min(Math.max(0, until - clock.now()), longestMs)
      onNote({ kind: 'muted', until: clock.now() + waitMs })
      cancel = clock.after(waitMs, () => {
        onNote(undefined)
        onOver()
      })
    },
    stop: () => cancel(),
  }
}
