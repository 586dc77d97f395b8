import type { UserId } from '../../common/ids.ts'
import type { RoomState } from '../../common/message.ts'
import type { Result } from '../../common/result.ts'
import { unreachable } from '../../common/result.ts'
import type { UserHint } from '../../common/user-hint.ts'
import type { SystemEvent } from '../../common/wire-event.ts'

export type EffectPorts = {
  /** Cuts the user's live connections and refuses the credentials they came with; resolves once the broker knows. */
  readonly revokeUser: (user: UserId) => Promise<Result<void>>
  /** Tells the user's devices to ask again. May be lost: whoever connects asks anyway. */
  readonly hint: (user: UserId, topic: 'rooms' | 'credentials', news?: UserHint) => void
}

type Effects = { readonly cut: readonly UserId[]; readonly credentials: readonly UserId[] }

/**
 * What must follow a stored system event, told by the event alone, so that whoever finishes it after a crash knows too.
 * Fewer rights: the old credential is cut before anybody is told. Harmless to repeat.
 */
export async function applyEffects(
  ports: EffectPorts,
  event: SystemEvent,
  room: RoomState | undefined,
): Promise<Result<void>> {
  const { cut, credentials } = effectsOf(event)
  for (const user of cut) {
    const revoked = await ports.revokeUser(user)
    if (!revoked.ok) return revoked
  }
  for (const user of credentials) ports.hint(user, 'credentials')
  const news = room === undefined ? {} : { rooms: [room.room] }
  for (const user of new Set([...(room?.members.keys() ?? []), ...credentials])) ports.hint(user, 'rooms', news)
  return { ok: true, value: undefined }
}

function effectsOf(event: SystemEvent): Effects {
  switch (event.kind) {
    case 'room.created':
      return { cut: [], credentials: event.members.map(({ user }) => user) }
    case 'room.changed':
      return { cut: [], credentials: [] }
    case 'member.joined':
      return { cut: [], credentials: [event.user] }
    case 'member.left':
    case 'member.removed':
      return { cut: [event.user], credentials: [event.user] }
    case 'member.role-changed':
      // A listener may write no longer; every other role reaches as far as the one before or further.
      return { cut: event.role === 'listener' ? [event.user] : [], credentials: [event.user] }
    default:
      return unreachable(event)
  }
}
