import type { RoomId, UserId } from '../../../common/ids.ts'
import type { Typing } from '../../../common/reducers/presence-reducer.ts'
import { nextTypingExpiry, reduceTyping, selectTyping } from '../../../common/reducers/presence-reducer.ts'
import type { EngineClock } from '../engine-clock.ts'
import type { Signal } from '../wire/room-signal.ts'

/**
 * Who types: heard, and said at most every three seconds while a person goes on typing. Dies by itself. The one place
 * that holds it back: a second one in the window would add its wait to this one, and the sign would go out in between.
 */
export type TypingSigns = {
  hear(signal: Extract<Signal, { kind: 'typing' }>): void
  /** What was being typed is said now. */
  onEvent(room: RoomId, user: UserId): void
  say(room: RoomId, typing: boolean): void
  stop(): void
}

type Signing = {
  readonly clock: EngineClock
  /** Only members type; others can't be told from a leftover of somebody who left. Nor is anybody whom I have blocked. */
  readonly isShown: (room: RoomId, user: UserId) => boolean
  /** False where it could not be said. */
  readonly publish: (room: RoomId, typing: boolean) => boolean
  readonly onTyping: (room: RoomId, users: readonly UserId[]) => void
}

const sayEveryMs = 3_000

export function buildTypingSigns({ clock, isShown, publish, onTyping }: Signing): TypingSigns {
  const said = new Map<RoomId, number>()
  const heard = new Map<RoomId, Typing>()
  const expiries = new Map<RoomId, () => void>()

  function take(room: RoomId, typing: Typing) {
    if (typing !== heard.get(room)) {
      if (typing.length === 0) heard.delete(room)
      else heard.set(room, typing)
      onTyping(
        room,
        typing.map(({ user }) => user),
      )
    }
    expiries.get(room)?.()
    const next = nextTypingExpiry(typing)
    if (next === undefined) expiries.delete(room)
    else
      expiries.set(
        room,
        clock.after(Math.max(1, next - clock.now()), () => expire(room)),
      )
  }
  function expire(room: RoomId) {
    take(room, selectTyping(heard.get(room) ?? [], clock.now()))
  }

  return {
    hear({ room, user, typing }) {
      if (isShown(room, user)) take(room, reduceTyping(heard.get(room) ?? [], { user, typing, at: clock.now() }))
    },
    onEvent(room, user) {
      const typing = heard.get(room)
      if (typing !== undefined) take(room, reduceTyping(typing, { user, typing: false, at: clock.now() }))
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
      expiries.clear()
    },
  }
}
