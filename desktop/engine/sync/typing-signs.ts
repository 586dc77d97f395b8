import type { RoomId } from '../../../common/ids.ts'
import { nextTypingExpiry, reduceTyping, selectTyping } from '../../../common/reducers/presence-reducer.ts'
import type { EngineClock } from '../engine-clock.ts'
import type { Signal } from '../wire/room-signal.ts'
import type { RoomBook } from './room-book.ts'

/** Who types: heard, and said at most every three seconds while a person goes on typing. Dies by itself. */
export type TypingSigns = {
  hear(signal: Extract<Signal, { kind: 'typing' }>): void
  say(room: RoomId, typing: boolean): void
  stop(): void
}

const sayEveryMs = 3_000

export function buildTypingSigns(
  clock: EngineClock,
  book: RoomBook,
  publish: (room: RoomId, typing: boolean) => boolean,
): TypingSigns {
  const said = new Map<RoomId, number>()
  const expiries = new Map<RoomId, () => void>()

  function watchExpiry(room: RoomId) {
    expiries.get(room)?.()
    const typing = book.get(room)?.typing ?? []
    const next = nextTypingExpiry(typing)
    if (next === undefined) return
    const cancel = clock.after(Math.max(1, next - clock.now()), () => {
      const now = clock.now()
      book.change(room, (entry) => ({ ...entry, typing: selectTyping(entry.typing, now) }))
      watchExpiry(room)
    })
    expiries.set(room, cancel)
  }

  return {
    hear({ room, user, typing }) {
      const at = clock.now()
      book.change(room, (entry) => {
        // Only members type; others can't be told from a leftover of somebody who left.
        if (!entry.state.members.has(user)) return entry
        const after = reduceTyping(entry.typing, { user, typing, at })
        return after === entry.typing ? entry : { ...entry, typing: after }
      })
      watchExpiry(room)
    },
    say(room, typing) {
      const last = said.get(room)
      const now = clock.now()
      if (!typing) {
        if (last !== undefined) publish(room, false)
        said.delete(room)
      } else if (last === undefined || Math.abs(now - last) >= sayEveryMs) {
        if (publish(room, true)) said.set(room, now)
      }
    },
    stop() {
      for (const cancel of expiries.values()) cancel()
    },
  }
}
