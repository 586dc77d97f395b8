import type { UserId } from '../../common/ids.ts'
import { unreachable } from '../../common/result.ts'
import type { SystemEvent } from '../../common/wire-event.ts'
import { type ExportWords, timeWords } from './export-words.ts'

type NameOf = (user: UserId) => string

/** One thing that happened in the room, as a sentence. */
export function noticeSentence(event: SystemEvent, { event: say }: ExportWords, nameOf: NameOf): string {
  switch (event.kind) {
    case 'contact.ended':
      return say.contactEnded
    case 'contact.restored':
      return say.contactRestored
    case 'message.removed':
      return say.messageRemoved
    case 'messages.erased':
      return say.erased
    case 'room.created':
      return say.made(nameOf(event.by))
    case 'room.changed':
      return changeSentence(event, nameOf(event.by), say)
  }
  const who = { by: nameOf(event.by), whom: nameOf(event.user) }
  switch (event.kind) {
    case 'member.joined':
      if (event.by === event.user) return say.joined(who.by)
      if (event.via === 'invite') return say.cameByLink(who)
      return event.via === 'accepted' ? say.accepted(who) : say.added(who)
    case 'member.left':
      return say.left(who.whom)
    case 'member.removed':
      return say.removed(who)
    case 'member.role-changed':
      return say.role(who, event.role)
    case 'room.owner-changed':
      return say.owner(who)
    case 'member.muted':
      return say.muted(who, timeWords(event.until))
    case 'member.unmuted':
      return say.unmuted(who)
    case 'member.banned':
      return say.banned(who)
    case 'member.unbanned':
      return say.unbanned(who)
    default:
      return unreachable(event)
  }
}

function changeSentence(
  event: Extract<SystemEvent, { kind: 'room.changed' }>,
  by: string,
  say: ExportWords['event'],
): string {
  const { name, topic, archived, posting, visibility, history, slowModeSec, avatar } = event
  const said: string[] = []
  if (archived !== undefined) said.push(archived ? say.archived(by) : say.restored(by))
  if (posting !== undefined) said.push(posting === 'admins' ? say.adminsPost(by) : say.allPost(by))
  if (visibility !== undefined) said.push(visibility === 'public' ? say.opened(by) : say.closed(by))
  if (history !== undefined) said.push(history === 'all' ? say.showsAll(by) : say.showsJoined(by))
  if (slowModeSec !== undefined) said.push(slowModeSec === 0 ? say.slowOff(by) : say.slowOn(by, slowModeSec))
  if (avatar !== undefined) said.push(avatar === '' ? say.pictureTaken(by) : say.pictureSet(by))
  if (name !== undefined) said.push(say.named(by, name))
  if (topic !== undefined) said.push(topic === '' ? say.topicTaken(by) : say.topicSet(by, topic))
  return said.length === 0 ? say.changed(by) : said.join(' · ')
}
