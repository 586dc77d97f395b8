import type { UserId } from '../../../common/ids.ts'
import type { RoomView } from '../../engine-contract.ts'
import { formatOf } from '../../text/parse-text.ts'
import { previewWords, withEmoji } from '../../text/plain-words.ts'
import type { Words } from '../../words/words.ts'
import { shortNameOf, type Users } from '../state/room-words.ts'

export type RoomLine = {
  readonly kind: 'words' | 'typing' | 'draft' | 'problem'
  /** Stands out before the words: that someone addresses me. */
  readonly lead?: string
  readonly text: string
}

type Reader = {
  readonly users: Users
  readonly me: UserId
  readonly isBlocked?: (user: UserId) => boolean
  /** Others who type there. */
  readonly typing: readonly UserId[]
  readonly draft: string
  /** What codes of emoji stand for. */
  readonly emoji: (code: string) => string | undefined
}

/** The second line of a room in the list: what happens there now, what I left unsaid, or what was said last. */
export function roomLine(say: Words, room: RoomView, { users, me, isBlocked, typing, draft, emoji }: Reader): RoomLine {
  if (typing.length > 0) {
    const [first] = typing
    if (typing.length > 1) return { kind: 'typing', text: say('rooms.several-typing') }
    if (room.kind === 'direct' || first === undefined) return { kind: 'typing', text: say('rooms.typing') }
    return { kind: 'typing', text: say('rooms.one-typing', { name: shortNameOf(say, users, first) }) }
  }
  if (draft.trim() !== '')
    return { kind: 'draft', text: say('rooms.draft', { text: withEmoji(draftLine(draft), emoji) }) }
  const { preview } = room
  if (preview === undefined) return { kind: 'words', text: room.topic === '' ? say('rooms.nothing-said') : room.topic }
  const text = preview.text === '' ? say('rooms.removed') : withEmoji(preview.text, emoji)
  if (preview.state === 'stuck' || preview.state === 'refused') {
    return { kind: 'problem', text: say('rooms.not-sent', { text }) }
  }
  if (room.kind === 'group' && isBlocked?.(preview.author) === true) {
    return { kind: 'words', text: say('rooms.blocked-said') }
  }
  if (preview.author === me) return { kind: 'words', text: say('rooms.you-said', { text }) }
  const name = shortNameOf(say, users, preview.author)
  const said = room.kind === 'direct' ? text : say('rooms.said-by', { name, text })
  return preview.mentionsMe ? { kind: 'words', lead: say('rooms.at-you'), text: said } : { kind: 'words', text: said }
}

/** A draft may be of any length, and is read again with each letter: no more of it than a line can show. */
function draftLine(draft: string): string {
  const text = draft.trimStart().slice(0, 2_000)
  return previewWords(text, formatOf(text))
}
