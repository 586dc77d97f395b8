import type { RoomId, UserId } from '../../../common/ids.ts'
import type { RoomPresence } from '../../../common/presence-event.ts'
import { roomPresenceSchema } from '../../../common/presence-event.ts'
import type { UserTopic } from '../../../common/subjects.ts'
import { parseRoomSubject, parseUserSubject } from '../../../common/subjects.ts'
import { decodeUtf8 } from '../../../common/text-codec.ts'
import { parseUserHint } from '../../../common/user-hint.ts'
import type { UserNotice } from '../../../common/user-notice.ts'
import { parseUserNotice } from '../../../common/user-notice.ts'
import type { HeaderList, ReadMark, StoredEvent } from '../../../common/wire-decode.ts'
import { parseLiveEvent, parseReadMark } from '../../../common/wire-decode.ts'
import type { RoomHead } from '../../../common/wire-event.ts'
import { roomHeadSchema, typingSchema } from '../../../common/wire-event.ts'

/** What a client hears, decoded. `noise` is everything out of order: counted, never shown. */
export type Signal =
  | { readonly kind: 'event'; readonly stored: StoredEvent }
  | ({ readonly kind: 'read' } & ReadMark)
  | { readonly kind: 'typing'; readonly room: RoomId; readonly user: UserId; readonly typing: boolean }
  | { readonly kind: 'head'; readonly room: RoomId; readonly head: RoomHead }
  | { readonly kind: 'presence'; readonly room: RoomId; readonly heard: RoomPresence }
  | { readonly kind: 'hint'; readonly topic: UserTopic }
  | { readonly kind: 'notice'; readonly notice: UserNotice }
  | { readonly kind: 'ignored' }
  | { readonly kind: 'noise'; readonly reason: string }

const ignored: Signal = { kind: 'ignored' }

/** Cannot throw, whatever comes in. `headers` undefined: they were unreadable. */
export function parseSignal(heard: {
  readonly subject: string
  readonly headers: HeaderList | undefined
  readonly data: Uint8Array
}): Signal {
  const { subject, headers, data } = heard
  const place = parseRoomSubject(subject)
  if (place === undefined) {
    const hint = parseUserSubject(subject)
    return hint === undefined ? ignored : parseHint(hint.topic, data)
  }
  if (headers === undefined) return { kind: 'noise', reason: 'headers' }
  const { room, author, lane } = place
  switch (lane) {
    case 'event': {
      const live = parseLiveEvent({ subject, headers, data }, place)
      return live.ok ? { kind: 'event', stored: live.value } : { kind: 'noise', reason: live.error.reason }
    }
    case 'read': {
      const mark = parseReadMark({ subject, headers, data, from: 'broker' })
      return mark.ok ? { kind: 'read', ...mark.value } : { kind: 'noise', reason: mark.error.reason }
    }
    case 'head': {
      const parsed = roomHeadSchema.safeParse(parseBody(data))
      return parsed.success ? { kind: 'head', room, head: parsed.data } : { kind: 'noise', reason: 'head' }
    }
    case 'presence': {
      const parsed = roomPresenceSchema.safeParse(parseBody(data))
      return parsed.success ? { kind: 'presence', room, heard: parsed.data } : { kind: 'noise', reason: 'presence' }
    }
    case 'typing': {
      const parsed = typingSchema.safeParse(parseBody(data))
      if (!parsed.success || author === 'system') return { kind: 'noise', reason: 'typing' }
      return { kind: 'typing', room, user: author, typing: parsed.data.typing }
    }
    default:
      return ignored
  }
}

/**
 * The truth is fetched, whatever a hint names. What is neither a hint nor a notice to me is the broker's answer to somebody
 * who named our subject as the place to reply to (tried), and would have us fetch as often as they like.
 */
function parseHint(topic: UserTopic, data: Uint8Array): Signal {
  if (parseUserHint(data) !== undefined) return { kind: 'hint', topic }
  const notice = topic === 'notices' ? parseUserNotice(data) : undefined
  return notice === undefined ? { kind: 'noise', reason: 'hint' } : { kind: 'notice', notice }
}

function parseBody(data: Uint8Array): unknown {
  if (data.byteLength > 1_048_576) return undefined
  try {
    return JSON.parse(decodeUtf8(data))
  } catch {
    return undefined
  }
}
