import type { Role } from '../../../common/credential-scope.ts'
import type { UserId } from '../../../common/ids.ts'
import { unreachable } from '../../../common/result.ts'
import type { SystemEvent } from '../../../common/wire-event.ts'
import { plural } from '../look/count-words.ts'
import { nameOf, type Users } from '../state/room-words.ts'

type Reader = { readonly users: Users; readonly me: UserId }

export const roleWords: Readonly<Record<Role, string>> = {
  owner: 'Owner',
  admin: 'Admin',
  member: 'Member',
  listener: 'Listener',
}

/** One thing that happened in the room, as a sentence. */
export function noticeWords(event: SystemEvent, { users, me }: Reader): string {
  const by = event.by === me ? 'You' : nameOf(users, event.by)
  switch (event.kind) {
    case 'room.created':
      return `${by} made this room`
    case 'room.changed':
      return `${by} ${changeWords(event)}`
    case 'member.joined':
      return joinWords(by, event, { users, me })
    case 'member.left':
      return `${who(event.user, { users, me })} left`
    case 'member.removed':
      return `${by} removed ${whom(event.user, { users, me })}`
    case 'member.role-changed':
      return `${by} made ${whom(event.user, { users, me })} ${roleWithArticle(event.role)}`
    default:
      return unreachable(event)
  }
}

/** A run of them as one line; many of one sort are counted. */
export function noticesWords(events: readonly SystemEvent[], reader: Reader): string {
  const joined = events.filter((event) => event.kind === 'member.joined')
  if (joined.length === events.length && joined.length > 3) {
    const [first, second] = joined
    const named = [first, second].flatMap((event) => (event ? [who(event.user, reader)] : []))
    return `${named.join(', ')} and ${plural(joined.length - named.length, 'other', 'others')} joined`
  }
  if (events.length <= 3) return events.map((event) => noticeWords(event, reader)).join(' · ')
  const last = events.slice(-2).map((event) => noticeWords(event, reader))
  return `${plural(events.length - last.length, 'change', 'changes')} · ${last.join(' · ')}`
}

function joinWords(by: string, event: Extract<SystemEvent, { kind: 'member.joined' }>, reader: Reader): string {
  if (event.by === event.user) return `${who(event.user, reader)} joined`
  return `${by} added ${whom(event.user, reader)}`
}

function changeWords(event: Extract<SystemEvent, { kind: 'room.changed' }>): string {
  const topic = event.topic === '' ? 'took the topic away' : `set the topic to “${event.topic}”`
  if (event.name === undefined) return event.topic === undefined ? 'changed the room' : topic
  const name = `named the room “${event.name}”`
  return event.topic === undefined ? name : `${name} and ${topic}`
}

function roleWithArticle(role: Role): string {
  return role === 'owner' ? 'the owner' : role === 'admin' ? 'an admin' : `a ${role}`
}

function who(user: UserId, { users, me }: Reader): string {
  return user === me ? 'You' : nameOf(users, user)
}

function whom(user: UserId, { users, me }: Reader): string {
  return user === me ? 'you' : nameOf(users, user)
}
