import type { UserId } from '../../../common/ids.ts'
import { unreachable } from '../../../common/result.ts'
import type { SystemEvent } from '../../../common/wire-event.ts'
import type { Words } from '../../words/words.ts'
import { spanOfSeconds } from '../look/wording/span-words.ts'
import { untilWords } from '../look/wording/time-words.ts'
import { nameOf, type Users } from '../state/room-words.ts'
import type { Clock } from '../state/use-today.ts'

/** `clock`: by which times are said. */
type Reader = { readonly say: Words; readonly users: Users; readonly me: UserId; readonly clock?: Clock }

/** One thing that happened in the room, as a sentence. */
export function noticeWords(event: SystemEvent, reader: Reader): string {
  const { say, users, me } = reader
  if (event.kind === 'contact.ended') return say('timeline.contact-ended')
  if (event.kind === 'contact.restored') return say('timeline.contact-restored')
  if (event.kind === 'message.removed') return say('timeline.message-removed')
  if (event.kind === 'messages.erased') return say('timeline.messages-erased')
  const by = event.by === me ? 'you' : 'other'
  const name = nameOf(say, users, event.by)
  switch (event.kind) {
    case 'room.created':
      return say('timeline.made-room', { by, name })
    case 'room.changed':
      return changeWords(event, { by, name }, say)
    case 'member.joined':
      if (event.by === event.user) return say('timeline.joined', { by, name })
      if (event.via === 'invite' || event.via === 'accepted') {
        return say(`timeline.came-by-${event.via}`, { by, name, ...toWhom(event.user, reader) })
      }
      return say('timeline.added', { by, name, ...toWhom(event.user, reader) })
    case 'member.left':
      return say('timeline.left', { by: event.user === me ? 'you' : 'other', name: nameOf(say, users, event.user) })
    case 'member.removed':
      return say('timeline.removed', { by, name, ...toWhom(event.user, reader) })
    case 'room.owner-changed':
      return say('timeline.made-owner', { by, name, ...toWhom(event.user, reader) })
    case 'member.muted': {
      const whom = { by, name, ...toWhom(event.user, reader) } as const
      if (reader.clock === undefined) return say('timeline.muted', whom)
      return say('timeline.muted-until', { ...whom, time: untilWords(event.until, reader.clock) })
    }
    case 'member.unmuted':
    case 'member.banned':
    case 'member.unbanned':
      return say(`timeline.${event.kind.slice('member.'.length) as Named}`, { by, name, ...toWhom(event.user, reader) })
    case 'member.role-changed':
      return say(`timeline.made-${event.role}`, { by, name, ...toWhom(event.user, reader) })
    default:
      return unreachable(event)
  }
}

/**
 * A run of them as one line. Of a few each is told; of more, who came and who went is counted over the whole run, whatever lies between,
 * and then the rest, the last two of it in words.
 */
export function noticesWords(events: readonly SystemEvent[], reader: Reader): string {
  if (events.length <= fewEvents) return events.map((event) => noticeWords(event, reader)).join(' · ')
  const joined = events.filter((event) => event.kind === 'member.joined')
  const left = events.filter((event) => event.kind === 'member.left')
  const rest = events.filter(({ kind }) => kind !== 'member.joined' && kind !== 'member.left')
  return [crowdWords(joined, 'joined', reader), crowdWords(left, 'left', reader), restWords(rest, reader)]
    .flat()
    .join(' · ')
}

const fewEvents = 3

type Moved = Extract<SystemEvent, { kind: 'member.joined' | 'member.left' }>

/** "Ana and 3 others joined". Whoever came twice is one. */
function crowdWords(moved: readonly Moved[], what: 'joined' | 'left', reader: Reader): readonly string[] {
  const { say, users, me } = reader
  const people = [...new Set(moved.map(({ user }) => user))]
  const [one] = people
  const [only] = moved
  if (one === undefined || only === undefined) return []
  if (people.length === 1) return [noticeWords(only, reader)]
  const first = one === me ? say('people.you') : nameOf(say, users, one)
  return [say(`timeline.many-${what}`, { first, count: people.length - 1 })]
}

function restWords(rest: readonly SystemEvent[], reader: Reader): readonly string[] {
  const last = rest.slice(-2).map((event) => noticeWords(event, reader))
  const more = rest.length - last.length
  return more === 0 ? last : [reader.say('timeline.changes', { count: more }), ...last]
}

type Named = 'unmuted' | 'banned' | 'unbanned'
type ByWhom = { readonly by: 'you' | 'other'; readonly name: string }

function changeWords(event: Extract<SystemEvent, { kind: 'room.changed' }>, by: ByWhom, say: Words): string {
  const { name: room, topic, archived, posting, visibility, history, slowModeSec, avatar } = event
  if (archived !== undefined) return say(archived ? 'timeline.archived-room' : 'timeline.restored-room', by)
  if (posting !== undefined) return say(posting === 'admins' ? 'timeline.admins-post' : 'timeline.all-post', by)
  if (visibility !== undefined) return say(`timeline.made-${visibility}`, by)
  if (history !== undefined) return say(`timeline.shows-${history}`, by)
  if (slowModeSec === 0) return say('timeline.slow-off', by)
  if (slowModeSec !== undefined) return say('timeline.slow-on', { ...by, span: spanOfSeconds(slowModeSec, say.locale) })
  if (avatar !== undefined) return say(avatar === '' ? 'timeline.took-picture' : 'timeline.set-picture', by)
  if (room !== undefined && topic !== undefined) {
    const both = { ...by, room, topic }
    return topic === '' ? say('timeline.named-and-took-topic', { ...by, room }) : say('timeline.named-and-set', both)
  }
  if (room !== undefined) return say('timeline.named', { ...by, room })
  if (topic === undefined) return say('timeline.changed-room', by)
  return topic === '' ? say('timeline.took-topic', by) : say('timeline.set-topic', { ...by, topic })
}

function toWhom(user: UserId, { say, users, me }: Reader) {
  return { to: user === me ? 'you' : 'other', whom: nameOf(say, users, user) } as const
}
