import type { UserId } from '../../common/ids.ts'
import type { RoomState } from '../../common/message.ts'
import type { Result } from '../../common/result.ts'
import type { UserHint } from '../../common/user-hint.ts'
import type { SystemEvent } from '../../common/wire-event.ts'

export type EffectPorts = {
  /** Cuts the users' live connections and refuses the credentials they came with; resolves once the broker knows. */
  readonly revokeUsers: (users: readonly UserId[]) => Promise<Result<void>>
  /** Tells the user's devices to ask again. May be lost: whoever connects asks anyway. */
  readonly hint: (user: UserId, topic: 'rooms' | 'credentials', news?: UserHint) => void
  /** How far somebody reaches in the room as it is now. */
  readonly reachOf: (user: UserId, room: RoomState) => { readonly scope: string }
}

/**
 * Whose rights a change is about: one person's, everybody's in the room, or nobody's. `takes`: from all of them; from those
 * who reach less than everything in the room as it is now; from nobody.
 */
type About = { readonly users: readonly UserId[]; readonly takes: 'all' | 'by-reach' | 'none' }

/**
 * What must follow a stored system event, told by the event and the room alone, so that whoever finishes it after a crash
 * knows too. Fewer rights: the old credentials are cut before anybody is told, all in one push. Harmless to repeat: whoever
 * is cut without need fetches a new credential.
 * @param room as it is now; undefined: only those whom the event names are told
 */
export async function applyEffects(
  ports: EffectPorts,
  event: SystemEvent,
  room: RoomState | undefined,
): Promise<Result<void>> {
  const { users, takes } = aboutOf(event, room)
  const isWhole = (user: UserId) => room?.members.has(user) === true && ports.reachOf(user, room).scope === 'room'
  const cut = takes === 'all' ? users : takes === 'none' ? [] : users.filter((user) => !isWhole(user))
  if (cut.length > 0) {
    const revoked = await ports.revokeUsers(cut)
    if (!revoked.ok) return revoked
  }
  for (const user of users) ports.hint(user, 'credentials')
  const isSilent = event.kind === 'message.removed'
  const news = room === undefined ? {} : { rooms: [room.room] }
  const told = new Set([...(isSilent ? [] : (room?.members.keys() ?? [])), ...users])
  for (const user of told) ports.hint(user, 'rooms', news)
  return { ok: true, value: undefined }
}

function aboutOf(event: SystemEvent, room: RoomState | undefined): About {
  const all = [...(room?.members.keys() ?? [])]
  switch (event.kind) {
    case 'room.created':
      return { users: event.members.map(({ user }) => user), takes: 'none' }
    case 'room.changed': {
      const isAboutSpeaking = event.posting !== undefined || event.archived !== undefined
      const mayTake = event.posting === 'admins' || event.archived === true
      return { users: isAboutSpeaking ? all : [], takes: mayTake ? 'by-reach' : 'none' }
    }
    case 'contact.ended':
      return { users: all, takes: 'all' }
    case 'contact.restored':
      return { users: all, takes: 'none' }
    case 'room.owner-changed':
    case 'message.removed':
    case 'messages.erased':
    case 'member.unbanned':
      return { users: [], takes: 'none' }
    case 'member.joined':
    case 'member.unmuted':
      return { users: [event.user], takes: 'none' }
    case 'member.role-changed':
      return { users: [event.user], takes: event.role === 'listener' ? 'all' : 'by-reach' }
    default:
      return { users: [event.user], takes: 'all' }
  }
}
