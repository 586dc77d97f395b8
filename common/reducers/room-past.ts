import type { UserId } from '../ids.ts'
import type { PastMember, RoomState } from '../message.ts'
import type { StoredEvent } from '../wire-decode.ts'

/** Of so many who are gone it is remembered how they went; the longest gone are forgotten first. */
const mostPast = 1_000

/**
 * What is kept of those who were in a room: that they left by themselves, that they were made listeners, and, where the room
 * shows newcomers only what is said from then on, when they were there.
 * @param before the state just before the event
 */
export function reducePast(before: RoomState, { event, seq }: StoredEvent): readonly PastMember[] {
  const past = before.past ?? []
  if (event.kind === 'member.joined') {
    const known = past.find(({ user }) => user === event.user)
    if (known === undefined) return past
    const rest = past.filter((one) => one !== known)
    return known.stays.length === 0 ? rest : [...rest, { user: known.user, stays: known.stays }]
  }
  const gone = whoGoes(event)
  const member = gone === undefined ? undefined : before.members.get(gone)
  if (member === undefined) return past
  const stays = past.find(({ user }) => user === member.user)?.stays ?? []
  const entry: PastMember = {
    user: member.user,
    stays: before.history === undefined ? stays : [...stays, { fromSeq: member.joinedSeq, toSeq: seq }],
    ...(member.role === 'listener' ? { wasListener: true as const } : {}),
    ...(event.kind === 'member.left' ? { left: true as const } : {}),
  }
  return [...past.filter(({ user }) => user !== member.user), entry].slice(-mostPast)
}

function whoGoes(event: StoredEvent['event']): UserId | undefined {
  const isGoing = event.kind === 'member.left' || event.kind === 'member.removed' || event.kind === 'member.banned'
  return isGoing ? event.user : undefined
}
